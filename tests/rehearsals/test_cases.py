"""The worked cases of the guidance, played as far as today's dialogs reach: the teacher's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.rehearsals.rehearsing import CASES, rehearse

AT_ONCE = frozenset({"dsl"})
ALL = frozenset({"dsl", "deputy", "deputy-2"})
NOBODY: frozenset[str] = frozenset()
SECOND, LAST = frozenset({"deputy"}), frozenset({"deputy-2", "head"})
HEAD = frozenset({"head"})


@dataclass(frozen=True)
class Expected:
    """The level, every flag, the class, and who is paged at once, after 10 and after 20 minutes."""

    level: str
    flags: tuple[str, ...]
    rungs: tuple[frozenset[str], frozenset[str], frozenset[str]]
    classes: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()


RECORD = Expected("RECORD", ("PRES",), (AT_ONCE, NOBODY, NOBODY))
IMMEDIATE = Expected("IMMEDIATE", ("PRES", "R-IMM"), (ALL, HEAD, NOBODY))
URGENT = Expected("URGENT", ("ADV", "PRES", "URG"), (AT_ONCE, SECOND, LAST))
UNDER_13 = Expected("URGENT", ("ADV", "PRES", "SO", "URG"), (AT_ONCE, SECOND, LAST))

EXPECTED = {
    "cs01_a_couple_of_fifteen": RECORD,
    "cs02_a_dare_at_eleven": UNDER_13,
    "cs02_a_dare_at_eleven_north_somerset": IMMEDIATE,
    # Advice (ADV) comes with the DSL's question whether it was meant to hurt.
    "cs03_passed_on_after_a_split": Expected(
        "URGENT", ("PRES", "URG"), (AT_ONCE, SECOND, LAST), open_questions=("T-20",)
    ),
    "cs03_passed_on_as_he_tells_it": URGENT,
    "cs04_a_couple_of_sixteen": RECORD,
    "cs05_flirting_at_thirteen": RECORD,
    "cs06_alone_at_eleven": UNDER_13,
    "cs06_alone_at_eleven_north_somerset": IMMEDIATE,
    "cs07_pressed_by_an_adult": IMMEDIATE,
    # R-IMM recommended comes with the DSL's answer to R-7.
    "cs08_for_revenge": URGENT,
    "cs09_a_joke_while_changing": URGENT,
    "cs10_an_adult_sends_to_a_child": IMMEDIATE,
    "cs11_an_adult_picture_between_children": Expected(
        "RECORD", ("PRES",), (AT_ONCE, NOBODY, NOBODY), classes=("adult",)
    ),
    "cs12_a_picture_of_a_child": RECORD,
    "cs13_their_own_picture": Expected("URGENT", ("ADV", "PRES"), (AT_ONCE, SECOND, LAST)),
    # An adult's part raises at once; that there was no picture is told later and lowers nothing.
    "cs14_words_between_adults": Expected(
        "IMMEDIATE", ("PRES", "R-IMM"), (ALL, HEAD, NOBODY), classes=("adult",)
    ),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_worked_case_is_raised_as_the_guidance_would_have_it(name: str) -> None:
    expected = EXPECTED[name]

    found = rehearse((CASES / f"{name}.toml").read_text(encoding="utf-8"), name)

    assert found.case["level"] == expected.level
    assert tuple(found.case["flags"]) == expected.flags
    assert tuple(found.case["classes"]) == expected.classes
    assert tuple(found.case["open_questions"]) == expected.open_questions
    assert found.case["preservation_hold"]
    assert set(found.case["blocked"]) == {"close", "ask_to_delete"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_worked_case_pages_who_the_ladder_says(name: str) -> None:
    found = rehearse((CASES / f"{name}.toml").read_text(encoding="utf-8"), name)

    starts = found.played.plan.starts
    hour, minute = starts.hour, starts.minute
    times = [divmod(hour * 60 + minute + after, 60) for after in (0, 10, 20)]
    paged = [found.paged(f"{h:02}:{m:02}") for h, m in times]
    assert paged == [set(rung) for rung in EXPECTED[name].rungs]


def test_every_worked_case_has_its_plan_and_every_plan_its_expectation() -> None:
    plans = {path.stem for path in CASES.glob("*.toml")}

    assert plans == set(EXPECTED)
    assert {name[:4] for name in plans} == {f"cs{number:02}" for number in range(1, 15)}


def test_a_child_of_thirteen_is_not_asked_about_as_one_who_is_younger() -> None:
    thirteen = rehearse((CASES / "cs05_flirting_at_thirteen.toml").read_text(encoding="utf-8"))
    eleven = rehearse((CASES / "cs06_alone_at_eleven.toml").read_text(encoding="utf-8"))

    assert "T-19" not in thirteen.asked()
    assert "T-19" in eleven.asked()
