"""What somebody means who is asked "When?": one moment, or why what was typed is none."""

# Rule 1: it never guesses. Where two moments fit, it says so and the person is asked again.
# Rule 2: people write the school's clock (Europe/London); what is returned is UTC.
#         A watch may be ahead of ours: a time of the next two minutes is now, where it has been.
# Rule 3: a time alone is today's. It is never moved to another day because it would fit there.

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dialogs.moment_days import Expect, Unclear, days_of
from bot.dialogs.moment_words import NOW, Found, find, is_vague, span_of, tidy

__all__ = ["LONDON", "Expect", "Unclear", "moment_of"]

LONDON = ZoneInfo("Europe/London")
FARTHEST = timedelta(days=400)
AHEAD = timedelta(minutes=2)
"""How far another clock may be ahead of ours."""

WRONG_SIDE = frozenset({Unclear.IN_THE_PAST, Unclear.IN_THE_FUTURE})

HOURS, MINUTES, HALF = 24, 60, 12
WHOLE = range(HOURS)
HALVES = {"a": range(HALF), "p": range(HALF, HOURS)}
PARTS = {"morning": range(5, 12), "afternoon": range(12, 19), "evening": range(16, HOURS)}
EITHER = frozenset("123456")
"""Hours that may be am or pm where neither is said: 3:30 is seldom at night. 03:30 always is."""

DAY_PARTS = frozenset({"near", "weekday", "d"})
DAY_STARTS, DAY_ENDS = time(0, 0), time(23, 59)


def moment_of(
    text: str, now: datetime, expect: Expect, *, needs_time: bool = True
) -> datetime | Unclear:
    """Return the moment that `text` means at `now` (both UTC), or why it means none.

    Where `needs_time` is false a day may stand alone: it is its first minute, or its last where
    the future is expected. Of an hour that the clocks repeat, the first is taken.
    """
    typed = tidy(text)
    if typed in NOW:
        return now.astimezone(UTC)
    if (span := span_of(typed)) is not None:
        return _after(span, now, expect)
    if (found := find(typed)) is None:
        return Unclear.VAGUE if is_vague(typed) else Unclear.NOT_UNDERSTOOD
    days = days_of(found, now.astimezone(LONDON).date(), expect)
    if isinstance(days, Unclear):
        return days
    times = _times(found, expect, needs_time=needs_time)
    return times if isinstance(times, Unclear) else _one(days, times, now, expect)


def _after(span: tuple[timedelta, bool], now: datetime, expect: Expect) -> datetime | Unclear:
    """Return the moment so far from now: by the clock on the wall where it is counted in days."""
    length, in_days = span
    if not in_days:
        return _checked(now.astimezone(UTC) + length, now, expect)
    here = now.astimezone(LONDON) + length
    return _at(here.date(), here.time(), now, expect)


def _times(found: Found, expect: Expect, *, needs_time: bool) -> tuple[time, ...] | Unclear:
    """Return the one time that is meant, two where it may be am or pm, or why it is none."""
    half, part = found.get("half", ""), found.get("part", "")
    written = found.get("h", "")
    if found.get("noon"):
        written, half = str(HALF), "p"
    if not written:
        return Unclear.VAGUE if part else _whole_day(expect, needs_time=needs_time)
    hour, minute = int(written), int(found.get("min") or 0)
    if hour >= HOURS or minute >= MINUTES:
        return Unclear.NO_SUCH_TIME
    hours = _hours(written, half, part, bare=not found.get("min"))
    if not hours:
        return Unclear.NO_SUCH_TIME if half else Unclear.VAGUE
    midnight = bool(half) and hours == (0,) and not minute  # 12am: at the start, or the end?
    may_be_date = not needs_time and not DAY_PARTS & found.keys() and found.get("dot") != ":"
    if midnight or (may_be_date and not half):
        return Unclear.VAGUE
    return tuple(time(each, minute) for each in hours)


def _whole_day(expect: Expect, *, needs_time: bool) -> tuple[time, ...] | Unclear:
    if needs_time:
        return Unclear.NO_TIME
    return (DAY_ENDS if expect is Expect.FUTURE else DAY_STARTS,)


def _hours(written: str, half: str, part: str, *, bare: bool) -> tuple[int, ...]:
    """Return the hours of the day that a written one may be: none, one, or am before pm."""
    hour = int(written)
    either = (hour % HALF, hour % HALF + HALF) if 0 < hour <= HALF else (hour,)
    if half or part:
        fits = set(HALVES.get(half, WHOLE)) & set(PARTS.get(part, WHOLE))
        return tuple(each for each in either if each in fits)
    if written in EITHER:
        return either
    return () if bare else (hour,)


def _one(
    days: tuple[date, ...], times: tuple[time, ...], now: datetime, expect: Expect
) -> datetime | Unclear:
    """Return the moment; of am and pm the second, and only where the first cannot be."""
    first, last = (_first(days, at, now, expect) for at in (times[0], times[-1]))
    if len(times) == 1:
        return first
    return last if isinstance(first, Unclear) and isinstance(last, datetime) else Unclear.VAGUE


def _first(days: tuple[date, ...], at: time, now: datetime, expect: Expect) -> datetime | Unclear:
    """Return the moment on the likeliest day, or on the next where that is on the wrong side."""
    read = [_at(day, at, now, expect) for day in days]
    return next((each for each in read if each not in WRONG_SIDE), read[-1])


def _at(day: date, at: time, now: datetime, expect: Expect) -> datetime | Unclear:
    here = datetime.combine(day, at, LONDON)
    there = here.astimezone(UTC)
    if there.astimezone(LONDON).time() != at:
        return Unclear.SKIPPED
    if expect is Expect.PAST and now < there <= now + AHEAD:
        there = now
    return _checked(there, now, expect)


def _checked(there: datetime, now: datetime, expect: Expect) -> datetime | Unclear:
    if expect is Expect.PAST and there > now:
        return Unclear.IN_THE_FUTURE
    if expect is Expect.FUTURE and there < now:
        return Unclear.IN_THE_PAST
    return Unclear.TOO_FAR if abs(there - now) > FARTHEST else there
