"""A teacher who falls silent: one gentle message, then what there is goes to the DSL."""

from datetime import datetime, timedelta

from bot.dialogs.words import card
from bot.fsm.alerting import page_all_readers
from bot.fsm.around import said_as
from bot.fsm.case import Case
from bot.fsm.effects import Cancel, Effect, Say, Stepped, Wake
from bot.fsm.school import School
from bot.fsm.telling_cards import passed_on_card

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
    asked = card(said_as(school, case, "nudge"), minutes=minutes)
    return case, [Say(to=case.account.reporter, card=asked)]


def is_overtaken(case: Case, name: str, now: datetime) -> bool:
    """Return whether a timer fires too late to be answered: what is passed on says it all."""
    return name == NUDGE and _left(case, now) < TIME_TO_ANSWER


def _left(case: Case, now: datetime) -> timedelta:
    """Return how long the reporter has until what there is is passed on."""
    return case.wakes.get(PASS_ON, now) - now


def pass_on(school: School, case: Case, now: datetime) -> Stepped:
    """Give the DSL what there is, marked unfinished, and tell the reporter so."""
    account = case.account
    if account.finished_at is not None and not account.unfinished:
        return case, []
    account = account.model_copy(update={"finished_at": now, "unfinished": True})
    case = case.model_copy(update={"account": account})
    say = passed_on_card(school, case, now)
    effects: list[Effect] = [Say(to=account.reporter, card=say), Cancel(name=NUDGE)]
    if case.alert is not None:
        case, paged = page_all_readers(school, case, "page_unfinished", now)
        effects += paged
    return case, effects
