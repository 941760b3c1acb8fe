"""A second opinion on who has it: by brute force, on a table of what the clock on the wall shows.

Written apart from `bot/rota` and in another way. It knows no time zone: it knows when British
clocks change, walks through time in half-minutes and notes what the wall shows at each. A duty
runs from the first half-minute that shows its start to the last that shows its end.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

STEP = timedelta(seconds=30)
DAY = timedelta(days=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def last_sunday(year: int, month: int) -> date:
    """Return the last Sunday of a month."""
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() + 1) % 7)


def changes(year: int) -> tuple[datetime, datetime]:
    """Return when clocks go forward and back in a year (UTC, without a zone): 01:00 both times."""
    return tuple(  # type: ignore[return-value]  # two of them
        datetime.combine(last_sunday(year, month), datetime.min.time()) + timedelta(hours=1)
        for month in (3, 10)
    )


def wall_at(utc: datetime) -> datetime:
    """Return what the wall shows at a moment (both without a zone)."""
    forward, back = changes(utc.year)
    return utc + timedelta(hours=1) if forward <= utc < back else utc


@dataclass
class PlainLine:
    """A line as a person would write it on paper."""

    name: str
    hours: tuple[str, str]
    groups: list[list[str]]
    days: set[str]
    kinds: set[str]
    every: int
    first: date


@dataclass
class PlainSpan:
    """Cover or absence, in wall time."""

    who: str
    starts: datetime
    ends: datetime
    instead_of: str = ""


@dataclass
class Paper:
    """A rota on paper, the people in order, and the days of the school."""

    lines: list[PlainLine]
    cover: list[PlainSpan]
    away: list[PlainSpan]
    team: list[str]
    rostered: list[str]
    bank_holidays: set[date]
    inset: set[date]
    terms: list[tuple[date, date]]
    open_on: set[str] = field(default_factory=lambda: {"mon", "tue", "wed", "thu", "fri"})

    def kind(self, day: date) -> str:
        """Return the kind of a day, by asking in turn."""
        if day in self.bank_holidays:
            return "bank_holiday"
        if day in self.inset:
            return "inset"
        if NAMES[day.weekday()] not in self.open_on:
            return "weekend"
        inside = [first for first, last in self.terms if first <= day <= last]
        return "school" if inside or not self.terms else "holiday"


class Oracle:
    """Says who has it at each half-minute of a stretch of time."""

    def __init__(self, paper: Paper, starts: datetime, ends: datetime) -> None:
        """Note what the wall shows from two days before `starts` to two days after `ends` (UTC)."""
        self.paper, self.starts, self.ends = paper, starts, ends
        self.moments: list[datetime] = []
        self.shown: dict[datetime, list[int]] = {}
        at = starts - 2 * DAY
        while at < ends + 2 * DAY:
            self.shown.setdefault(wall_at(at), []).append(len(self.moments))
            self.moments.append(at)
            at += STEP
        self.walls = sorted(self.shown)

    def steps(self) -> Iterator[tuple[datetime, list[str], str, list[str]]]:
        """Yield moment (UTC, no zone), who is on duty, by which line, and everybody in order."""
        lines = [(line, list(self._duties(line))) for line in self.paper.lines]
        cover = [(each, self._of_span(each)) for each in self.paper.cover]
        away = [(each, self._of_span(each)) for each in self.paper.away]
        for number, at in enumerate(self.moments):
            if not self.starts <= at < self.ends:
                continue
            gone = {each.who for each, span in away if span[0] <= number < span[1]}
            running = [each for each, span in cover if span[0] <= number < span[1]]
            swapped = {each.instead_of: each.who for each in running if each.instead_of}
            rows: list[tuple[str, list[str]]] = [
                ("Cover", [each.who for each in running if not each.instead_of])
            ]
            for line, duties in lines:
                people = [
                    one
                    for begin, end, group in sorted(duties, key=lambda duty: duty[0])
                    if begin <= number < end
                    for one in group
                ]
                rows.append((line.name, [swapped.get(one, one) for one in people]))
            yield at, *self._answer(rows, gone)

    def _answer(
        self, rows: Sequence[tuple[str, list[str]]], gone: set[str]
    ) -> tuple[list[str], str, list[str]]:
        rostered = self.paper.rostered
        wanted = [one for _, people in rows for one in people if one in rostered]
        on: list[str] = []
        by = ""
        for name, people in rows:
            here = [one for one in people if one in rostered and one not in gone]
            if here:
                by = name
                for one in here:
                    if one not in on:
                        on.append(one)
                break
        order = list(on)
        for absent in (False, True):
            for one in [*wanted, *self.paper.team]:
                if one not in order and (one in gone) is absent:
                    order.append(one)
        return on, by, order

    def _duties(self, line: PlainLine) -> Iterator[tuple[int, int, list[str]]]:
        day = wall_at(self.moments[0]).date() - DAY
        while day <= wall_at(self.moments[-1]).date() + DAY:
            if NAMES[day.weekday()] in line.days and self.paper.kind(day) in line.kinds:
                begins = self._wall(day, line.hours[0])
                ends = self._wall(day, line.hours[1])
                if ends <= begins:
                    ends = self._wall(day + DAY, line.hours[1])
                turn = ((day - line.first) // DAY // line.every) % len(line.groups)
                yield self._first(begins), self._last(ends), line.groups[turn]
            day += DAY

    @staticmethod
    def _wall(day: date, clock: str) -> datetime:
        return datetime.fromisoformat(f"{day.isoformat()}T{clock}")

    def _of_span(self, span: PlainSpan) -> tuple[int, int]:
        return self._first(span.starts), self._last(span.ends)

    def _first(self, wall: datetime) -> int:
        """Return the first half-minute that shows `wall`, or where the wall jumped over it."""
        return self.shown[wall][0] if wall in self.shown else self._after(wall)

    def _last(self, wall: datetime) -> int:
        return self.shown[wall][-1] if wall in self.shown else self._after(wall)

    def _after(self, wall: datetime) -> int:
        place = bisect_left(self.walls, wall)
        return self.shown[self.walls[place]][0] if place < len(self.walls) else len(self.moments)
