"""The number that rings for the duty of a moment: its line's, person's or school's."""

# Rule 1: a line of the rota may have a number of its own (a phone that is handed on), or say "own":
#         then it is the number of whoever has the duty. Else it is the school's on-call number.
# Rule 2: for what goes round the others no phone rings that is handed on: the head and the chair
#         are called at their own number alone.

from datetime import datetime

from bot.fsm.school import Person, School, Way
from bot.rota.duty import duty_at, line_at
from bot.rota.model import OWN

__all__ = ["address_at", "on_call_at"]


def on_call_at(school: School, at: datetime) -> str:
    """Return the number that rings for whoever is on duty at `at` (UTC); '' is none.

    Who has the duty and no number of their own is reached at the school's.
    """
    line = line_at(school, at)
    if line is None or not line.number:
        return school.on_call
    if line.number != OWN:
        return line.number
    people = (school.person(one) for one in duty_at(school, at).on)
    numbers = (person.phone for person in people if person is not None)
    return next((number for number in numbers if number), school.on_call)


def address_at(school: School, person: Person, way: Way, at: datetime) -> str:
    """Return where somebody is called at `at` (UTC); '' is nowhere.

    Who is on duty on a line with a number of its own is rung there.
    """
    line = line_at(school, at) if way is Way.PHONE and person.carries else None
    handed_on = line is not None and line.number not in {"", OWN}
    if line is not None and handed_on and person.id in duty_at(school, at).on:
        return line.number
    return school.address(person, way)
