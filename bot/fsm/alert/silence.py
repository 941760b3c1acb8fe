"""A teacher who falls silent: one gentle message, then what there is goes to the DSL."""

from datetime import datetime, timedelta

from bot.dialogs.words import card
from bot.fsm.access.around import said_as
from bot.fsm.alert.raising import page_all_readers
from bot.fsm.alert.telling import passed_on_card
from bot.fsm.case import Case
from bot.fsm.effects import Cancel, Effect, Say, Stepped, Wake
from bot.fsm.known.answering import unanswered
from bot.fsm.school import School

__all__ = [
    "NUDGE",
    "NUDGE_AFTER",
    "PASS_ON",
    "PASS_ON_AFTER",
    "heard",
    "is_overtaken",
    "nudge",
    "pass_on",
]

NUDGE, PASS_ON = "nudge", "pass-on"
NUDGE_AFTER, PASS_ON_AFTER = timedelta(minutes=3), timedelta(minutes=10)
TIME_TO_ANSWER = timedelta(minutes=2)
"""Ours: no guidance sets them."""


def heard(case: Case, now: datetime, *, ended: bool = False) -> Stepped:
    """Set the silence clocks anew after each answer; stop them when the account is finished."""
    if ended:
        return case, [Cancel(name=NUDGE), Cancel(name=PASS_ON)]
    effects: list[Effect] = [Wake(name=PASS_ON, at=now + PASS_ON_AFTER)]
    if case.account.finished_at is None:
        effects.append(Wake(name=NUDGE, at=now + NUDGE_AFTER))
    return case, effects


def nudge(school: School, case: Case, now: datetime) -> Stepped:
    """Ask once, gently, whether the reporter is still there."""
    minutes = str(_left(case, now) // timedelta(minutes=1))
    name = "nudge_added" if _is_added_to(school, case) else "nudge"
    asked = card(said_as(school, case, name), minutes=minutes)
    return case, [Say(to=case.account.reporter, card=asked)]


def is_overtaken(case: Case, name: str, now: datetime) -> bool:
    """Return whether a timer fires too late to be answered: what is passed on says it all."""
    return name == NUDGE and _left(case, now) < TIME_TO_ANSWER


def _left(case: Case, now: datetime) -> timedelta:
    """Return how long the reporter has until what there is is passed on."""
    return case.wakes.get(PASS_ON, now) - now


def _is_added_to(school: School, case: Case) -> bool:
    """Return whether this was sent, has been added to since, and leaves nothing open."""
    return case.account.reopened and not unanswered(school, case.account)


def pass_on(school: School, case: Case, now: datetime) -> Stepped:
    """Give the DSL what there is, and tell the reporter so.

    It is marked unfinished, but for one that was sent, has been added to and leaves nothing open.
    """
    account = case.account
    if account.finished_at is not None and not account.unfinished and not account.reopened:
        return case, []
    added = _is_added_to(school, case)
    account = account.model_copy(update={"finished_at": now, "unfinished": not added})
    case = case.model_copy(update={"account": account})
    say = passed_on_card(school, case, now)
    effects: list[Effect] = [Say(to=account.reporter, card=say), Cancel(name=NUDGE)]
    if case.alert is not None:
        told = "page_added" if added else "page_unfinished"
        case, paged = page_all_readers(school, case, told, now)
        effects += paged
    return case, effects
