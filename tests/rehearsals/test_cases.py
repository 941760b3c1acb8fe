"""The worked cases of the guidance: as they are raised, and as they are worked to their end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache

import pytest

from bot.fsm.case import Case
from bot.fsm.known.noting import noted
from tests.rehearsals.rehearsing import CASES, Rehearsed, rehearse

WORKED = "# --- worked to its end"
"""What stands in a plan between the telling and the work of the team."""

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


@dataclass(frozen=True)
class Ended:
    """How a case stands once it was worked: its flags, what it was classed as, what stays open."""

    flags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    signed: bool = True
    state: str = "closed"


EITHER = ("aggravated.intent_to_harm", "aggravated.reckless_misuse")
REFERRED = Ended(("PRES", "R-IMM"), signed=False)
ADVISED = Ended(("ADV", "SO", "URG"), ("experimental.other",))

ENDS = {
    "cs01_a_couple_of_fifteen": Ended(classes=("experimental.romantic",)),
    "cs02_a_dare_at_eleven": ADVISED,
    "cs02_a_dare_at_eleven_north_somerset": REFERRED,
    # She refuses and the motive is open: back to the decision, the hold is on, nobody may close it.
    "cs03_passed_on_after_a_split": Ended(
        ("ADV", "PRES", "URG"), EITHER, ("T-20", "R-7"), signed=False, state="owned"
    ),
    "cs03_passed_on_as_he_tells_it": Ended(("ADV", "PRES", "URG"), EITHER, signed=False),
    "cs04_a_couple_of_sixteen": Ended(classes=("experimental.romantic",)),
    "cs05_flirting_at_thirteen": Ended(classes=("experimental.attention_seeking",)),
    "cs06_alone_at_eleven": ADVISED,
    "cs06_alone_at_eleven_north_somerset": REFERRED,
    "cs07_pressed_by_an_adult": Ended(("ADV", "PRES", "R-IMM"), signed=False),
    "cs08_for_revenge": Ended(
        ("ADV", "PRES", "R-IMM", "URG"), ("aggravated.intent_to_harm",), signed=False
    ),
    "cs09_a_joke_while_changing": Ended(
        ("ADV", "PRES", "URG"), ("aggravated.reckless_misuse",), signed=False
    ),
    "cs10_an_adult_sends_to_a_child": REFERRED,
    "cs11_an_adult_picture_between_children": Ended(classes=("adult",)),
    "cs12_a_picture_of_a_child": Ended(),
    "cs13_their_own_picture": Ended(("ADV",)),
    "cs14_words_between_adults": Ended(("PRES", "R-IMM"), ("adult",)),
}


def whole(name: str) -> str:
    return (CASES / f"{name}.toml").read_text(encoding="utf-8")


def raising(name: str) -> str:
    """Return a plan as far as the telling goes."""
    return whole(name).partition(WORKED)[0]


@cache
def worked(name: str) -> Rehearsed:
    """Return a plan played to its end, once for all tests that look at it."""
    return rehearse(whole(name), name)


@pytest.mark.parametrize("name", sorted(ENDS))
def test_a_worked_case_runs_to_its_end(name: str) -> None:
    expected, found = ENDS[name], worked(name)

    assert found.case["state"] == expected.state
    assert tuple(found.case["flags"]) == expected.flags
    assert tuple(found.case["classes"]) == expected.classes
    assert tuple(found.case["open_questions"]) == expected.open_questions
    assert bool(found.case["blocked"]) == (expected.state != "closed")
    assert "H-01" in found.asked("head") or not expected.signed


@pytest.mark.parametrize("name", sorted(ENDS))
def test_a_closed_case_leaves_nothing_due(name: str) -> None:
    assert bool(worked(name).pending) == (ENDS[name].state != "closed")


def test_case_a_ends_with_both_childrens_word_and_a_signature() -> None:
    case = ended(worked("cs01_a_couple_of_fifteen"))

    assert [noted(case, "deletion", "outcome", child) for child in (1, 2)] == ["confirmed"] * 2
    assert noted(case, "signoff", "verdict") == "sign"
    assert [noted(case, "parents", "told", child) for child in (1, 2)] == ["done"] * 2


def test_case_b_ends_otherwise_under_another_pack() -> None:
    base = ended(worked("cs02_a_dare_at_eleven"))
    strict = ended(worked("cs02_a_dare_at_eleven_north_somerset"))

    assert [noted(each, "decision", "decision") for each in (base, strict)] == [
        "not_refer",
        "refer_both",
    ]
    assert "chart" in str(noted(base, "decision", "local_tool_result"))
    assert "education line" in str(noted(base, "decision", "advice"))


def test_case_c_ends_open_with_a_refusal_and_everything_held() -> None:
    found = worked("cs03_passed_on_after_a_split")

    assert noted(ended(found), "deletion", "outcome", 2) == "refused"
    assert noted(ended(found), "decision", "decision") is None
    assert found.case["preservation_hold"]
    assert found.case["blocked"] == {
        "close": "T-20 is not known",
        "ask_to_delete": "preservation hold",
    }


def ended(found: Rehearsed) -> Case:
    """Return the one case of a rehearsal as it stands at the end."""
    (case,) = asyncio.run(found.played.engine.cases())
    return case


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_worked_case_is_raised_as_the_guidance_would_have_it(name: str) -> None:
    expected = EXPECTED[name]

    found = rehearse(raising(name), name)

    assert found.case["level"] == expected.level
    assert tuple(found.case["flags"]) == expected.flags
    assert tuple(found.case["classes"]) == expected.classes
    assert tuple(found.case["open_questions"]) == expected.open_questions
    assert found.case["preservation_hold"]
    assert set(found.case["blocked"]) == {"close", "ask_to_delete"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_worked_case_pages_who_the_ladder_says(name: str) -> None:
    found = rehearse(raising(name), name)

    starts = found.played.plan.starts
    hour, minute = starts.hour, starts.minute
    times = [divmod(hour * 60 + minute + after, 60) for after in (0, 10, 20)]
    paged = [found.paged(f"{h:02}:{m:02}") for h, m in times]
    assert paged == [set(rung) for rung in EXPECTED[name].rungs]


def test_every_worked_case_has_its_plan_and_every_plan_its_expectation() -> None:
    plans = {path.stem for path in CASES.glob("*.toml")}

    assert plans == set(EXPECTED) == set(ENDS)
    assert {name[:4] for name in plans} == {f"cs{number:02}" for number in range(1, 15)}


def test_a_child_of_thirteen_is_not_asked_about_as_one_who_is_younger() -> None:
    thirteen = rehearse(raising("cs05_flirting_at_thirteen"))
    eleven = rehearse(raising("cs06_alone_at_eleven"))

    assert "T-19" not in thirteen.asked()
    assert "T-19" in eleven.asked()
