"""The events of an iCal file: title, start and end, each repeat on its own."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from bot.settings.absences import Entry, ReadCalendar, UnreadableCalendar

__all__ = ["calendars_in", "read_ical"]

BEFORE, AHEAD = timedelta(days=7), timedelta(days=400)
"""How far around today repeats are followed: a year of rota, and a little."""


def calendars_in(folder: Path) -> ReadCalendar:
    """Return what reads the calendars in `folder` by their names."""

    def read(name: str, today: date) -> list[Entry]:
        return read_ical((folder / name).read_text(encoding="utf-8"), today)

    return read


def read_ical(text: str, today: date) -> list[Entry]:
    """Return the events around `today` that take somebody's time.

    One that is cancelled, or marked as leaving people free, is left out.

    Raises:
        UnreadableCalendar: it is no iCal file, or one that contradicts itself.
    """
    try:
        calendar = Calendar.from_ical(text)
        found = recurring_ical_events.of(calendar).between(today - BEFORE, today + AHEAD)
        return [_entry(event) for event in found if _takes_time(event)]
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as wrong:
        raise UnreadableCalendar(type(wrong).__name__) from wrong


def _takes_time(event: Any) -> bool:
    return str(event.get("STATUS")) != "CANCELLED" and str(event.get("TRANSP")) != "TRANSPARENT"


def _entry(event: Any) -> Entry:
    return Entry(str(event.get("SUMMARY", "")), event.start, event.end)
