"""The words for whoever told it: who hears of it, whom to ring, what was passed on."""

from datetime import datetime

from bot.dialogs.card import Card
from bot.dialogs.words import card, words
from bot.fsm.access.around import council_line, outside_now, rings_out, said_as, team_of
from bot.fsm.alert.cards import number_now
from bot.fsm.case import Case
from bot.fsm.effects import Message, Say
from bot.fsm.hours import clock_time, is_school_time
from bot.fsm.school import School

__all__ = [
    "HANDED_ON",
    "NOBODY_YET",
    "THROUGH",
    "is_still_true",
    "passed_on_card",
    "phone_card",
    "ring_line",
    "somebody_knows",
    "told_card",
    "unreached_card",
]

HANDED_ON = "handed_on"
"""Says that somebody else will take the case, but not why."""

THROUGH = "reached"
"""Says that an alert has got through after all, to whoever was told that nobody was reached."""

_UNREACHED, _UNREACHED_AROUND = "unreached", "unreached_around"
NOBODY_YET = frozenset({_UNREACHED, _UNREACHED_AROUND})
"""Say that nobody has been reached yet: what is not said any more once somebody has."""


def told_card(school: School, case: Case, now: datetime, *, name: str) -> Card:
    """Tell the reporter that an alert is out, or whom to ring where nobody here is left."""
    named = "told_around" if case.around and name != HANDED_ON else name
    return card(
        said_as(school, case, named),
        time=clock_time(now, now),
        ref=case.ref,
        team=team_of(school, case),
        outside=outside_now(school, case, now),
    )


def passed_on_card(school: School, case: Case, now: datetime) -> Card:
    """Tell the reporter that what there is was passed on, and whom to ring."""
    return card(
        said_as(school, case, "passed_on"),
        time=clock_time(now, now),
        ref=case.ref,
        ring=ring_line(school, case, now),
        outside=outside_now(school, case, now),
    )


def phone_card(school: School, case: Case, now: datetime, *, again: bool) -> Card:
    """Return whom the reporter is to ring this minute. Never the office when it is shut.

    About somebody who works here it is a line outside the school: they might pick up the phone.
    """
    if rings_out(school, case, now):
        return card("phone_around", case=case.ref, outside=outside_now(school, case, now))
    silence = _silence(school, case)
    if is_school_time(school, now):
        name = "phone_again" if again else "phone"
        return card(name, case=case.ref, office=school.office, silence=silence)
    return card(
        "phone_shut_again" if again else "phone_shut",
        case=case.ref,
        on_call=number_now(school, now),
        duty=council_line(school, now),
        silence=silence,
    )


def _silence(school: School, case: Case) -> str:
    """Return who has not answered: whoever has the case did so at a lower level."""
    say = words().phrases
    if not case.owner:
        return say["no_answer"]
    return say["no_answer_from"].format(who=school.name_of(case.owner))


def unreached_card(school: School, case: Case, now: datetime) -> Card:
    """Return the honest message that nobody has been reached yet, with a number."""
    if rings_out(school, case, now):
        return card(_UNREACHED_AROUND, case=case.ref, outside=outside_now(school, case, now))
    return card(_UNREACHED, case=case.ref, number=number_now(school, now))


def somebody_knows(case: Case) -> bool:
    """Return whether the last alert has arrived with anybody, or somebody has the case."""
    return bool(case.owner or (case.alert is not None and case.alert.reached))


def is_still_true(case: Case, message: Message) -> bool:
    """Return whether a message that was held up says what is so, as the case stands now.

    What was so when it was told stays true, but for one: that nobody has been reached yet.
    """
    said_so = isinstance(message, Say) and message.card.name in NOBODY_YET
    return not (said_so and somebody_knows(case))


def ring_line(school: School, case: Case, now: datetime) -> str:
    """Return whom a reporter rings if nobody answers: outside the school where it goes round."""
    if rings_out(school, case, now):
        return outside_now(school, case, now)
    return words().phrases["ring_if_none"].format(number=number_now(school, now))
