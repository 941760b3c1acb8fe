"""Absences from a calendar that a school keeps: who is away when, and nothing else."""

# Rule 1: only a person and a time are taken out of it. Why somebody is away is never kept or shown.
# Rule 2: a calendar that cannot be read takes nobody off the rota: it is a warning.

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeAlias

from bot.rota.model import Away
from bot.rota.wall import ends_at, span_of, starts_at
from bot.settings.found import Found
from bot.settings.tables import PersonTable

__all__ = ["Absences", "Entry", "ReadCalendar", "UnreadableCalendar", "read_absences"]


class Entry(NamedTuple):
    """One event of a calendar. A whole day ends on the day after, as calendars write it."""

    title: str
    starts: date | datetime
    ends: date | datetime


ReadCalendar: TypeAlias = Callable[[str, date], Sequence[Entry]]
"""Returns the events of the file of that name, around a day."""


class UnreadableCalendar(Exception):
    """What is there is no calendar, or one that contradicts itself."""


class Absences(NamedTuple):
    """Who is away when, and what in the file is to be looked at."""

    away: tuple[Away, ...] = ()
    warnings: tuple[Found, ...] = ()


def read_absences(
    read: ReadCalendar, file: str, key: str, people: Sequence[PersonTable], today: date
) -> Absences:
    """Return who is away by a calendar: an event is somebody's when its title has their name."""
    try:
        entries = read(file, today)
    except (OSError, UnicodeDecodeError, UnreadableCalendar) as wrong:
        cure = f"{file} cannot be read ({wrong}); nobody counts as away until it is an iCal file"
        return Absences(warnings=(Found(key, cure),))
    spans = [(entry, *_span(entry.starts, entry.ends)) for entry in entries]
    away = tuple(
        Away(who=who, starts=starts, ends=ends)
        for entry, starts, ends in spans
        for who in _named(entry.title, people)
        if starts < ends
    )
    nobody = sorted(starts for entry, starts, _ in spans if not [*_named(entry.title, people)])
    if not nobody:
        return Absences(away)
    cure = 'give each a title with a name, as in "Grace Bell: away"'
    found = f"events that name nobody here: {len(nobody)}, the first on {nobody[0].date()}; {cure}"
    return Absences(away, (Found(key, found),))


def _named(title: str, people: Sequence[PersonTable]) -> Iterator[str]:
    for person in people:
        if re.search(rf"\b{re.escape(person.name)}\b", title, re.IGNORECASE):
            yield person.id


def _span(starts: date | datetime, ends: date | datetime) -> tuple[datetime, datetime]:
    """Return an event's time in UTC."""
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        last = ends if isinstance(ends, datetime) else ends - timedelta(days=1)
        return span_of(starts, last)
    if starts.tzinfo is None or ends.tzinfo is None:
        return starts_at(starts.replace(tzinfo=None)), ends_at(ends.replace(tzinfo=None))
    return starts.astimezone(UTC), ends.astimezone(UTC)
