"""Who can be played in a school, in the order in which the page shows them."""

from dataclasses import dataclass

from bot.fsm.school import CHANNEL, Person, Role, School

__all__ = ["ELSEWHERE", "GUEST", "Place", "place_of", "places"]

GUEST = "guest"
"""Somebody signed in who is not on the roster: supply or agency staff may raise a concern too."""

ELSEWHERE = "elsewhere"
"""The pane of what e-mail and phone would carry. Nobody acts in it."""

PRIVATE = (Role.DSL, Role.DEPUTY, Role.HEAD, Role.CHAIR, Role.IT)
RARE = frozenset({Role.CHAIR, Role.IT})
"""Roles whose pane is opened on demand: most concerns never reach them."""


@dataclass(frozen=True, slots=True)
class Place:
    """One pane: its address, who acts in it, what it is called, and how soon it is shown.

    `kind` is `teacher`, `channel`, `private` or `elsewhere`. `rank` 0 is shown first; 9 is on
    demand only.
    """

    address: str
    person: str
    title: str
    about: str
    kind: str
    rank: int
    rota: bool = False


def places(school: School) -> tuple[Place, ...]:
    """Return the panes of a school. Every person has one; the channel acts as the first DSL."""
    staff = [person for person in school.people if not set(person.roles) & set(PRIVATE)]
    found = [
        _teacher(person.id, person.name, first=number == 0) for number, person in enumerate(staff)
    ]
    found.append(_teacher(GUEST, "Guest", first=not staff))
    chats = _private(school)
    return (found[0], *_channel(school, chats), *chats, *_elsewhere(school), *found[1:])


def place_of(school: School, address: str) -> Place | None:
    """Return the pane with that address, or None."""
    return next((place for place in places(school) if place.address == address), None)


def _elsewhere(school: School) -> list[Place]:
    about = "What would go out beside the chat"
    return [Place(ELSEWHERE, "", "E-mail and phone", about, "elsewhere", 9)] if school.ways else []


def _teacher(person: str, name: str, *, first: bool) -> Place:
    about = "Supply staff, not on the roster" if person == GUEST else "Teacher's chat"
    return Place(person, person, name, about, "teacher", 0 if first else 9)


def _channel(school: School, chats: list[Place]) -> list[Place]:
    if not chats:
        return []
    team = f"{school.role_name(Role.DSL)} channel"
    return [Place(CHANNEL, chats[0].person, team, f"You are {chats[0].title} here", "channel", 1)]


def _private(school: School) -> list[Place]:
    chats: dict[str, Place] = {}
    rank = 2
    for role in PRIVATE:
        for person in school.of_role(role):
            if person.id in chats:
                continue
            rare = role in RARE
            chats[person.id] = _chat(school, person, role, 9 if rare else rank)
            rank += not rare
    return list(chats.values())


def _chat(school: School, person: Person, role: Role, rank: int) -> Place:
    name = school.role_name(role)
    about = f"{name[:1].upper()}{name[1:]}, private messages"
    rota = school.shares_rota(person.id)
    return Place(person.id, person.id, person.name, about, "private", rank, rota)
