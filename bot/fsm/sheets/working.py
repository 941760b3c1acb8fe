"""What an answer of a sheet changes: record, flags, hold, and the stage of the case."""

from datetime import datetime

from bot.dialogs.load import sheets
from bot.dialogs.words import card
from bot.fsm.alert.ladder import again_at
from bot.fsm.alert.raising import AGAIN, LADDER, PHONE, UNREACHED, refresh_post
from bot.fsm.case import CallMade, Case, CaseStage, Noted
from bot.fsm.deeds import open_button
from bot.fsm.effects import Cancel, Effect, Say, Stepped, Wake
from bot.fsm.events import Rang, SheetAnswered
from bot.fsm.known.answering import reflag
from bot.fsm.known.facts import hold_is_on, is_in_hand
from bot.fsm.known.filling import with_answer
from bot.fsm.known.noting import children, noted
from bot.fsm.known.renewing import renewed
from bot.fsm.linked import LinkEvent
from bot.fsm.links.sharing import with_link
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.school import School
from bot.fsm.sheets.signing import asked_to_sign

__all__ = ["relinked", "rung", "worked"]


def worked(school: School, case: Case, event: SheetAnswered, now: datetime) -> Stepped:
    """Keep an answer and what follows from it. What was said before stays in the record."""
    said = Noted(value=event.value, at=now, by=event.by)
    after = with_answer(school, case, sheets()[event.sheet], event.child, (event.key, said))
    after, calmed = _taken_up(reflag(school, renewed(school, case, after, event)), event)
    effects = [*calmed, *_acted(school, case, after, now), *_held_again(case, after)]
    if (event.sheet, event.key, event.value) == ("close", "confirm", "close"):
        return _close(school, after, now)
    if (event.sheet, event.key) == ("reopen", "reason"):
        stage = CASE_LIFE.after(after.stage, "reopen")
        taken = {"stage": stage, "owner": event.by, "owned_at": now}
        again = Wake(name=AGAIN, at=again_at(school, after.level, now))
        return after.model_copy(update=taken), [*effects, again]
    effects += asked_to_sign(school, after, event)
    told = TELLS.get((event.sheet, event.key, str(event.value)), "")
    if (event.sheet, event.key) == ("signoff", "question"):
        told = "signoff_returned"
    if told and after.owner:
        opens = (open_button(case.ref),)
        effects += [Say(to=after.owner, card=card(told, ref=case.ref, buttons=opens))]
    return after, effects


def rung(school: School, case: Case, event: Rang, now: datetime) -> Stepped:
    """Keep a call that was made from the card of numbers. Trying to reach somebody is an act."""
    call = CallMade(
        at=now,
        by=event.by,
        child=event.child,
        line=event.line,
        role=event.role,
        answered=event.answered,
    )
    after, calmed = _taken_up(case.model_copy(update={"calls": (*case.calls, call)}), event)
    return after, [*calmed, *_acted(school, case, after, now)]


def _taken_up(case: Case, event: SheetAnswered | Rang) -> Stepped:
    """Take a case that fired again for want of a note as acted on: its owner has noted something.

    A rise in level is another matter: whoever it is for has to see it and say so.
    """
    fired = case.stage is CaseStage.ALERTED and case.alert is not None and case.alert.fired_again
    if not fired or event.by != case.owner:
        return case, []
    stage = CASE_LIFE.after(case.stage, "acknowledge")
    stops = [Cancel(name=name) for name in (LADDER, PHONE, UNREACHED)]
    return case.model_copy(update={"stage": stage}), [*stops]


TELLS = {
    ("signoff", "verdict", "refer"): "signoff_refer",
    ("signoff", "verdict", "sign"): "signoff_signed",
}
"""What the owner is told at once, when somebody else has answered so."""


def _acted(school: School, before: Case, case: Case, now: datetime) -> list[Effect]:
    """Put off the next firing: something was recorded.

    Once it is in hand the clocks take over: nobody is woken all night for what was passed on.
    """
    if case.stage is not CaseStage.OWNED:
        return []
    if is_in_hand(school, case):
        return [Cancel(name=AGAIN)] if AGAIN in before.wakes else []
    return [Wake(name=AGAIN, at=again_at(school, case.level, now))]


def relinked(school: School, case: Case, event: LinkEvent) -> Stepped:
    """Keep what happened to a link; the hold may be on for it."""
    after, effects = with_link(school, case, event)
    return after, [*effects, *_held_again(case, after)]


def _held_again(before: Case, case: Case) -> list[Effect]:
    """Tell the owner when the hold came on while somebody was to be asked (`rulings` 5)."""
    asked = any(noted(case, "deletion", "ask", child) == "ask" for child in children(case))
    if hold_is_on(before) or not hold_is_on(case) or not asked or not case.owner:
        return []
    opens = (open_button(case.ref),)
    return [Say(to=case.owner, card=card("hold_again", ref=case.ref, buttons=opens))]


def _close(school: School, case: Case, now: datetime) -> Stepped:
    """Close the case: every clock stops, the channel's card says so. Nothing is removed."""
    changes = {"stage": CASE_LIFE.after(case.stage, "close"), "closed_at": now}
    case = case.model_copy(update=changes)
    stops: list[Effect] = [Cancel(name=name) for name in case.wakes]
    case, posted = refresh_post(school, case, now)
    return case, [*stops, *posted]
