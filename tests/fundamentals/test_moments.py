"""What is typed when a form asks "When?": one moment, or a precise reason why it is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogs.moments import LONDON, Expect, Unclear, moment_of

PAST, FUTURE, ANY = Expect.PAST, Expect.FUTURE, Expect.ANY

WEDNESDAY = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
"""Wednesday 18 November 2026, two in the afternoon, in winter: the clocks agree."""


def london(text: str) -> datetime:
    """Return a moment of the school's clock."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("text", "expect", "meant"),
    [
        ("now", PAST, "2026-11-18 14:00"),
        ("Just now.", PAST, "2026-11-18 14:00"),
        ("now", FUTURE, "2026-11-18 14:00"),
        ("today 15:00", FUTURE, "2026-11-18 15:00"),
        ("3pm", FUTURE, "2026-11-18 15:00"),
        ("3 p.m.", FUTURE, "2026-11-18 15:00"),
        ("3.30pm", FUTURE, "2026-11-18 15:30"),
        ("330pm", FUTURE, "2026-11-18 15:30"),
        ("15.30", FUTURE, "2026-11-18 15:30"),
        ("1530", FUTURE, "2026-11-18 15:30"),
        ("1530hrs", FUTURE, "2026-11-18 15:30"),
        ("at 3pm today", FUTURE, "2026-11-18 15:00"),
        ("noon", PAST, "2026-11-18 12:00"),
        ("12 noon tomorrow", FUTURE, "2026-11-19 12:00"),
        ("12pm", PAST, "2026-11-18 12:00"),
        ("12.30", PAST, "2026-11-18 12:30"),
        ("9:15", PAST, "2026-11-18 09:15"),
        ("03:30", PAST, "2026-11-18 03:30"),
        ("00:00 today", PAST, "2026-11-18 00:00"),
        ("yesterday 4pm", PAST, "2026-11-17 16:00"),
        ("yesterday at 16:00", ANY, "2026-11-17 16:00"),
        ("TOMORROW 9AM", FUTURE, "2026-11-19 09:00"),
        ("this morning 9.15", PAST, "2026-11-18 09:15"),
        ("at 9 this morning", PAST, "2026-11-18 09:00"),
        ("this afternoon at 3", FUTURE, "2026-11-18 15:00"),
        ("yesterday evening, 7 o'clock", PAST, "2026-11-17 19:00"),
        ("Friday 10:00", FUTURE, "2026-11-20 10:00"),
        ("Friday 10:00", PAST, "2026-11-13 10:00"),
        ("Weds 10:00", PAST, "2026-11-18 10:00"),
        ("Weds 10:00", FUTURE, "2026-11-25 10:00"),
        ("Wednesday 16:00", PAST, "2026-11-11 16:00"),
        ("10:00 on Friday", FUTURE, "2026-11-20 10:00"),
        ("this Friday 10:00", FUTURE, "2026-11-20 10:00"),
        ("this Monday 10:00", PAST, "2026-11-16 10:00"),
        ("last Friday 10:00", PAST, "2026-11-13 10:00"),
        ("last Wednesday 10:00", ANY, "2026-11-11 10:00"),
        ("next Monday 9am", FUTURE, "2026-11-23 09:00"),
        ("12/11 14:30", PAST, "2026-11-12 14:30"),
        ("12/11/2026 14:30", PAST, "2026-11-12 14:30"),
        ("12.11.26 14:30", ANY, "2026-11-12 14:30"),
        ("12-11-2026 14:30", ANY, "2026-11-12 14:30"),
        ("12 Nov 14:30", PAST, "2026-11-12 14:30"),
        ("12th of November 1430", PAST, "2026-11-12 14:30"),
        ("Thurs 12 Nov, 14:30", PAST, "2026-11-12 14:30"),
        ("2.30pm on 12 November", PAST, "2026-11-12 14:30"),
        ("12 November 2026 at 2.30pm", PAST, "2026-11-12 14:30"),
        ("2026-11-12 14:30", PAST, "2026-11-12 14:30"),
        ("2026-11-12T14:30", PAST, "2026-11-12 14:30"),
        ("1 March 9am", PAST, "2026-03-01 09:00"),
        ("1 March 9am", FUTURE, "2027-03-01 09:00"),
        ("29 Feb 2028 9am", FUTURE, Unclear.TOO_FAR),
        ("20 minutes ago", PAST, "2026-11-18 13:40"),
        ("half an hour ago", PAST, "2026-11-18 13:30"),
        ("2 hours ago", PAST, "2026-11-18 12:00"),
        ("two hours ago", PAST, "2026-11-18 12:00"),
        ("an hour ago", ANY, "2026-11-18 13:00"),
        ("in 20 mins", FUTURE, "2026-11-18 14:20"),
        ("in 3 days", FUTURE, "2026-11-21 14:00"),
        ("a week ago", PAST, "2026-11-11 14:00"),
    ],
)
def test_what_is_typed_is_one_moment_on_the_school_s_clock(
    text: str, expect: Expect, meant: str
) -> None:
    moment = moment_of(text, WEDNESDAY, expect)

    assert moment == (meant if isinstance(meant, Unclear) else london(meant))


