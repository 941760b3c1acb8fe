"""A nudge that was answered with "not yet": what it moves, and what it never moves."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

import pytest

from bot.fsm.case import Case, Later
from bot.fsm.clocks.nudging import nudge
from bot.fsm.clocks.table import moments_of
from bot.fsm.desk.putting_off import put_off as put_off_by
from bot.fsm.effects import Say
from bot.fsm.said import Deed
from tests.engine import london
from tests.fundamentals.test_clocks import FRIDAY, SCHOOL, a_case, noted

PUT_OFF = Later(
    until=london("2026-11-07 18:00"), reason="Away", by="dsl", at=london("2026-11-07 11:00")
)


def put_off(case: Case, name: str, count: int = 5, later: Later = PUT_OFF) -> list[str]:
    """Return the nudges of a clock (local), put off as `later` says."""
    case = case.model_copy(update={"put_off": {name: later}})
    found = islice(moments_of(SCHOOL, case, name), count)
    return [f"{due.at:%a %d %H:%M} {'+'.join(due.to)}" for due in found]


def test_not_yet_moves_the_next_nudge_and_neither_the_deadline_nor_those_above() -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})
    far = PUT_OFF.model_copy(update={"until": FRIDAY + timedelta(days=9)})

    assert put_off(case, "clock.written.1") == [
        "Sat 07 10:15 owner",
        "Sat 07 18:00 owner",
        "Sun 08 02:15 owner",
        "Sun 08 08:15 owner",
        "Sun 08 10:15 owner+deputy+head",
    ]
    assert put_off(case, "clock.written.1", 3, far) == [
        "Sat 07 10:15 owner",
        "Sun 08 10:15 owner+deputy+head",
        "Mon 09 10:15 owner+deputy+head",
    ]


def test_the_deadline_itself_is_not_put_off() -> None:
    deadline = london("2026-11-09 15:30")
    case = a_case(
        deletion={"ask": noted("ask"), "deadline": noted(deadline)},
        police={"advice": noted("may_go_ahead")},
    )
    later = PUT_OFF.model_copy(update={"at": deadline - timedelta(hours=23), "until": deadline})

    assert put_off(case, "clock.deletion.1", 4, later) == [
        "Sun 08 15:30 owner",
        "Mon 09 15:30 owner",
        "Mon 09 15:30 owner",
        "Mon 09 19:30 owner",
    ]


def test_what_was_put_off_counts_no_longer_once_its_clock_starts_anew() -> None:
    anew = a_case(social={"rung_at": noted(london("2026-11-07 09:00"))})

    assert put_off(anew, "clock.written.1", 1) == ["Sun 08 09:00 owner"]
    assert put_off(a_case(), "clock.written.1") == []


@pytest.mark.parametrize("typed", ["IMG_2044.jpg", "https://x.example/2044"])
def test_a_link_typed_as_the_time_is_nowhere_afterwards(typed: str) -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})
    done = Deed(case.ref, "later.written.1.form", typed)

    turn = put_off_by(SCHOOL, case, "dsl", done, FRIDAY)

    [said] = turn.effects
    assert isinstance(said, Say)
    assert said.card.name == "link"
    assert said.card.form is not None
    assert typed not in said.card.model_dump_json()


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        ("2026-11-08 08:00", ["10:00"]),
        ("2026-11-08 08:50", ["09:20", "09:50"]),
        ("2026-11-08 09:30", ["10:00"]),
    ],
)
def test_close_to_a_deadline_a_time_can_still_be_picked(at: str, offered: list[str]) -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})

    turn = put_off_by(SCHOOL, case, "dsl", Deed(case.ref, "later.written.1"), london(at))

    [said] = turn.effects
    assert isinstance(said, Say)
    assert [each.label for each in said.card.buttons] == [*offered, "Open case"]


def test_of_several_children_each_nudge_and_each_not_yet_says_which() -> None:
    """Two deadlines of one case came as two messages of the same words."""
    case = a_case(social={"rung_at": noted(FRIDAY)})
    two = case.model_copy(update={"account": case.account.model_copy(update={"children": 2})})

    for told, name in ((case, case.ref), (two, f"{case.ref}, child 1")):
        nudged = nudge(SCHOOL, told, "clock.written.1", FRIDAY + timedelta(days=1))
        asked = put_off_by(SCHOOL, told, "dsl", Deed(case.ref, "later.written.1"), FRIDAY)
        says = [each for each in (*nudged[1], *asked.effects) if isinstance(each, Say)]
        assert len(says) == 2
        assert all(f"Case {name}:" in each.card.text for each in says)
