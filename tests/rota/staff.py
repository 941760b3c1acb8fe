"""A school whose rota a test writes as lines, cover and absences in local time."""

from __future__ import annotations

from datetime import date, datetime

from bot.fsm.school import School
from bot.rota.model import Away, Cover, Line, Rota
from bot.rota.wall import span_of
from tests.engine import a_school


def line(name: str, hours: str, *turns: str, **more: object) -> Line:
    """Return a line; each of `turns` is one group, its people parted by `+`."""
    starts, ends = hours.split("-")
    groups = tuple(tuple(turn.split("+")) for turn in turns)
    given = {"name": name, "starts": starts, "ends": ends, "turns": groups, **more}
    return Line.model_validate(given)


def cover(who: str, starts: str, ends: str, instead_of: str = "") -> Cover:
    """Return cover in local time."""
    begins, stops = span_of(datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    return Cover(who=who, starts=begins, ends=stops, instead_of=instead_of)


def away(who: str, starts: str, ends: str) -> Away:
    """Return an absence in local time."""
    begins, stops = span_of(datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    return Away(who=who, starts=begins, ends=stops)


IN_SCHOOL = line("School hours", "08:30-15:30", "dsl", on={"school", "inset"})
ON_CALL = line("On call", "08:30-08:30", "deputy1", "deputy2", first=date(2026, 11, 2))
"""Two weeks in turn, changing on Monday at 08:30."""


def staffed(
    *lines: Line, covers: tuple[Cover, ...] = (), absent: tuple[Away, ...] = (), **more: object
) -> School:
    """Return the school of the tests with a rota."""
    rota = Rota(lines=lines, cover=covers, away=absent)
    return a_school().model_copy(update={"rota": rota, **more})