@pytest.mark.parametrize(
    ("text", "expect", "why"),
    [
        ("", ANY, Unclear.NOT_UNDERSTOOD),
        ("I rang them", PAST, Unclear.NOT_UNDERSTOOD),
        ("7.5", ANY, Unclear.NOT_UNDERSTOOD),
        ("3pm" + " " * 200, FUTURE, Unclear.NOT_UNDERSTOOD),
        ("yesterday", PAST, Unclear.NO_TIME),
        ("Friday", FUTURE, Unclear.NO_TIME),
        ("12 Nov 2026", PAST, Unclear.NO_TIME),
        ("31 November 10:00", PAST, Unclear.NO_SUCH_DAY),
        ("31 November", PAST, Unclear.NO_SUCH_DAY),
        ("11/13 10:00", PAST, Unclear.NO_SUCH_DAY),
        ("29 Feb 10:00", PAST, Unclear.NO_SUCH_DAY),
        ("2026-00-12 10:00", PAST, Unclear.NO_SUCH_DAY),
        ("0000-01-01 10:00", PAST, Unclear.NO_SUCH_DAY),
        ("Friday 12 November 10:00", PAST, Unclear.NO_SUCH_DAY),
        ("25:00", ANY, Unclear.NO_SUCH_TIME),
        ("today 24:00", FUTURE, Unclear.NO_SUCH_TIME),
        ("12:75", ANY, Unclear.NO_SUCH_TIME),
        ("15am", ANY, Unclear.NO_SUCH_TIME),
        ("tomorrow 3ish", FUTURE, Unclear.VAGUE),
        ("about 3", FUTURE, Unclear.VAGUE),
        ("after lunch", FUTURE, Unclear.VAGUE),
        ("3-4pm", FUTURE, Unclear.VAGUE),
        ("3pm?", FUTURE, Unclear.VAGUE),
        ("half 3", FUTURE, Unclear.VAGUE),
        ("midnight", PAST, Unclear.VAGUE),
        ("12am tomorrow", FUTURE, Unclear.VAGUE),
        ("this morning", PAST, Unclear.VAGUE),
        ("this morning 12.30", PAST, Unclear.VAGUE),
        ("tomorrow 9", FUTURE, Unclear.VAGUE),
        ("a few minutes ago", PAST, Unclear.VAGUE),
        ("Friday 10:00", ANY, Unclear.VAGUE),
        ("next Friday 10:00", FUTURE, Unclear.VAGUE),
        ("last Monday 10:00", PAST, Unclear.VAGUE),
        ("1 March 9am", ANY, Unclear.VAGUE),
        ("13:59", FUTURE, Unclear.IN_THE_PAST),
        ("20 minutes ago", FUTURE, Unclear.IN_THE_PAST),
        ("14:03", PAST, Unclear.IN_THE_FUTURE),
        ("19/11 10:00", PAST, Unclear.IN_THE_FUTURE),
        ("18/11 15:00", PAST, Unclear.IN_THE_FUTURE),
        ("in 3 days", PAST, Unclear.IN_THE_FUTURE),
        ("12/11/2062 10:00", FUTURE, Unclear.TOO_FAR),
        ("9999 weeks ago", PAST, Unclear.TOO_FAR),
        ("in 401 days", FUTURE, Unclear.TOO_FAR),
    ],
)
def test_what_is_no_moment_has_its_reason(text: str, expect: Expect, why: Unclear) -> None:
    assert moment_of(text, WEDNESDAY, expect) is why


