"""What a school cannot do without, and what it should not: beyond the form of each key."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from bot.dialogs.shipped import shipped_pack
from bot.fsm.school import TEAM, Role
from bot.settings.base import DAYS, nearest
from bot.settings.found import Found
from bot.settings.rota import people_of, rota_problems
from bot.settings.slack import SLACK, slack_problems
from bot.settings.tables import File, PersonTable, SchoolTable, TermTable
from bot.settings.teams import TEAMS, teams_problems

__all__ = ["problems", "warnings"]

WEEKDAYS = DAYS[:5]
"""A school is shut on one of these by mistake sooner than on purpose."""


def problems(parsed: File, today: date) -> Iterator[Found]:
    """Yield what contradicts itself, and what no school can do without."""
    yield from _twice("schools", "id", [school.id for school in parsed.schools])
    for number, school in enumerate(parsed.schools):
        here = f"schools[{number}]"
        yield from _twice(f"{here}.people", "id", [person.id for person in school.people])
        yield from _same_account(here, people_of(parsed, school))
        for role, cure in (
            (Role.DSL, 'no alert can be answered; give somebody roles = ["dsl"]'),
            (Role.DEPUTY, 'nobody comes after the DSL; give somebody roles = ["deputy"]'),
        ):
            if not _has(people_of(parsed, school), role):
                yield Found(f"{here}.people", f"nobody is {role}: {cure}")
        yield from _overlaps(here, school.terms)
        yield from _not_verified(here, school, today)
    yield from rota_problems(parsed)
    yield from slack_problems(parsed.slack, parsed.schools)
    yield from teams_problems(parsed.teams, parsed.schools)


def _twice(where: str, name: str, values: Sequence[str]) -> Iterator[Found]:
    for number, value in enumerate(values):
        if value in values[:number]:
            first = values.index(value)
            cure = f"{value!r} is taken by {where}[{first}]; give each its own"
            yield Found(f"{where}[{number}].{name}", cure)


def _same_account(here: str, people: Sequence[PersonTable]) -> Iterator[Found]:
    seen: dict[tuple[str, str], str] = {}
    for number, person in enumerate(people):
        for account in person.accounts.items():
            key = f"{here}.people[{number}].accounts.{account[0]}"
            if account in seen:
                yield Found(key, f"{account[1]!r} is {seen[account]} too; one account, one person")
            seen.setdefault(account, key)


def _overlaps(here: str, terms: Sequence[TermTable]) -> Iterator[Found]:
    ordered = sorted(enumerate(terms), key=lambda pair: pair[1].starts)
    for (earlier, before), (later, after) in pairwise(ordered):
        if after.starts <= before.ends:
            cure = f"starts {after.starts}, before terms[{earlier}] ends {before.ends}"
            yield Found(f"{here}.terms[{later}]", f"{cure}; mend one of the two dates")


def _not_verified(here: str, school: SchoolTable, today: date) -> Iterator[Found]:
    known = tuple(contact.id for contact in shipped_pack(school.pack).contacts)
    for contact, day in school.verified.items():
        key = f"{here}.verified.{contact}"
        if contact not in known:
            cure = nearest(contact, known)
            yield Found(key, f"the pack {school.pack!r} has no such contact; {cure}")
        elif day > today:
            yield Found(key, f"{day} is still to come; write the day on which it was rung")


def warnings(parsed: File) -> Iterator[Found]:
    """Yield what a school should not do without."""
    if (parsed.slack or parsed.teams) and parsed.web is None:
        cure = 'nobody can take the record from the chat; add address = "https://…" of our own page'
        yield Found("web", cure)
    for number, school in enumerate(parsed.schools):
        here = f"schools[{number}]"
        people = people_of(parsed, school)
        if not _has(people, Role.HEAD):
            yield Found(f"{here}.people", 'nobody is head; give somebody roles = ["head"]')
        if not _has(people, Role.CHAIR):
            cure = "nobody is chair: a concern about the head would reach nobody; add one"
            yield Found(f"{here}.people", cure)
        if not school.on_call:
            yield Found(f"{here}.on_call", "nobody to ring at night; add a number if there is one")
        if not school.terms:
            yield Found(f"{here}.terms", "every week counts as term; add the term dates")
        yield from _shut(here, school)
        yield from SLACK.unreached(here, school, people)
        yield from TEAMS.unreached(here, school, people)
        for place, person in enumerate(school.people):
            if TEAM & set(person.roles) and not person.phone:
                yield Found(f"{here}.people[{place}].phone", "no number to ring them on; add one")


def _shut(here: str, school: SchoolTable) -> Iterator[Found]:
    for day in WEEKDAYS:
        if getattr(school.hours, day) is None:
            cure = f'the school counts as shut all day; if it is not, write {day} = "08:30-15:30"'
            yield Found(f"{here}.hours.{day}", cure)


def _has(people: Sequence[PersonTable], role: Role) -> bool:
    return any(role in person.roles for person in people)
