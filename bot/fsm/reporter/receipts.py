"""What the reporter is shown to check, and what they get once it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.dialogs.asking import summary_fields
from bot.dialogs.card import Button, Card, Field, Tone
from bot.dialogs.flags import Level
from bot.dialogs.words import button, card, words
from bot.fsm.access.around import goes_outside, outside_now, said_as
from bot.fsm.hours import clock_time, is_school_time, next_school_morning
from bot.fsm.reporter.numbers import number_for

if TYPE_CHECKING:
    from bot.fsm.reporter.talk import Talk

__all__ = ["check_card", "receipt_card", "rest_buttons", "said_so_far"]

ANSWER_WITHIN = {
    Level.EMERGENCY: timedelta(minutes=3),
    Level.IMMEDIATE: timedelta(minutes=10),
    Level.URGENT: timedelta(minutes=20),
}
"""When the reporter is told to ring instead: the figures of `rulings` 2."""

CHECKS = {
    (False, False): "check",
    (False, True): "check_offer",
    (True, False): "check_sent",
    (True, True): "check_sent_offer",
}
"""The words to check by: whether it went already, and whether there is more to ask."""


def check_card(talk: Talk) -> Card:
    """Return the summary to check: numbered, changeable, private, and honest about what went."""
    serial = talk.conversation.serial
    offers = talk.sections_to_offer()
    case = talk.case
    sent = case is not None and (case.alert is not None or case.account.finished_at is not None)
    name = CHECKS[sent, bool(offers)]
    if case and case.level is Level.EMERGENCY and "later" in [each.id for each in offers]:
        name = "check_emergency"
    buttons = [button("that_is_all" if sent else "send", f"do.{serial}.send", Tone.MAIN)]
    if offers:
        buttons.append(button("go_on", f"do.{serial}.go_on"))
    buttons.append(button("add_more", f"do.{serial}.add"))
    buttons.append(button("another_child", f"do.{serial}.another_child"))
    if sent:
        buttons.append(button("take_back", f"do.{serial}.take_back", Tone.QUIET))
    already = words().phrases["not_sent"]
    if sent and case is not None:
        at = case.alert.raised_at if case.alert else talk.now
        sent_at = clock_time(at, talk.now)
        arrived = case.alert is None or case.alert.reached or case.owner
        phrase = words().phrases["already_sent" if arrived else "already_going"]
        if goes_outside(talk.school, case):
            phrase = words().phrases["already_outside"]
        already = phrase.format(time=sent_at, team=talk.team)
    named = said_as(talk.school, case, name)
    made = card(named, buttons=tuple(buttons), already=already, team=talk.team)
    return made.model_copy(update={"fields": said_so_far(talk, serial), "foot": words().foot})


def said_so_far(talk: Talk, serial: int) -> tuple[Field, ...]:
    """Return what was said, numbered, each with a change button for the card of `serial`."""
    keys = talk.answered_keys()
    questions = [(key, talk.school.script.question(key)) for key in keys]
    return summary_fields(questions, talk.account.values(), serial=serial)


def receipt_card(talk: Talk) -> Card:
    """Return the receipt: the reference, what happens next, and when."""
    case, now, school = talk.case, talk.now, talk.school
    if case is None:
        message = "a receipt needs a case"
        raise AssertionError(message)
    fields = {
        "time": clock_time(now, now),
        "who": school.name_of(case.owner) if case.owner else "",
        "number": number_for(school, case, now),
        "by": _by(talk),
        "team": talk.team,
        "outside": outside_now(school, case, now),
    }
    name = "receipt_around" if case.around else "receipt"
    if case.level is Level.RECORD:
        name = "receipt_record"
    if case.owner:
        name = "receipt_owned" if case.owner != case.account.reporter else "receipt_own"
    made = card(
        said_as(school, case, name), buttons=rest_buttons(case.ref), case=case.ref, **fields
    )
    return made.model_copy(update={"foot": words().foot})


def _by(talk: Talk) -> str:
    case, now = talk.case, talk.now
    if case is None or case.level is Level.RECORD:
        if is_school_time(talk.school, now):
            return words().phrases["by_today"]
        at = next_school_morning(talk.school, now)
    else:
        raised = case.alert.raised_at if case.alert else now
        at = max(raised + ANSWER_WITHIN[case.level], now)
    return words().phrases["by"].format(time=clock_time(at, now))


def rest_buttons(ref: str) -> tuple[Button, ...]:
    """Return what may be done with a concern that was sent: add, start another, take back."""
    add = button("add", f"rest.{ref}.add")
    add = add.model_copy(update={"label": add.label.format(ref=ref)})
    new = button("new", f"rest.{ref}.new")
    return (add, new, button("take_back", f"rest.{ref}.take_back", Tone.QUIET))