@pytest.mark.parametrize("text", ["14:01", "2.02pm", "today at 14:01"])
def test_a_watch_that_is_ahead_means_now_where_something_has_been(text: str) -> None:
    assert moment_of(text, WEDNESDAY, PAST) == WEDNESDAY
    assert moment_of(text, WEDNESDAY, FUTURE) != WEDNESDAY


@pytest.mark.parametrize(
    ("text", "clock", "expect", "meant"),
    [
        ("3:30", "10:00", FUTURE, "2026-11-18 15:30"),
        ("3", "10:00", FUTURE, "2026-11-18 15:00"),
        ("at 3", "10:00", FUTURE, "2026-11-18 15:00"),
        ("3:30", "16:00", PAST, Unclear.VAGUE),  # 03:30 was, too
        ("3:30", "10:00", PAST, Unclear.VAGUE),  # only 03:30 was, and who would mean that?
        ("3:30", "16:00", FUTURE, Unclear.VAGUE),
        ("3:30", "10:00", ANY, Unclear.VAGUE),
        ("tomorrow 3", "10:00", FUTURE, Unclear.VAGUE),
    ],
)
def test_a_bare_hour_is_the_afternoon_only_where_the_night_cannot_be(
    text: str, clock: str, expect: Expect, meant: str
) -> None:
    now = london(f"2026-11-18 {clock}").astimezone(UTC)

    moment = moment_of(text, now, expect)

    assert moment == (meant if isinstance(meant, Unclear) else london(meant))


def test_the_turn_of_the_year_belongs_to_the_near_year() -> None:
    january = london("2027-01-04 09:00").astimezone(UTC)

    assert moment_of("18 Dec 15:00", january, PAST) == london("2026-12-18 15:00")
    assert moment_of("5 Jan 15:00", london("2026-12-18 09:00"), FUTURE) == london(
        "2027-01-05 15:00"
    )


def test_in_summer_the_school_s_clock_is_an_hour_ahead() -> None:
    june = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)

    moment = moment_of("3pm", june, FUTURE)

    assert moment == datetime(2026, 6, 10, 14, 0, tzinfo=UTC)
    assert isinstance(moment, datetime)
    assert moment.tzinfo is UTC


def test_an_hour_that_the_clocks_skip_is_said_to_be_missing() -> None:
    saturday = london("2026-03-28 12:00").astimezone(UTC)

    assert moment_of("tomorrow 01:30", saturday, FUTURE) is Unclear.SKIPPED
    assert moment_of("tomorrow 02:00", saturday, FUTURE) == london("2026-03-29 02:00")


def test_of_an_hour_that_comes_twice_the_first_is_taken() -> None:
    monday = london("2026-10-26 09:00").astimezone(UTC)

    assert moment_of("yesterday 1.30am", monday, PAST) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_days_are_counted_by_the_clock_on_the_wall_and_hours_as_they_pass() -> None:
    saturday = london("2026-10-24 15:00").astimezone(UTC)

    assert moment_of("in 1 day", saturday, FUTURE) == london("2026-10-25 15:00")
    assert moment_of("in 24 hours", saturday, FUTURE) == london("2026-10-25 14:00")


@pytest.mark.parametrize(
    ("text", "expect", "meant"),
    [
        ("yesterday", PAST, "2026-11-17 00:00"),
        ("today", PAST, "2026-11-18 00:00"),
        ("today", FUTURE, "2026-11-18 23:59"),
        ("Friday", FUTURE, "2026-11-20 23:59"),
        ("12 Nov 2026", ANY, "2026-11-12 00:00"),
        ("12/11", PAST, "2026-11-12 00:00"),
        ("9:10", PAST, "2026-11-18 09:10"),
        ("9.10", PAST, Unclear.VAGUE),  # a time, or 9 October?
        ("4", FUTURE, Unclear.VAGUE),
        ("31/11", PAST, Unclear.NO_SUCH_DAY),
    ],
)
def test_a_day_may_stand_alone_where_no_time_is_needed(
    text: str, expect: Expect, meant: str
) -> None:
    moment = moment_of(text, WEDNESDAY, expect, needs_time=False)

    assert moment == (meant if isinstance(meant, Unclear) else london(meant))
