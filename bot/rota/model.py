"""A rota as data: the lines of a week, one-off cover, and who is away when."""

# Rule 1: lines are layers. The first that has anybody is on duty; those below come next.
# Rule 2: cover lies above every line; with `instead_of` it takes one person's place in the lines.
# Rule 3: who is away is on duty nowhere, and is the last to be paged.
# Rule 4: what people agreed on in chat lies over all of that, one agreement upon the other: the
#         latest undoes an earlier one.
# Rule 5: a rota takes nobody's right: whoever is rostered may take any alert at any time.

from datetime import date, datetime, time

from bot.frozen import Frozen
from bot.rota.days import DayKind

__all__ = ["OWN", "Agreed", "Away", "Cover", "Line", "Rota"]


OWN = "own"
"""What a line says for its number where it is that of whoever has the duty."""


class Line(Frozen):
    """A duty that comes again: on which days it starts, its hours, and who has it in turn.

    Times are local. Hours that end no later than they start end on the next day, so that
    08:30 to 08:30 is a day and a night. `turns` are the groups of people who follow each other,
    one `every` so many days from `first` on; a single group never changes. `number` rings for
    whoever has it (`OWN`: their own); '' is the school's.
    """

    name: str
    starts: time
    ends: time
    turns: tuple[tuple[str, ...], ...]
    every: int = 7
    first: date = date(2024, 1, 1)
    days: frozenset[int] = frozenset(range(7))
    on: frozenset[DayKind] = frozenset(DayKind)
    since: date | None = None
    until: date | None = None
    number: str = ""

    def turn_of(self, day: date) -> tuple[str, ...]:
        """Return whose turn it is when the duty starts on that local date."""
        return self.turns[(day - self.first).days // self.every % len(self.turns)]

    def starts_on(self, day: date, kind: DayKind) -> bool:
        """Return whether the duty starts on that local date, a day of that kind."""
        began = self.since is None or self.since <= day
        ended = self.until is not None and day > self.until
        return began and not ended and day.weekday() in self.days and kind in self.on


class _Span(Frozen):
    """Somebody's time, from `starts` until before `ends` (UTC)."""

    who: str
    starts: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        """Return whether the span holds at a moment (UTC)."""
        return self.starts <= at < self.ends


class Cover(_Span):
    """`who` has it for once, above all lines or in the place of somebody."""

    instead_of: str = ""


class Agreed(Frozen):
    """What two people agreed on in chat: who asked, who said yes, when (UTC), and the cover.

    `number` names it within the school. Where nobody had the duty, one person is both.
    """

    number: int
    by: str
    agreed_by: str
    at: datetime
    covers: tuple[Cover, ...]

    def holds(self, at: datetime) -> bool:
        """Return whether any of it holds at a moment (UTC)."""
        return any(each.holds(at) for each in self.covers)


class Away(_Span):
    """`who` cannot have it: on leave, ill, on a plane. Why is nobody's business here."""


class Rota(Frozen):
    """All of it. Without a line everybody who is rostered is on at all times."""

    lines: tuple[Line, ...] = ()
    cover: tuple[Cover, ...] = ()
    away: tuple[Away, ...] = ()
    agreed: tuple[Agreed, ...] = ()
