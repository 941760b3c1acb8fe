"""School hours on the school's own clock, across the two nights on which it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.fsm.hours import (
    clock_time,
    is_school_time,
    next_school_day_end,
    next_school_morning,
    numbers_now,
)
from bot.fsm.school import School
from bot.rota.days import Term
from tests.engine import a_school, london

SCHOOL = a_school()


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-06 08:29", False),
        ("2026-11-06 08:30", True),
        ("2026-11-06 15:29", True),
        ("2026-11-06 15:30", False),
        ("2026-11-07 10:00", False),
        ("2026-12-28 10:00", False),  # a bank holiday Monday
    ],
)
def test_the_school_is_open_in_its_hours_on_its_days(at: str, *, is_open: bool) -> None:
    assert is_school_time(SCHOOL, london(at)) is is_open


def test_half_past_eight_is_another_hour_of_utc_after_the_clocks_change() -> None:
    summer = datetime(2026, 10, 23, 7, 30, tzinfo=UTC)
    winter = datetime(2026, 10, 26, 8, 30, tzinfo=UTC)

    assert is_school_time(SCHOOL, summer)
    assert is_school_time(SCHOOL, winter)
    assert not is_school_time(SCHOOL, winter - timedelta(hours=1))


@pytest.mark.parametrize(
    ("friday", "monday"),
    [
        (datetime(2026, 10, 23, 18, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 30, tzinfo=UTC)),
        (datetime(2027, 3, 26, 18, 0, tzinfo=UTC), datetime(2027, 3, 29, 7, 30, tzinfo=UTC)),
    ],
    ids=("clocks go back", "clocks go forward"),
)
def test_the_next_morning_is_half_past_eight_whatever_the_clocks_do(
    friday: datetime, monday: datetime
) -> None:
    assert next_school_morning(SCHOOL, friday) == monday


def test_before_school_opens_the_next_morning_is_today() -> None:
    assert next_school_morning(SCHOOL, london("2026-11-06 07:00")) == london("2026-11-06 08:30")


def test_a_bank_holiday_is_passed_over() -> None:
    assert next_school_morning(SCHOOL, london("2026-12-25 12:00")) == london("2026-12-29 08:30")


def in_term(starts: date, ends: date) -> School:
    return SCHOOL.model_copy(update={"terms": (Term(starts=starts, ends=ends),)})


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-11-05 10:00", "2026-11-06 15:30"),
        ("2026-11-06 10:00", "2026-11-09 15:30"),  # over a weekend it is three days
        ("2026-11-08 20:00", "2026-11-09 15:30"),
        ("2026-12-24 10:00", None),  # two bank holidays and a weekend
        ("2026-12-26 10:00", "2026-12-29 15:30"),
    ],
)
def test_the_end_of_the_next_school_day_is_a_default_up_to_three_days_ahead(
    at: str, end: str | None
) -> None:
    found = next_school_day_end(SCHOOL, london(at))

    assert found == (london(end) if end else None)


def test_outside_term_the_school_is_shut_and_the_next_term_is_waited_for() -> None:
    school = in_term(date(2026, 9, 2), date(2026, 12, 18))

    assert not is_school_time(school, london("2026-08-24 10:00"))
    assert next_school_morning(school, london("2026-08-24 10:00")) == london("2026-09-02 08:30")


def test_where_no_term_is_in_sight_an_alert_waits_for_the_next_weekday_only() -> None:
    school = in_term(date(2020, 9, 2), date(2020, 12, 18))

    assert next_school_morning(school, london("2026-11-06 18:00")) == london("2026-11-09 08:30")


def test_a_moment_reads_short_today_and_with_its_day_otherwise() -> None:
    at = london("2026-11-06 14:05")

    assert clock_time(at, at) == "14:05"
    assert clock_time(at, at + timedelta(days=3)) == "Fri 6 Nov 14:05"


def test_a_moment_on_summer_time_reads_as_the_wall_clock_does() -> None:
    assert clock_time(datetime(2026, 6, 5, 9, 0, tzinfo=UTC), london("2026-06-05 12:00")) == "10:00"


@pytest.mark.parametrize("minutes", range(0, 7 * 24 * 60, 97))
def test_there_is_a_number_to_ring_at_every_minute_of_a_week(minutes: int) -> None:
    at = london("2026-11-02 00:00") + timedelta(minutes=minutes)

    assert numbers_now(SCHOOL, at)[-1].number == "101"
    assert len(numbers_now(SCHOOL, at)) > 1
