"""Who has it now, and who comes next: the rota read as a person would read it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.rota.days import DayKind, Term, kind_of
from bot.rota.duty import duty_at
from bot.rota.spans import next_change, spans_between
from bot.rota.wall import ends_at, starts_at
from tests.engine import MINUTE, a_school, london
from tests.rota.staff import IN_SCHOOL, ON_CALL, away, cover, line, staffed

BOTH = staffed(IN_SCHOOL, ON_CALL)
MORNING, EVENING = "2026-11-06 10:15", "2026-11-06 19:40"  # a Friday


def test_without_a_rota_the_dsl_is_on_at_all_times_and_the_deputies_follow() -> None:
    for at in (MORNING, EVENING, "2026-12-25 03:00"):
        duty = duty_at(a_school(), london(at))

        assert duty.on == ("dsl",)
        assert duty.then == ("deputy1", "deputy2")


def test_the_first_line_that_has_anybody_is_on_duty_and_lower_lines_come_next() -> None:
    duty = duty_at(BOTH, london(MORNING))

    assert (duty.on, duty.then, duty.line) == (("dsl",), ("deputy1", "deputy2"), "School hours")


def test_out_of_hours_it_is_whoever_is_on_call() -> None:
    duty = duty_at(BOTH, london(EVENING))

    assert (duty.on, duty.then, duty.line) == (("deputy1",), ("dsl", "deputy2"), "On call")


def test_a_rotation_changes_at_its_hour_on_its_day() -> None:
    before, after = london("2026-11-09 08:29"), london("2026-11-10 03:00")

    assert duty_at(BOTH, before).on == ("deputy1",)
    assert duty_at(BOTH, after).on == ("deputy2",)


def test_cover_lies_above_every_line() -> None:
    school = staffed(
        IN_SCHOOL, ON_CALL, covers=(cover("head", "2026-11-06 15:30", "2026-11-07 09:00"),)
    )

    assert duty_at(school, london(EVENING)).on == ("head",)
    assert duty_at(school, london(EVENING)).then == ("deputy1", "dsl", "deputy2")
    assert duty_at(school, london("2026-11-07 09:00")).on == ("deputy1",)


def test_cover_for_somebody_takes_their_place_and_no_other() -> None:
    stands_in = cover("deputy2", "2026-11-06 08:00", "2026-11-07 09:00", instead_of="dsl")
    school = staffed(IN_SCHOOL, ON_CALL, covers=(stands_in,))

    assert duty_at(school, london(MORNING)).on == ("deputy2",)
    assert duty_at(school, london(EVENING)).on == ("deputy1",)


def test_who_is_away_is_on_duty_nowhere_and_comes_last() -> None:
    plane = away("deputy1", "2026-11-06 18:00", "2026-11-08 12:00")
    duty = duty_at(staffed(IN_SCHOOL, ON_CALL, absent=(plane,)), london(EVENING))

    assert duty.on == ()
    assert duty.order == ("dsl", "deputy2", "deputy1")


def test_somebody_who_has_left_the_roster_is_on_no_duty() -> None:
    gone = BOTH.model_copy(update={"people": tuple(p for p in BOTH.people if p.id != "deputy1")})

    assert duty_at(gone, london(EVENING)).on == ()


@pytest.mark.parametrize(
    ("wall", "first", "last"),
    [
        (datetime(2026, 10, 25, 1, 30), "2026-10-25 00:30", "2026-10-25 01:30"),  # noqa: DTZ001
        (datetime(2026, 3, 29, 1, 30), "2026-03-29 01:00", "2026-03-29 01:00"),  # noqa: DTZ001
        (datetime(2026, 7, 1, 8, 30), "2026-07-01 07:30", "2026-07-01 07:30"),  # noqa: DTZ001
    ],
)
def test_a_wall_time_starts_at_its_first_and_ends_at_its_last_occurrence(
    wall: datetime, first: str, last: str
) -> None:
    assert starts_at(wall) == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert ends_at(wall) == datetime.fromisoformat(last).replace(tzinfo=UTC)


def test_where_clocks_go_back_the_two_overlap_and_the_one_who_had_it_comes_first() -> None:
    nights = line("Nights", "01:30-01:30", "dsl", "deputy1", every=1, first=date(2026, 10, 24))
    spans = list(
        spans_between(staffed(nights), london("2026-10-25 00:00"), london("2026-10-25 04:00"))
    )

    assert [(span.duty.on, span.ends - span.starts) for span in spans] == [
        (("dsl",), 90 * MINUTE),
        (("dsl", "deputy1"), 60 * MINUTE),
        (("deputy1",), 150 * MINUTE),
    ]


def test_spans_leave_no_moment_out_and_say_when_it_changes() -> None:
    spans = list(spans_between(BOTH, london("2026-11-06 00:00"), london("2026-11-07 00:00")))

    assert [(span.duty.on[0], f"{span.starts:%H:%M}") for span in spans] == [
        ("deputy1", "00:00"),
        ("dsl", "08:30"),
        ("deputy1", "15:30"),
    ]
    assert next_change(BOTH, london(MORNING), 600 * MINUTE) == london("2026-11-06 15:30")
    assert next_change(BOTH, london(MORNING), 60 * MINUTE) is None


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 6), DayKind.SCHOOL),
        (date(2026, 11, 7), DayKind.WEEKEND),
        (date(2026, 12, 25), DayKind.BANK_HOLIDAY),
        (date(2026, 11, 30), DayKind.HOLIDAY),
        (date(2026, 11, 27), DayKind.INSET),
    ],
)
def test_each_day_is_of_one_kind(day: date, kind: DayKind) -> None:
    terms = (Term(starts=date(2026, 9, 1), ends=date(2026, 11, 27)),)
    inset = frozenset({date(2026, 11, 27)})
    school = a_school().model_copy(update={"terms": terms, "inset": inset})

    assert kind_of(school, day) is kind
