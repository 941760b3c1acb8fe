"""When the school is open, and how a moment reads on its clock.

The only place with a time zone.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dialogs.pack import Contact, Window
from bot.fsm.school import School

__all__ = [
    "LONDON",
    "clock_time",
    "is_school_time",
    "local",
    "next_school_morning",
    "numbers_now",
]

LONDON = ZoneInfo("Europe/London")
LOOK_AHEAD = 120
"""Days searched for the next school morning: longer than any summer holiday."""


def local(at: datetime) -> datetime:
    """Return a UTC moment on the school's clock (Europe/London)."""
    return at.astimezone(LONDON)


def clock_time(at: datetime, now: datetime) -> str:
    """Return how a moment reads: `14:05` today, else `Mon 9 Nov 14:05`. Local time."""
    here, today = local(at), local(now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    return f"{here:%a} {here.day} {here:%b %H:%M}"


def is_school_time(school: School, at: datetime) -> bool:
    """Return whether the school is open at `at` (UTC): a term day, in its hours."""
    here = local(at)
    return any(window.opens <= here.time() < window.closes for window in _windows_on(school, here))


def next_school_morning(school: School, after: datetime) -> datetime:
    """Return when the school next opens, strictly after `after`. UTC.

    Without a term day within four months, the next weekday at 08:30 counts: an alert that waits
    may wait long, but never for ever.
    """
    here = local(after)
    for days in range(LOOK_AHEAD):
        day = here + timedelta(days=days)
        starts = sorted(
            datetime.combine(day.date(), window.opens, LONDON).astimezone(UTC)
            for window in _windows_on(school, day)
        )
        for start in starts:
            if start > after:
                return start
    return _next_weekday(after)


def _windows_on(school: School, here: datetime) -> list[Window]:
    day = here.date()
    in_term = not school.terms or any(term.starts <= day <= term.ends for term in school.terms)
    if not in_term or day in school.bank_holidays:
        return []
    return [window for window in school.hours if here.weekday() in window.days]


def _next_weekday(after: datetime) -> datetime:
    day = local(after) + timedelta(days=1)
    while day.weekday() >= 5:  # noqa: PLR2004  Saturday and Sunday
        day += timedelta(days=1)
    return datetime.combine(day.date(), time(8, 30), LONDON).astimezone(UTC)


def numbers_now(school: School, at: datetime) -> tuple[Contact, ...]:
    """Return the council's line that answers at `at` (UTC), then 101, as the pack has them."""
    here = local(at)
    return school.pack.to_ring(here, bank_holiday=here.date() in school.bank_holidays)
