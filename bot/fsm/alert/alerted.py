"""Whether what was told or noted alerts somebody: the first time, higher up, or others."""

from datetime import datetime
from typing import TypeAlias

from bot.dialogs.flags import REFER_AT_ONCE, Level
from bot.fsm.access.readers import may_take, takers
from bot.fsm.alert.ownership import note_rise
from bot.fsm.alert.raising import PHONE, UNREACHED, raise_alert, refresh_post
from bot.fsm.alert.silence import PASS_ON
from bot.fsm.alert.telling import HANDED_ON
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Say, Stepped, Wake
from bot.fsm.events import (
    AccountEvent,
    CallRequested,
    EngineFailed,
    Event,
    MediaRefused,
    SheetAnswered,
    TimerFired,
)
from bot.fsm.known.noting import decided
from bot.fsm.known.renewing import raised_by, reopened
from bot.fsm.school import School

__all__ = ["alerted"]

Told: TypeAlias = AccountEvent | MediaRefused | CallRequested | EngineFailed
"""What a reporter does, or what befalls them."""


def alerted(school: School, before: Case, case: Case, event: Event, now: datetime) -> Stepped:
    """Raise an alert where none is out, or where the level or the way round changed; else edit."""
    told = isinstance(event, Told)
    if isinstance(event, SheetAnswered):
        return _worked_up(school, before, case, event, now)
    if not told and (not isinstance(event, TimerFired) or event.name != PASS_ON):
        return case, []
    if told and before.stage is CaseStage.CLOSED:
        return raise_alert(school, reopened(case), now)
    account = case.account
    case, turned = _turned(school, before, case)
    ended = account.finished_at is not None or account.taken_back_at is not None
    begun = case.level > Level.RECORD or ended
    if begun and (case.alert is None or case.level > before.level or turned):
        same = not turned or case.around or case.level > before.level
        return raise_alert(school, case, now, told="" if same else HANDED_ON)
    return refresh_post(school, case, now)


def _turned(school: School, before: Case, case: Case) -> tuple[Case, bool]:
    """Return the case without an owner who is off it now, and whether others must hear of it.

    Those are whoever it goes to instead; and where nobody has it yet, whoever may know of it again.
    """
    if case.owner and not may_take(school, case, case.owner):
        return case.model_copy(update={"owner": "", "owned_at": None}), True
    if case.around != before.around or not case.owner:
        return case, takers(school, case) != takers(school, before)
    return case, False


def _worked_up(
    school: School, before: Case, case: Case, event: SheetAnswered, now: datetime
) -> Stepped:
    """Alert everybody due when an answer raises the level, or reopens the referral; else edit.

    A case reopens when it was closed and anything is raised, and where it was not referred and a
    child is harmed after all (I-04). The reporter is not told: it is not their news (`rulings` 4).
    """
    raised = raised_by(school, before, case, event)
    closed, owned = before.stage is CaseStage.CLOSED, before.stage is CaseStage.OWNED
    harmed_after_all = owned and raised & REFER_AT_ONCE and decided(before) == "not_refer"
    again = raised and (closed or harmed_after_all)
    if case.level <= before.level and not again:
        return refresh_post(school, case, now)
    if event.by == case.owner and not closed and case.alert is not None:
        return note_rise(school, case, now)
    case, effects = raise_alert(school, reopened(case) if closed else case, now)
    reporter = case.account.reporter
    return case, [
        each
        for each in effects
        if not (isinstance(each, Say) and each.to == reporter)
        and not (isinstance(each, Wake) and each.name in {PHONE, UNREACHED})
    ]
