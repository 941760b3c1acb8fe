"""Who may read and take a case: by role, never by being in a channel (`rulings` 2-4)."""

from bot.fsm.access.rights import Act, may, roles_for, signer, who_may
from bot.fsm.case import Case
from bot.fsm.school import Person, School

__all__ = ["may_read", "may_take", "opens_cases", "signer", "takers"]


def may_read(school: School, case: Case, person_id: str) -> bool:
    """Return whether somebody may open a case: who may take it, and whoever has to sign it off.

    The chair reads a case only where it is the chair who signs it (S1, `rulings` 4).
    """
    return may(school, case, person_id, Act.READ)


def may_take(school: School, case: Case, person_id: str) -> bool:
    """Return whether somebody may read and take a case, on duty or not (`rulings` 2 and 4)."""
    return may(school, case, person_id, Act.TAKE)


def takers(school: School, case: Case) -> tuple[Person, ...]:
    """Return everybody who may read and take a case, in the order of the file."""
    return who_may(school, case, Act.TAKE)


def opens_cases(school: School, person_id: str) -> bool:
    """Return whether somebody has a role in which cases are opened, of whatever route."""
    person = school.person(person_id)
    return person is not None and not roles_for(Act.READ).isdisjoint(person.roles)
