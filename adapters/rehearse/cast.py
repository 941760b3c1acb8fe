"""Who is who: a plan names roles, the engine names people, and a rehearsal prints roles."""

from collections.abc import Iterator

from adapters.rehearse.problems import Unplayable
from bot.fsm.school import CHANNEL, Person, Role, School

__all__ = ["GUEST", "Cast", "with_staff"]

GUEST = "guest"
"""Somebody signed in who is not on the school's roster."""

SLOTS = (
    (Role.DSL, "dsl"),
    (Role.DEPUTY, "deputy"),
    (Role.HEAD, "head"),
    (Role.CHAIR, "chair"),
    (Role.IT, "it"),
    (Role.STAFF, "teacher"),
)
"""The first role of these that somebody has is the one that they are printed as."""

TEACHERS = 2


def with_staff(school: School) -> School:
    """Return the school with two teachers, made up where its roster names fewer."""
    have = len(school.of_role(Role.STAFF))
    made = tuple(
        Person(id=f"rehearsal-teacher-{n}", name=f"Teacher {n}")
        for n in range(have + 1, TEACHERS + 1)
    )
    return school.model_copy(update={"people": (*school.people, *made)})


class Cast:
    """The people of one school, by the names that a plan may use for them."""

    def __init__(self, school: School) -> None:
        """Give each person of the roster a slot; the guest has one too."""
        self._school = school
        self._slots = {**dict(_slots(school)), GUEST: GUEST}
        self._ids = {slot: person for person, slot in self._slots.items()}

    def person(self, who: str) -> str:
        """Return the id of a slot, a named person or an id.

        Raises:
            Unplayable: the school has nobody of that name.
        """
        named = {person.name: person.id for person in self._school.people}
        known = {person.id: person.id for person in self._school.people}
        for names in (self._ids, named, known):
            if who in names:
                return names[who]
        people = ", ".join((*self._ids, *named))
        raise Unplayable(f"{self._school.name} has nobody called {who!r}", allowed=people)

    def slot(self, to: str) -> str:
        """Return how an address is printed: a role, never a person's name."""
        return "dsl-channel" if to == CHANNEL else self._slots.get(to, GUEST)

    def title(self, slot: str) -> str:
        """Return how the text report calls a slot: its role, with the name where there is one."""
        person = self._school.person(self._ids.get(slot, ""))
        return f"{slot} ({person.name})" if person else slot


def _slots(school: School) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for role, name in SLOTS:
        number = 0
        for person in school.of_role(role):
            if person.id in taken:
                continue
            taken.add(person.id)
            number += 1
            yield person.id, name if number == 1 else f"{name}-{number}"
