"""The coming times of duty, one by one, as people speak of them: "Friday night"."""

# Rule 1: a time of duty is cut where its line begins anew: a week on call is seven nights.
# Rule 2: what a moment of the list's own making has cut off is not in it: both ends are real.

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.dialogs.moments import LONDON
from bot.rota.duty import COVER, Staffed, duty_at, shifts_of
from bot.rota.spans import edges_between

__all__ = ["AHEAD", "Stretch", "coming", "running"]

AHEAD = timedelta(days=28)
BEHIND = timedelta(days=2)
"""Longer than any one time of duty that a line gives."""


class Stretch(NamedTuple):
    """One person's time of duty, from `starts` until before `ends` (UTC).

    `who` is '' where nobody has it. `line` is the name of what puts them there.
    """

    who: str
    starts: datetime
    ends: datetime
    line: str


def coming(school: Staffed, now: datetime) -> list[Stretch]:
    """Return who has it when, from `now` (UTC) on for four weeks, the running duty first.

    A school without a rota has none.
    """
    if not school.rota.lines:
        return []
    found = _cut(school, now - BEHIND, now + AHEAD)
    return [each for each in found if each.ends > now]


def running(school: Staffed, who: str, now: datetime) -> Stretch | None:
    """Return the time of duty that somebody has at `now` (UTC), or None."""
    mine = (each for each in coming(school, now) if each.who == who)
    return next((each for each in mine if each.starts <= now), None)


def _cut(school: Staffed, starts: datetime, ends: datetime) -> Iterator[Stretch]:
    begun = _begun(school, starts, ends)
    edges = sorted({at for at in edges_between(school, starts, ends) if starts < at < ends})
    since, duty = starts, duty_at(school, starts)
    for edge in edges:
        later = duty_at(school, edge)
        anew = (later.line, edge) in begun or (later.line == COVER and ("", edge) in begun)
        if anew or (later.on, later.line) != (duty.on, duty.line):
            for who in duty.on or ("",) if since > starts else ():
                yield Stretch(who, since, edge, duty.line)
            since, duty = edge, later


def _begun(school: Staffed, starts: datetime, ends: datetime) -> set[tuple[str, datetime]]:
    """Return when each line begins, by its name, and when any does ('')."""
    day = timedelta(days=1)
    first, last = starts.astimezone(LONDON).date() - day, ends.astimezone(LONDON).date() + day
    shifts = [each for line in school.rota.lines for each in shifts_of(school, line, first, last)]
    return {(name, each.starts) for each in shifts for name in (each.line.name, "")}
