"""A stretch of time cut where the rota changes: who has it from when until when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.dialogs.moments import LONDON
from bot.rota.duty import Duty, Staffed, duty_at, shifts_of

__all__ = ["Span", "edges_between", "next_change", "spans_between"]


class Span(NamedTuple):
    """A time during which the same people have it: from `starts` until before `ends` (UTC)."""

    starts: datetime
    ends: datetime
    duty: Duty


def spans_between(school: Staffed, starts: datetime, ends: datetime) -> Iterator[Span]:
    """Yield who has it between two moments (UTC), without a break; neighbours differ.

    It is enough to look where something starts or ends: between two such moments nothing changes.
    """
    since, duty = starts, duty_at(school, starts)
    for edge in _cuts(school, starts, ends):
        later = duty_at(school, edge)
        if (later.on, later.line) != (duty.on, duty.line):
            yield Span(since, edge, duty)
            since, duty = edge, later
    yield Span(since, ends, duty)


def next_change(school: Staffed, at: datetime, within: timedelta) -> datetime | None:
    """Return when somebody else next has it, strictly after `at` (UTC); None if not `within`."""
    cuts = _cuts(school, at, at + within)
    on = duty_at(school, at).on if cuts else ()
    return next((cut for cut in cuts if duty_at(school, cut).on != on), None)


def _cuts(school: Staffed, starts: datetime, ends: datetime) -> list[datetime]:
    """Return the moments strictly between two others at which the rota may change, in order."""
    return sorted({at for at in edges_between(school, starts, ends) if starts < at < ends})


def edges_between(school: Staffed, starts: datetime, ends: datetime) -> Iterator[datetime]:
    """Yield every moment (UTC) around a stretch at which the rota may change, in no order."""
    day = timedelta(days=1)
    first, last = starts.astimezone(LONDON).date() - day, ends.astimezone(LONDON).date() + day
    for line in school.rota.lines:
        for shift in shifts_of(school, line, first, last):
            yield from (shift.starts, shift.ends)
    agreed = (cover for each in school.rota.agreed for cover in each.covers)
    for each in (*school.rota.cover, *school.rota.away, *agreed):
        yield from (each.starts, each.ends)
