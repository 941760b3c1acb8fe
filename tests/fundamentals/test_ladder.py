"""The ladder: who is paged at which level, after how long, and when all of it starts again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.dialogs.flags import Level
from bot.fsm.alert.ladder import LADDERS, again_at, due_at, rung_groups, rung_people
from tests.chat import FRIDAY_EVENING
from tests.engine import FRIDAY_MORNING, a_school, london

SCHOOL = a_school()
EVERYBODY = ["dsl", "deputy1", "deputy2"]


def climbed(level: Level, steps: int, *, around: bool = False, head_named: bool = False) -> object:
    """Return (minutes, people) of each step for an alert of a school day's morning."""
    found = []
    for step in range(steps):
        people = rung_people(
            SCHOOL, level, step, at=FRIDAY_MORNING, around=around, head_named=head_named
        )
        due = due_at(SCHOOL, level, FRIDAY_MORNING, step, around=around)
        minutes = (due - FRIDAY_MORNING) / timedelta(minutes=1)
        found.append((minutes, [person.id for person in people]))
    return found


def test_emergency_is_everybody_at_once_the_head_at_ten_and_again_every_ten() -> None:
    assert climbed(Level.EMERGENCY, 4) == [
        (0, EVERYBODY),
        (10, ["head"]),
        (10, EVERYBODY),
        (20, ["head"]),
    ]


def test_immediate_is_everybody_at_once_the_head_at_ten_and_again_every_thirty() -> None:
    assert climbed(Level.IMMEDIATE, 4) == [
        (0, EVERYBODY),
        (10, ["head"]),
        (30, EVERYBODY),
        (40, ["head"]),
    ]


def test_urgent_is_the_dsl_a_deputy_at_ten_the_next_and_the_head_at_twenty() -> None:
    assert climbed(Level.URGENT, 4) == [
        (0, ["dsl"]),
        (10, ["deputy1"]),
        (20, ["deputy2", "head"]),
        (120, ["dsl"]),
    ]


def test_record_is_the_dsl_in_school_hours_and_again_the_next_school_day() -> None:
    people = rung_people(SCHOOL, Level.RECORD, 0, at=FRIDAY_EVENING, around=False, head_named=False)
    due = [due_at(SCHOOL, Level.RECORD, FRIDAY_EVENING, step, around=False) for step in range(2)]

    assert [person.id for person in people] == ["dsl"]
    assert due == [london("2026-11-09 08:30"), london("2026-11-10 08:30")]


def test_record_in_school_hours_does_not_wait() -> None:
    first = due_at(SCHOOL, Level.RECORD, FRIDAY_MORNING, 0, around=False)

    assert first == FRIDAY_MORNING


@pytest.mark.parametrize("level", [Level.URGENT, Level.IMMEDIATE, Level.EMERGENCY])
@pytest.mark.parametrize("at", [FRIDAY_EVENING, london("2026-12-25 03:00")])
def test_the_first_alert_at_urgent_or_above_is_never_held(level: Level, at: datetime) -> None:
    assert due_at(SCHOOL, level, at, 0, around=False) == at


@pytest.mark.parametrize(
    ("level", "in_hours", "shut"),
    [
        (Level.EMERGENCY, [0, 3], [0, 3]),
        (Level.IMMEDIATE, [10], [0]),
        (Level.URGENT, [20], [0]),
        (Level.RECORD, [], []),
    ],
)
def test_the_reporter_is_told_to_phone_at_these_minutes(
    level: Level, in_hours: list[int], shut: list[int]
) -> None:
    ladder = LADDERS[level]

    assert [after // timedelta(minutes=1) for after in ladder.phone] == in_hours
    assert [after // timedelta(minutes=1) for after in ladder.phone_shut] == shut
    assert ladder.phone_shut_only_red is (level is Level.URGENT)


def test_round_the_channel_it_is_the_head_and_the_chair_at_every_level() -> None:
    assert climbed(Level.IMMEDIATE, 2, around=True) == [(0, ["head", "chair"])] * 1 + [
        (30, ["head", "chair"])
    ]


def test_a_concern_about_the_head_is_the_chairs_alone() -> None:
    assert climbed(Level.EMERGENCY, 2, around=True, head_named=True) == [
        (0, ["chair"]),
        (10, ["chair"]),
    ]


def test_where_no_dsl_can_be_had_a_record_goes_to_the_deputies_then_the_head() -> None:
    groups = rung_groups(SCHOOL, Level.RECORD, 0, at=FRIDAY_MORNING, around=False, head_named=False)

    assert [[person.id for person in group] for group in groups] == [
        ["dsl"],
        ["deputy1", "deputy2"],
        ["head"],
    ]


@pytest.mark.parametrize(
    ("level", "again"),
    [
        (Level.EMERGENCY, timedelta(minutes=10)),
        (Level.IMMEDIATE, timedelta(minutes=30)),
        (Level.URGENT, timedelta(hours=2)),
    ],
)
def test_an_owned_case_fires_again_unless_somebody_acts(level: Level, again: timedelta) -> None:
    assert again_at(SCHOOL, level, FRIDAY_EVENING) == FRIDAY_EVENING + again


def test_an_owned_record_fires_again_the_next_school_day() -> None:
    assert again_at(SCHOOL, Level.RECORD, FRIDAY_EVENING) == london("2026-11-09 08:30")


@pytest.mark.parametrize(
    ("raised", "minutes"),
    [
        ("2026-11-06 13:00", [0, 10, 20, 120, 120, 120]),  # a second round starts in it
        ("2026-11-06 14:15", [0, 10, 15, 120]),
        ("2026-11-06 14:29", [0, 1, 1, 120]),
        ("2026-11-06 14:30", [0, 0, 0, 120]),
        ("2026-11-06 15:29", [0, 0, 0, 120]),
        ("2026-11-06 15:30", [0, 10, 20, 120]),
        ("2026-11-07 14:40", [0, 10, 20, 120]),
    ],
)
def test_in_the_last_hour_of_school_a_red_alert_leaves_no_rung_for_later(
    raised: str, minutes: list[int]
) -> None:
    at = london(raised)
    found = [
        (due_at(SCHOOL, Level.URGENT, at, step, around=False, red=True) - at)
        // timedelta(minutes=1)
        for step in range(len(minutes))
    ]

    assert found == minutes


def test_what_is_not_red_keeps_its_times_in_the_last_hour() -> None:
    at = london("2026-11-06 14:45")

    due = due_at(SCHOOL, Level.URGENT, at, 2, around=False)

    assert due == at + timedelta(minutes=20)
