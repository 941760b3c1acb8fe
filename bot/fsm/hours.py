"""When the school is open, and how a moment reads on its clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.dialogs.moments import LONDON
from bot.dialogs.pack import Contact
from bot.fsm.school import School

__all__ = [
    "LONDON",
    "LOOK_AHEAD",
    "clock_time",
    "is_answering",
    "is_bank_holiday",
    "is_school_day",
    "is_school_time",
    "last_school_hour",
    "local",
    "next_change",
    "next_school_day_end",
    "next_school_morning",
    "numbers_now",
    "turn_time",
    "working_day_after",
]

LOOK_AHEAD = 120
"""Days searched for the next one with school: longer than any summer holiday."""

WEEKS_AHEAD = timedelta(days=15)
"""How far a line's next opening is searched: its one weekday may fall on a bank holiday."""
NEAR = 3
"""Days within which the next school day must be to serve as a default."""
LAST_HOUR = timedelta(hours=1)
CLOCKS_CHANGE = time(1, 0, tzinfo=UTC)
"""When British clocks change, on the two nights on which they do."""


def local(at: datetime) -> datetime:
    """Return a UTC moment on the school's clock (Europe/London)."""
    return at.astimezone(LONDON)


def clock_time(at: datetime, now: datetime) -> str:
    """Return how a moment reads: `14:05` today, else `Mon 9 Nov 14:05`. Local time."""
    here, today = local(at), local(now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    return f"{here:%a} {here.day} {here:%b %H:%M}"


def turn_time(at: datetime, now: datetime) -> str:
    """Return how a coming opening or closing reads: `08:30` today, `08:30 Mon` this week.

    From a week on it has its date, `08:30 Mon 4 Jan`. Local time.
    """
    here, today = local(at), local(now)
    days = (here.date() - today.date()).days
    if days == 0:
        return f"{here:%H:%M}"
    return f"{here:%H:%M %a}" if days < 7 else f"{here:%H:%M %a} {here.day} {here:%b}"  # noqa: PLR2004


def is_school_time(school: School, at: datetime) -> bool:
    """Return whether pupils are in at `at` (UTC): a school day, in its hours. INSET is none."""
    here = local(at)
    return any(
        window.opens <= here.time() < window.closes for window in school.windows_on(here.date())
    )


def is_school_day(school: School, at: datetime) -> bool:
    """Return whether there is school on the day of `at` (UTC), at whatever time."""
    return bool(school.windows_on(local(at).date()))


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
            for window in school.windows_on(day.date())
        )
        for start in starts:
            if start > after:
                return start
    return _next_weekday(after)


def school_day_end(school: School, at: datetime) -> datetime:
    """Return when the school day ends that `at` falls in, or the next one that begins. UTC."""
    begins = at if is_school_time(school, at) else next_school_morning(school, at)
    here = local(begins)
    ends = [window.closes for window in school.windows_on(here.date())] or [time(15, 30)]
    return datetime.combine(here.date(), max(ends), LONDON).astimezone(UTC)


def next_school_day_end(school: School, at: datetime) -> datetime | None:
    """Return when the next school day ends, counted from the day after `at`. UTC.

    None where that day is more than three days away (`rulings` 5: then there is no default).
    """
    for days in range(1, NEAR + 1):
        if (hour := last_school_hour(school, at + timedelta(days=days))) is not None:
            return hour[1]
    return None


def last_school_hour(school: School, at: datetime) -> tuple[datetime, datetime] | None:
    """Return when the last hour of school begins and ends on the day of `at`. UTC.

    None on a day without school.
    """
    here = local(at)
    ends = [window.closes for window in school.windows_on(here.date())]
    if not ends:
        return None
    end = datetime.combine(here.date(), max(ends), LONDON).astimezone(UTC)
    return end - LAST_HOUR, end


def working_day_after(school: School, day: datetime) -> datetime:
    """Return one working day later: the same time, on the next weekday that is no holiday."""
    day += timedelta(days=1)
    while day.weekday() >= 5 or day.date() in school.bank_holidays:  # noqa: PLR2004  a weekend
        day += timedelta(days=1)
    return day


def _next_weekday(after: datetime) -> datetime:
    day = local(after) + timedelta(days=1)
    while day.weekday() >= 5:  # noqa: PLR2004  Saturday and Sunday
        day += timedelta(days=1)
    return datetime.combine(day.date(), time(8, 30), LONDON).astimezone(UTC)


def numbers_now(school: School, at: datetime) -> tuple[Contact, ...]:
    """Return the council's line that answers at `at` (UTC), then 101, as the pack has them."""
    return school.pack.to_ring(local(at), bank_holiday=is_bank_holiday(school, at))


def is_bank_holiday(school: School, at: datetime) -> bool:
    """Return whether `at` (UTC) falls on a bank holiday of the school's nation."""
    return local(at).date() in school.bank_holidays


def is_answering(school: School, line: Contact, at: datetime) -> bool:
    """Return whether a line answers at `at` (UTC)."""
    return line.is_open(local(at), bank_holiday=is_bank_holiday(school, at))


def next_change(school: School, line: Contact, at: datetime) -> datetime | None:
    """Return when a line next opens or closes, strictly after `at`. UTC.

    None where it does neither within two weeks: it is always open, or never.
    """
    now_open = is_answering(school, line, at)
    for days in range(WEEKS_AHEAD.days):
        for moment in _turns(line, local(at).date() + timedelta(days=days)):
            if moment > at and is_answering(school, line, moment) is not now_open:
                return moment
    return None


def _turns(line: Contact, day: date) -> list[datetime]:
    """Return the moments of a day at which a line may open or close, in order.

    Where clocks change, an hour of the wall clock comes twice or not at all.
    """
    return sorted({datetime.combine(day, CLOCKS_CHANGE), *_edges_on(line, day)})


def _edges_on(line: Contact, day: date) -> Iterator[datetime]:
    for edge in line.edges:
        for fold in (0, 1):
            yield datetime.combine(day, edge.replace(fold=fold), LONDON).astimezone(UTC)
