"""Who may read and take a case: by role, never by being in a channel (`rulings` 2-4)."""

from bot.fsm.case import Case
from bot.fsm.school import Role, School

__all__ = ["may_read", "may_take", "signer"]


def may_read(school: School, case: Case, person_id: str) -> bool:
    """Return whether somebody may open a case: who may take it, and whoever has to sign it off.

    The chair reads a case only where it is the chair who signs it (S1, `rulings` 4).
    """
    if may_take(school, case, person_id):
        return True
    person = school.person(person_id)
    decided = case.sheets.get("decision.0", {}).get("decision")
    if person is None or decided is None or person_id in case.recused or case.around:
        return False
    return Role.CHAIR in person.roles and signer(school, case, decided.by) is Role.CHAIR


def signer(school: School, case: Case, decider: str) -> Role:
    """Return who signs off what `decider` decided: the head, or the chair in the head's place.

    That is where the head decided it, is connected to it, raised it, or there is none.
    """
    off = {*case.recused, case.account.reporter}
    heads = [head for head in school.of_role(Role.HEAD) if head.id not in off]
    decided_by = school.person(decider)
    head_decided = decided_by is not None and Role.HEAD in decided_by.roles
    return Role.CHAIR if head_decided or not heads else Role.HEAD


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
