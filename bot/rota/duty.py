"""Who is on duty at an instant, and in which order the others follow."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from bot.dialogs.moments import LONDON
from bot.rota.days import SchoolYear, kind_of
from bot.rota.model import Agreed, Line, Rota
from bot.rota.wall import ends_at, starts_at

__all__ = ["COVER", "Duty", "Shift", "Staffed", "duty_at", "layers_at", "line_at", "shifts_of"]

COVER = "Cover"
"""What one-off cover is called where a line has its name."""


class Staffed(SchoolYear, Protocol):
    """A school with its rota, and the ids of those whom alerts are for, in their order."""

    @property
    def rota(self) -> Rota:
        """The rota; one without lines leaves everybody on."""
        ...

    @property
    def leads(self) -> Sequence[str]:
        """Who has it where there is no rota: the DSLs."""
        ...

    @property
    def team(self) -> Sequence[str]:
        """Who is paged at all: the DSLs, then the deputies."""
        ...

    @property
    def rostered(self) -> Sequence[str]:
        """Who may stand on the rota: the team, and the head."""
        ...


class Duty(NamedTuple):
    """Ids of people: on duty, then who follows, then who is away. Nobody is in it twice.

    `line` is the name of the line, or of the cover, that puts them on duty.
    """

    on: tuple[str, ...]
    then: tuple[str, ...]
    away: tuple[str, ...]
    line: str

    @property
    def order(self) -> tuple[str, ...]:
        """Everybody, in the order in which they are asked."""
        return (*self.on, *self.then, *self.away)


class Shift(NamedTuple):
    """One time that a line's duty is done: the people, and from when until before when (UTC)."""

    line: Line
    people: tuple[str, ...]
    starts: datetime
    ends: datetime


def duty_at(school: Staffed, at: datetime) -> Duty:
    """Return who has it at `at` (UTC), and who follows.

    The first layer in which anybody is there is on duty; the lower ones follow in their order,
    then the rest of the team, then those who are away. `on` is empty where the rota has a gap.
    """
    known, away = set(school.rostered), _away(school, at)
    layers = [
        (name, tuple(dict.fromkeys(each for each in people if each in known)))
        for name, people in layers_at(school, at)
    ]
    there = [(name, tuple(each for each in people if each not in away)) for name, people in layers]
    line, on = next((layer for layer in there if layer[1]), ("", ()))
    everybody = dict.fromkeys((*(one for _, people in layers for one in people), *school.team))
    rest = [one for one in everybody if one not in on]
    return Duty(
        on,
        tuple(one for one in rest if one not in away),
        tuple(one for one in rest if one in away),
        line,
    )


def _away(school: Staffed, at: datetime) -> set[str]:
    return {each.who for each in school.rota.away if each.holds(at)}


def line_at(school: Staffed, at: datetime) -> Line | None:
    """Return the line that puts people on duty at `at` (UTC), or that is covered, or None."""
    if not school.rota.lines:
        return None
    duty = duty_at(school, at)
    running = (line for line in school.rota.lines if _on_line(school, line, at))
    return next((line for line in running if duty.line in {line.name, COVER}), None)


def layers_at(school: Staffed, at: datetime) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the name and the people of each layer that holds at an instant, the highest first."""
    if not school.rota.lines:
        lines: list[tuple[str, Sequence[str]]] = [("", school.leads)]
    else:
        lines = [(line.name, _on_line(school, line, at)) for line in school.rota.lines]
    covering = [each for each in school.rota.cover if each.holds(at)]
    places = {each.instead_of: each.who for each in covering if each.instead_of}
    layers: list[tuple[str, Sequence[str]]] = [
        (COVER, [each.who for each in covering if not each.instead_of]),
        *((name, [places.get(one, one) for one in people]) for name, people in lines),
    ]
    for each in school.rota.agreed:
        layers = _changed(school, layers, each, at)
    yield from layers


def _changed(
    school: Staffed, layers: list[tuple[str, Sequence[str]]], agreed: Agreed, at: datetime
) -> list[tuple[str, Sequence[str]]]:
    """Return the layers after one agreement; who has left the school since covers for nobody."""
    held = [each for each in agreed.covers if each.holds(at) and each.who in school.rostered]
    if not held:
        return layers
    places = {each.instead_of: each.who for each in held if each.instead_of}
    (top, people), *rest = [
        (name, [places.get(one, one) for one in people]) for name, people in layers
    ]
    return [(top, [*people, *(each.who for each in held if not each.instead_of)]), *rest]


def _on_line(school: SchoolYear, line: Line, at: datetime) -> list[str]:
    """Return who has a line's duty; where two overlap, those who began earlier come first."""
    today = at.astimezone(LONDON).date()
    running = shifts_of(school, line, today - timedelta(days=1), today)
    return [one for each in running if each.starts <= at < each.ends for one in each.people]


def shifts_of(school: SchoolYear, line: Line, first: date, last: date) -> Iterator[Shift]:
    """Yield the shifts of a line that start on the local dates `first` to `last`, in order."""
    over_night = timedelta(days=line.ends <= line.starts)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if line.starts_on(day, kind_of(school, day)):
            yield Shift(
                line,
                line.turn_of(day),
                starts_at(datetime.combine(day, line.starts)),
                ends_at(datetime.combine(day + over_night, line.ends)),
            )
