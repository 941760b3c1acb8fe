"""Who may read and take a case: by role, never by being in a channel (`rulings` 2-4)."""

from bot.fsm.case import Case
from bot.fsm.school import Role, School

__all__ = ["may_take"]


def may_take(school: School, case: Case, person_id: str) -> bool:
    """Return whether somebody may read and take a case, on duty or not (`rulings` 2 and 4)."""
    person = school.person(person_id)
    if person is None or person_id in case.recused:
        return False
    if case.head_named:
        return Role.CHAIR in person.roles
    if case.around:
        return bool({Role.HEAD, Role.CHAIR} & set(person.roles))
    return bool({Role.DSL, Role.DEPUTY, Role.HEAD} & set(person.roles))
