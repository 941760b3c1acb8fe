"""Who is off a case: whom it is about, who is connected to it. Nothing reaches them."""

# Rule 1: off are whoever has a role that was named, whoever was named and may be part of it, and
#         whoever said that they are connected. All else that asks who may know asks here.
# Rule 2: a channel that one of them reads, and a phone that one of them may carry, are theirs.
# Rule 3: they lose it silently: what is still on its way does not arrive, what is out stands as it
#         is (`rulings` 3).

from datetime import datetime

from bot.fsm.case import Case
from bot.fsm.effects import Message, Post
from bot.fsm.on_call import address_at
from bot.fsm.school import ABOVE, READERS, TEAM, Person, Role, School, Way
from bot.rota.duty import duty_at

__all__ = ["LEFT", "NAMED", "carries", "is_off_channel", "may_call", "may_hear", "off"]

NAMED: dict[str, frozenset[Role]] = {
    "head": frozenset({Role.HEAD}),
    "chair": frozenset({Role.CHAIR}),
    "team": TEAM,
}
"""Whom an answer about somebody's role here may mean: everybody who has one of these."""

LEFT = "post_left"
"""The last words of a case in a channel that it leaves."""

ANSWERS = frozenset({"recused", "not_yours"})
"""What answers somebody's own press: that they are off it is no news to them."""


def off(school: School, case: Case) -> frozenset[str]:
    """Return the ids of those to whom nothing of a case may come."""
    said = {*case.named, "head"} if case.head_named else case.named
    named = {role for one in said for role in NAMED[one]}
    by_role = (one.id for one in school.people if not named.isdisjoint(one.roles)) if named else ()
    return frozenset((*case.recused, *case.kept_from, *by_role))


def is_off_channel(school: School, case: Case) -> bool:
    """Return whether a case is kept out of the DSL channel: somebody who reads it is off."""
    return case.around or _has_role(school, case, READERS)


def carries(school: School, case: Case) -> bool:
    """Return whether the phone of whoever is on call may be in the hands of one who is off."""
    return _has_role(school, case, TEAM)


def may_call(school: School, case: Case, person: Person, way: Way, at: datetime) -> bool:
    """Return whether somebody has an address at `at` (UTC) at which nobody answers who is off.

    A phone that is handed on is with whoever is on duty, if a rota says who that is.
    """
    address, gone = address_at(school, person, way, at), off(school, case)
    if not address or person.id in gone:
        return False
    if way is not Way.PHONE or address == person.phone or not carries(school, case):
        return True
    on = duty_at(school, at).on
    return bool(school.rota.lines) and person.id in on and gone.isdisjoint(on)


def _has_role(school: School, case: Case, roles: frozenset[Role]) -> bool:
    people = (school.person(one) for one in off(school, case))
    return any(roles & set(person.roles) for person in people if person is not None)


def may_hear(school: School, case: Case, message: Message) -> bool:
    """Return whether a message that was held up may still go out, as the case stands now."""
    if isinstance(message, Post):
        return message.card.name == LEFT or not is_off_channel(school, case)
    if message.to == case.account.reporter or message.card.name in ANSWERS:
        return True
    if message.to in off(school, case):
        return False
    person = school.person(message.to)
    return not case.around or (person is not None and bool(ABOVE & set(person.roles)))
