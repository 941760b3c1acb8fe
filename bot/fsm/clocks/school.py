"""The nudges of a school that are about no case: whether its numbers to ring still hold."""

# Rule 1: nothing about any case or child is in one, so that it needs no record of its own.
# Rule 2: a number that is old is a nudge and a warning, never a failure (`rulings` 6).

from datetime import datetime, timedelta

from bot.dialogs.pack import is_stale
from bot.dialogs.words import card
from bot.fsm.alert.duty import turn_wake
from bot.fsm.effects import Effect, Say, Wake
from bot.fsm.hours import local, next_school_morning
from bot.fsm.school import Role, School

__all__ = ["CONTACTS", "first_wakes", "school_nudge"]

CONTACTS = "contacts"
MONTH = timedelta(days=30)


def first_wakes(school: School, now: datetime) -> tuple[Wake, ...]:
    """Return the timers that every school has, for one that has none yet."""
    return (Wake(name=CONTACTS, at=next_school_morning(school, now)), *turn_wake(school, now))


def school_nudge(school: School, name: str, now: datetime) -> tuple[Effect, ...]:
    """Return what a school's timer leads to: the nudge where there is cause, and the next wake.

    It goes to the DSL, or to the head where there is none, on a school morning once a month.
    """
    if name != CONTACTS:
        return ()
    again = Wake(name=CONTACTS, at=next_school_morning(school, now + MONTH))
    count = sum(is_stale(each, local(now).date()) for each in school.pack.contacts)
    people = school.of_role(Role.DSL) or school.of_role(Role.HEAD)
    told = card("nudge_contacts", count=str(count))
    says = (Say(to=person.id, card=told) for person in people if count)
    return (*says, again)
