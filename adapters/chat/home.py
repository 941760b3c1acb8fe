"""What somebody is shown first: how to begin, their rota, and the open cases they may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.chat.people import Who
from bot.dialogs.card import Button, Tone
from bot.dialogs.words import button, words
from bot.fsm.access.readers import may_read
from bot.fsm.case import Case, CaseStage
from bot.fsm.clocks.nudging import due_rows
from bot.fsm.deeds import open_button
from bot.fsm.school import ALERTED, School
from bot.handle import Handler

__all__ = ["START", "Offered", "WayIn", "listed", "open_cases", "way_in"]

START = "start"
"""The value of a button that begins a concern."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A button, its school's id, and for a case the line that it opens."""

    school: str
    button: Button
    line: str = ""


@dataclass(frozen=True, slots=True)
class WayIn:
    """What somebody is shown first: how to begin, where they share a rota, the open cases."""

    starts: tuple[Offered, ...]
    rotas: tuple[Offered, ...] = ()
    cases: tuple[Offered, ...] = ()


def way_in(
    schools: Mapping[str, School], known: Sequence[Who], cases: Sequence[Offered] = ()
) -> WayIn:
    """Return what somebody is shown first. `known` is who they are in each school."""
    theirs = [(schools[who.school], who.person) for who in known]
    rotas = [school for school, person in theirs if school.shares_rota(person)]
    starts, shows = button("start", START, Tone.MAIN), button("rota_home", "rota.home")
    return WayIn(
        _in_each(starts, [school for school, _ in theirs]), _in_each(shows, rotas), tuple(cases)
    )


async def open_cases(handler: Handler, known: Sequence[Who]) -> list[Offered]:
    """Return the open cases that somebody may read, school by school, the most urgent first.

    Raises:
        NotSaved: the store does not answer.
    """
    return [each for who in known for each in await _in_school(handler, who)]


def _in_each(made: Button, schools: Sequence[School]) -> tuple[Offered, ...]:
    """Return a button for each school, with the school's name where there are several."""
    several = len(schools) > 1
    return tuple(
        Offered(
            school.id,
            made.model_copy(update={"label": f"{made.label}: {school.name}"}) if several else made,
        )
        for school in schools
    )


async def _in_school(handler: Handler, who: Who) -> list[Offered]:
    school = handler.schools[who.school]
    person = school.person(who.person)
    if person is None or not set(ALERTED) & set(person.roles):
        return []
    found = [
        case
        for ref in await handler.store.cases(school.id)
        if (case := await handler.case(school.id, ref)) is not None
        and case.stage is not CaseStage.CLOSED
        and may_read(school, case, person.id)
    ]
    found.sort(key=lambda case: (-case.level.value, case.opened_at))
    now = handler.clock.now()
    return [listed(school, case, now) for case in found]


def listed(school: School, case: Case, now: datetime) -> Offered:
    """Return a case without detail: reference, level, who has it, what is due."""
    due = "; ".join(row.text for row in due_rows(school, case, now, why=False))
    owner = school.name_of(case.owner) if case.owner else words().phrases["nobody"]
    level = words().levels[case.level.name]
    line = " · ".join(part for part in (case.ref, level, owner, due) if part)
    return Offered(school.id, open_button(case.ref), line)
