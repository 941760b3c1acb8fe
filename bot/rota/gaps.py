"""Where the rota leaves nobody on duty: each hole once, however often it comes again."""

# Rule: a gap is no silence: the next rung is paged at once. But nobody was told that it is theirs.

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.dialogs.moments import LONDON
from bot.rota.days import DayKind, kind_of
from bot.rota.duty import Staffed, layers_at
from bot.rota.spans import spans_between

__all__ = ["Gap", "gaps_between", "holes_between", "line_for"]

AROUND = timedelta(days=9)
"""How far a gap is followed beyond what was asked for: its cure needs both its ends."""


class Gap(NamedTuple):
    """A time without anybody on duty, from `starts` until before `ends` (UTC).

    `away` are the ids of those who would have had it; `times` says how often the same hole comes
    (same hours, same kinds of day; an absence is always a hole of its own).
    """

    starts: datetime
    ends: datetime
    away: tuple[str, ...] = ()
    times: int = 1


def gaps_between(school: Staffed, starts: datetime, ends: datetime) -> Iterator[Gap]:
    """Yield every gap that falls between two moments (UTC), in its whole length of up to weeks.

    A school without a rota has none.
    """
    if not school.rota.lines:
        return
    for span in spans_between(school, starts - AROUND, ends + AROUND):
        if not span.duty.on and span.starts < ends and starts < span.ends:
            yield Gap(span.starts, span.ends, _meant(school, span.starts))


def holes_between(school: Staffed, starts: datetime, ends: datetime) -> list[Gap]:
    """Return the first of each kind of gap, with the number of times that it comes."""
    found: dict[tuple[object, ...], Gap] = {}
    for gap in gaps_between(school, starts, ends):
        key = (gap.starts, gap.away) if gap.away else line_for(school, gap)
        first = found.get(key, gap._replace(times=0))
        found[key] = first._replace(times=first.times + 1)
    return list(found.values())


def line_for(school: Staffed, gap: Gap) -> tuple[str, tuple[DayKind, ...]]:
    """Return the hours and the kinds of day of a line that would fill a gap."""
    here, there = gap.starts.astimezone(LONDON), gap.ends.astimezone(LONDON)
    last = (there - timedelta(microseconds=1)).date()
    days = [here.date() + timedelta(days=n) for n in range((last - here.date()).days + 1)]
    if len(days) == 1 or there - here <= timedelta(days=1):
        days, hours = days[:1], f"{here:%H:%M}-{there:%H:%M}"
    else:
        hours = f"{time.min:%H:%M}-{time.min:%H:%M}"
    return hours, _kinds(school, days)


def _kinds(school: Staffed, days: list[date]) -> tuple[DayKind, ...]:
    return tuple(dict.fromkeys(kind_of(school, day) for day in days))


def _meant(school: Staffed, at: datetime) -> tuple[str, ...]:
    """Return who would be on duty at `at`, were they not away."""
    return tuple(next((people for _, people in layers_at(school, at) if people), ()))
