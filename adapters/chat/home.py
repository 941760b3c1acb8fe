"""The open cases that somebody may read, each in a line without detail."""

from collections.abc import Sequence
from datetime import datetime

from adapters.chat.people import Who
from bot.dialogs.words import words
from bot.fsm.case import Case, CaseStage
from bot.fsm.nudging import due_rows
from bot.fsm.readers import may_read
from bot.fsm.school import Role, School
from bot.handle import Handler

__all__ = ["READERS", "Listed", "case_line", "open_cases", "start_label"]

READERS = frozenset({Role.DSL, Role.DEPUTY, Role.HEAD, Role.CHAIR})
"""Whose roles may read a case at all."""

Listed = tuple[School, Case]


async def open_cases(handler: Handler, known: Sequence[Who]) -> list[Listed]:
    """Return the open cases that somebody may read, school by school, the most urgent first.

    `known` is who they are in each school.

    Raises:
        NotSaved: the store does not answer.
    """
    return [each for who in known for each in await _in_school(handler, who)]


async def _in_school(handler: Handler, who: Who) -> list[Listed]:
    school = handler.schools[who.school]
    person = school.person(who.person)
    if person is None or not READERS & set(person.roles):
        return []
    found = [
        case
        for ref in await handler.store.cases(school.id)
        if (case := await handler.case(school.id, ref)) is not None
        and case.stage is not CaseStage.CLOSED
        and may_read(school, case, person.id)
    ]
    found.sort(key=lambda case: (-case.level.value, case.opened_at))
    return [(school, case) for case in found]


def case_line(school: School, case: Case, now: datetime) -> str:
    """Return a case without detail: reference, level, who has it, what is due."""
    due = "; ".join(row.text for row in due_rows(school, case, now, why=False))
    owner = school.name_of(case.owner) if case.owner else words().phrases["nobody"]
    level = words().levels[case.level.name]
    return " · ".join(part for part in (case.ref, level, owner, due) if part)


def start_label(school: School, of: int) -> str:
    """Return what begins a concern is called; with its school where there are several."""
    start = words().buttons["start"]
    return start if of == 1 else f"{start}: {school.name}"
