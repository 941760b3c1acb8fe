"""Who may do what to a case, and see what of it: one table. The engine asks nothing else.

`docs/access.md` is drawn from it; `tests/assurance` tries every cell on every platform.
Source: `rulings` 2 to 4; S1 (sign-off); KCSIE: only those who need to see it.
"""

# Rule 1: by role and by the way a case goes, never by being in a channel or on duty.
# Rule 2: nobody who is not on the school's own list; nobody of another school, whatever their role.
# Rule 3: whoever is off a case (`off.py`) has no right to it but to what they told themselves.

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.fsm.access.off import off
from bot.fsm.case import Case
from bot.fsm.school import ABOVE, READERS, Person, Role, School

__all__ = [
    "PARTS",
    "ROLES",
    "Act",
    "Part",
    "Route",
    "all_are_off",
    "is_own",
    "may",
    "roles_for",
    "route_of",
    "signer",
    "who_may",
]


class Act(StrEnum):
    """What somebody does. Raising a concern is nobody's right to lose: no table can refuse it."""

    RAISE = "raise"
    OWN = "own"
    TAKE = "take"
    READ = "read"


class Route(StrEnum):
    """The way a case goes, which says who is to see it."""

    TEAM = "team"
    CHAIR_SIGNS = "chair_signs"
    """As TEAM, and what was decided is the chair's to sign: the head cannot (S1)."""

    AROUND = "around"
    """Somebody who works here is named: round the channel, to head and chair."""

    HEAD_NAMED = "head_named"
    ALL_OFF = "all_off"
    """All of the team are connected to it, the head too: the chair has it."""


class Part(StrEnum):
    """What there is to see, from least to most."""

    COUNTS = "counts"
    """How many, how late: for the machine room. Of no case."""

    ALERT = "alert"
    """Reference, level, what is needed, who has it."""

    OWN_ACCOUNT = "own_account"
    """What somebody told themselves, and how it stands: who has it, since when."""

    CASE = "case"
    """All that was told and noted, the calls, the record, who read it."""


CHAIR = frozenset({Role.CHAIR})

ROLES: Mapping[Act, Mapping[Route, frozenset[Role]]] = {
    Act.TAKE: {
        Route.TEAM: READERS,
        Route.CHAIR_SIGNS: READERS,
        Route.AROUND: ABOVE,
        Route.HEAD_NAMED: CHAIR,
        Route.ALL_OFF: CHAIR,
    },
    Act.READ: {
        Route.TEAM: READERS,
        Route.CHAIR_SIGNS: READERS | CHAIR,
        Route.AROUND: ABOVE,
        Route.HEAD_NAMED: CHAIR,
        Route.ALL_OFF: CHAIR,
    },
}
"""Who may, by role. IT and staff are in no cell: they may raise, and see what they told."""

PARTS: Mapping[Part, Act | None] = {
    Part.COUNTS: None,
    Part.ALERT: Act.TAKE,
    Part.OWN_ACCOUNT: Act.OWN,
    Part.CASE: Act.READ,
}
"""The right that each part asks for; None: whoever runs the programs. It says nothing of anyone."""


def may(school: School, case: Case, person_id: str, act: Act) -> bool:
    """Return whether somebody of a school may do something to a case, at this moment."""
    if act is Act.RAISE:
        return True
    if act is Act.OWN:
        return is_own(case, school.id, person_id)
    person = school.person(person_id)
    return person is not None and person in who_may(school, case, act, (person,))


def who_may(
    school: School, case: Case, act: Act, people: Iterable[Person] | None = None
) -> tuple[Person, ...]:
    """Return who of a school, or of `people`, may take or read a case, in their order.

    Nobody of another school, and nobody who is off it.
    """
    if case.school != school.id:
        return ()
    gone, roles = off(school, case), ROLES[act][route_of(school, case)]
    asked = school.people if people is None else people
    return tuple(one for one in asked if one.id not in gone and not roles.isdisjoint(one.roles))


def is_own(case: Case, school: str, person_id: str) -> bool:
    """Return whether it was this person of this school who told it."""
    return (case.school, case.account.reporter) == (school, person_id)


def roles_for(act: Act) -> frozenset[Role]:
    """Return the roles that may do something to a case of some route or other."""
    return frozenset(role for roles in ROLES[act].values() for role in roles)


def route_of(school: School, case: Case) -> Route:
    """Return the way a case goes as things stand."""
    if case.head_named:
        return Route.HEAD_NAMED
    if case.around:
        return Route.AROUND
    if all_are_off(school, case):
        return Route.ALL_OFF
    decided = case.sheets.get("decision.0", {}).get("decision")
    if decided is not None and signer(school, case, decided.by) is Role.CHAIR:
        return Route.CHAIR_SIGNS
    return Route.TEAM


def all_are_off(school: School, case: Case) -> bool:
    """Return whether each of those who have such cases is off this one."""
    gone = off(school, case)
    team = {one.id for one in school.people if READERS & set(one.roles)} if gone else set[str]()
    return bool(team) and team <= gone


def signer(school: School, case: Case, decider: str) -> Role:
    """Return who signs off what `decider` decided: the head, or the chair in the head's place.

    That is where the head decided it, is connected to it, raised it, or there is none.
    """
    gone = {*off(school, case), case.account.reporter}
    heads = [head for head in school.of_role(Role.HEAD) if head.id not in gone]
    decided_by = school.person(decider)
    head_decided = decided_by is not None and Role.HEAD in decided_by.roles
    return Role.CHAIR if head_decided or not heads else Role.HEAD
