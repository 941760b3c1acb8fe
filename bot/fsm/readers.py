"""Who may read and take a case: by role, never by being in a channel (`rulings` 2-4)."""

from bot.fsm.case import Case
from bot.fsm.school import Role, School

__all__ = ["may_read", "may_take"]


def may_read(school: School, case: Case, person_id: str) -> bool:
    """Return whether somebody may open a case: who may take it, and whoever has to sign it off.

    The chair reads a case only where the head decided it, or there is no head (S1, `rulings` 4).
    """
    if may_take(school, case, person_id):
        return True
    person = school.person(person_id)
    decided = case.sheets.get("decision.0", {}).get("decision")
    if person is None or decided is None or person_id in case.recused or case.around:
        return False
    decider = school.person(decided.by)
    heads = school.of_role(Role.HEAD)
    head_decided = decider is not None and Role.HEAD in decider.roles
    return Role.CHAIR in person.roles and (head_decided or not heads)


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
