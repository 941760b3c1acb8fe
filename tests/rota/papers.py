"""Rotas made up by chance, on paper and as the product reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.dialogs.pack import Window
from bot.rota.days import DayKind, Term
from bot.rota.duty import duty_at
from bot.rota.model import Away, Cover, Line, Rota
from bot.rota.spans import spans_between
from bot.rota.wall import span_of
from tests.rota.oracle import DAY, NAMES, Oracle, Paper, PlainLine, PlainSpan

TEAM = ["dsl", "deputy1", "deputy2", "deputy3"]
ROSTERED = [*TEAM, "head"]
CLOCKS = ("00:00", "00:30", "01:00", "01:15", "01:30", "01:59", "02:00", "08:30", "15:30", "23:59")
"""Hours around which a clock change bites, and those of a school."""


@dataclass(frozen=True)
class Staff:
    """A school as far as its rota needs one."""

    rota: Rota
    hours: tuple[Window, ...]
    terms: tuple[Term, ...]
    bank_holidays: frozenset[date]
    inset: frozenset[date]
    leads: tuple[str, ...] = ("dsl",)
    team: tuple[str, ...] = tuple(TEAM)
    rostered: tuple[str, ...] = tuple(ROSTERED)


def a_paper(chance: Random, near: datetime) -> Paper:
    """Return a rota made up by chance, with cover, absences and holidays around `near` (UTC)."""
    around = near.date()
    days = [around + n * DAY for n in range(-3, 4)]
    return Paper(
        lines=[_line(chance, number) for number in range(chance.randint(1, 4))],
        cover=[_span(chance, around, cover=True) for _ in range(chance.randint(0, 3))],
        away=[_span(chance, around, cover=False) for _ in range(chance.randint(0, 3))],
        team=TEAM,
        rostered=ROSTERED,
        bank_holidays={day for day in days if chance.random() < 0.2},
        inset={day for day in days if chance.random() < 0.2},
        terms=chance.choice(
            [[], [(around - 30 * DAY, around)], [(around + DAY, around + 9 * DAY)]]
        ),
    )


def _line(chance: Random, number: int) -> PlainLine:
    size = chance.randint(1, 3)
    return PlainLine(
        name=f"line {number}",
        hours=(chance.choice(CLOCKS), chance.choice(CLOCKS)),
        groups=[chance.sample(ROSTERED, chance.randint(1, 2)) for _ in range(size)],
        days=set(chance.sample(NAMES, chance.randint(3, 7))),
        kinds={str(kind) for kind in chance.sample(list(DayKind), chance.randint(2, 5))},
        every=chance.choice([1, 2, 7, 14]),
        first=date(2026, 1, 1) + chance.randint(-400, 400) * DAY,
    )


def _span(chance: Random, around: date, *, cover: bool) -> PlainSpan:
    midnight = datetime.combine(around, time.min)
    starts = midnight + timedelta(minutes=30 * chance.randint(-60, 60))
    ends = starts + timedelta(minutes=15 * chance.randint(1, 160))
    who, other = chance.sample(ROSTERED, 2)
    return PlainSpan(who, starts, ends, other if cover and chance.random() < 0.6 else "")


def read(paper: Paper) -> Staff:
    """Return the same rota as the product holds it."""
    opened = tuple(NAMES.index(each) for each in sorted(paper.open_on))
    lines = tuple(
        Line(
            name=line.name,
            starts=time.fromisoformat(line.hours[0]),
            ends=time.fromisoformat(line.hours[1]),
            turns=tuple(tuple(group) for group in line.groups),
            every=line.every,
            first=line.first,
            days=frozenset(NAMES.index(day) for day in line.days),
            on=frozenset(DayKind(kind) for kind in line.kinds),
        )
        for line in paper.lines
    )
    cover = tuple(
        Cover(who=each.who, instead_of=each.instead_of, starts=span[0], ends=span[1])
        for each in paper.cover
        for span in [span_of(each.starts, each.ends)]
    )
    away = tuple(
        Away(who=each.who, starts=span[0], ends=span[1])
        for each in paper.away
        for span in [span_of(each.starts, each.ends)]
    )
    return Staff(
        rota=Rota(lines=lines, cover=cover, away=away),
        hours=(Window(days=opened, opens=time(8, 30), closes=time(15, 30)),),
        terms=tuple(Term(starts=first, ends=last) for first, last in paper.terms),
        bank_holidays=frozenset(paper.bank_holidays),
        inset=frozenset(paper.inset),
    )


def disagreements(paper: Paper, near: datetime, hours: int) -> list[str]:
    """Return where product and oracle differ, at any half-minute within `hours` of `near`."""
    staff = read(paper)
    starts, ends = near - timedelta(hours=hours), near + timedelta(hours=hours)
    spans = list(spans_between(staff, starts.replace(tzinfo=UTC), ends.replace(tzinfo=UTC)))
    found, place = [], 0
    for at, on, by, order in Oracle(paper, starts, ends).steps():
        moment = at.replace(tzinfo=UTC)
        while spans[place].ends <= moment:
            place += 1
        duty = duty_at(staff, moment)
        cut = spans[place].duty
        if (list(duty.on), duty.line, list(duty.order)) != (on, by, order):
            found.append(f"{at}: duty {duty}, oracle {on} by {by!r}, order {order}")
        if (list(cut.on), cut.line) != (on, by):
            found.append(f"{at}: span {cut}, oracle {on} by {by!r}")
    return found
