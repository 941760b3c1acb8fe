"""The rota of a school from its tables and its trust's, and what in them cannot be so."""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.fsm.school import READERS
from bot.rota.days import DayKind
from bot.rota.model import Away, Cover, Line, Rota
from bot.rota.wall import span_of
from bot.settings.base import DAYS, nearest
from bot.settings.found import Found
from bot.settings.rota_tables import EVERY, AwayTable, CoverTable, LineTable
from bot.settings.tables import File, PersonTable, SchoolTable, TrustTable

__all__ = ["people_of", "rota_of", "rota_problems"]


def people_of(parsed: File, school: SchoolTable) -> list[PersonTable]:
    """Return a school's own people, then those it shares with others of its trust."""
    shared = (trust.people for trust in parsed.trusts if school.id in trust.schools)
    return [*school.people, *chain.from_iterable(shared)]


def rota_of(parsed: File, school: SchoolTable, absences: Sequence[Away]) -> Rota:
    """Return a school's rota: its own lines, then its trust's; cover and absences of both."""
    both: list[SchoolTable | TrustTable] = [
        school,
        *(trust for trust in parsed.trusts if school.id in trust.schools),
    ]
    return Rota(
        lines=tuple(_line(each) for table in both for each in table.rota),
        cover=tuple(_cover(each) for table in both for each in table.cover),
        away=(*(_away(each) for table in both for each in table.away), *absences),
    )


def _line(table: LineTable) -> Line:
    starts, ends = table.hours
    turns = tuple(tuple(group) for group in table.turns) or (tuple(table.who),)
    line = Line(
        name=table.name,
        starts=starts,
        ends=ends,
        turns=turns,
        every=EVERY[table.every],
        days=frozenset(DAYS.index(day) for day in table.days),
        on=frozenset(DayKind(kind) for kind in table.on),
        since=table.since,
        until=table.until,
        number=table.number,
    )
    return line.model_copy(update={"first": table.first}) if table.first else line


def _cover(table: CoverTable) -> Cover:
    starts, ends = span_of(table.starts, table.ends)
    return Cover(who=table.who, starts=starts, ends=ends, instead_of=table.instead_of)


def _away(table: AwayTable) -> Away:
    starts, ends = span_of(table.starts, table.ends)
    return Away(who=table.who, starts=starts, ends=ends)


def rota_problems(parsed: File) -> Iterator[Found]:
    """Yield what in the rotas names nobody, or cannot be so."""
    for number, school in enumerate(parsed.schools):
        yield from _rows(f"schools[{number}]", school, people_of(parsed, school))
    for number, trust in enumerate(parsed.trusts):
        here = f"trusts[{number}]"
        yield from _schools(parsed, here, trust)
        yield from _rows(here, trust, trust.people)


def _schools(parsed: File, here: str, trust: TrustTable) -> Iterator[Found]:
    known = tuple(school.id for school in parsed.schools)
    for place, name in enumerate(trust.schools):
        if name not in known:
            yield Found(f"{here}.schools[{place}]", f"no school {name!r}; {nearest(name, known)}")
    for place, person in enumerate(trust.people):
        for school in parsed.schools:
            if school.id not in trust.schools:
                continue
            if sum(each.id == person.id for each in people_of(parsed, school)) > 1:
                cure = f"{person.id!r} is somebody of {school.id!r} too; give each their own id"
                yield Found(f"{here}.people[{place}].id", cure)


def _rows(
    here: str, table: SchoolTable | TrustTable, people: Sequence[PersonTable]
) -> Iterator[Found]:
    for place, line in enumerate(table.rota):
        key = f"{here}.rota[{place}]"
        for name in dict.fromkeys((*line.who, *chain.from_iterable(line.turns))):
            yield from _person(f"{key}.{'who' if line.who else 'turns'}", name, people)
    for place, cover in enumerate(table.cover):
        key = f"{here}.cover[{place}]"
        yield from _person(f"{key}.who", cover.who, people)
        if cover.instead_of:
            yield from _person(f"{key}.instead_of", cover.instead_of, people)
        yield from _in_order(key, cover)
    for place, away in enumerate(table.away):
        key = f"{here}.away[{place}]"
        yield from _person(f"{key}.who", away.who, people)
        yield from _in_order(key, away)


def _person(key: str, name: str, people: Sequence[PersonTable]) -> Iterator[Found]:
    found = next((person for person in people if person.id == name), None)
    able = tuple(person.id for person in people if READERS & set(person.roles))
    if found is None:
        yield Found(key, f"there is nobody {name!r}; {nearest(name, able)}")
    elif found.id not in able:
        cure = "only a dsl, deputy or head may have it; give them that role or name another"
        yield Found(key, f"{name!r} may not read a case: {cure}")


def _in_order(key: str, table: CoverTable | AwayTable) -> Iterator[Found]:
    starts, ends = span_of(table.starts, table.ends)
    if ends <= starts:
        yield Found(f"{key}.ends", f"{table.ends} is not after {table.starts}; swap the two")
