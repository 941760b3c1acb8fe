"""The step: (case, event) -> (case, effects). Pure: `now` is given, nothing is looked up."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from bot.fsm.alert.alerted import alerted
from bot.fsm.alert.calling import ELSEWHERE, called, elsewhere
from bot.fsm.alert.ownership import acknowledge, fire_again, recuse
from bot.fsm.alert.raising import (
    AGAIN,
    LADDER,
    PHONE,
    UNREACHED,
    climb,
    page_all_readers,
    phone,
    refresh_post,
    tell_of_media,
    unreached,
)
from bot.fsm.alert.reaching import channel_lost, delivered, failed
from bot.fsm.alert.shown import amended, landed
from bot.fsm.alert.silence import NUDGE, PASS_ON, heard, nudge, pass_on
from bot.fsm.case import Account, Case
from bot.fsm.clocks.nudging import nudge as give_nudge
from bot.fsm.clocks.nudging import put_off, set_clocks
from bot.fsm.effects import Cancel, Effect, Stepped, Wake
from bot.fsm.events import (
    AccountEvent,
    Acknowledged,
    AlertDelivered,
    AlertFailed,
    Answered,
    Began,
    Called,
    CallFailed,
    CallRequested,
    ChannelLost,
    ChildAdded,
    CorrectionAccepted,
    EngineFailed,
    Event,
    Finished,
    MediaRefused,
    PutOff,
    Rang,
    RecordTaken,
    Recused,
    Reopened,
    SectionOpened,
    SheetAnswered,
    TakenBack,
    TimerFired,
    Viewed,
)
from bot.fsm.handover.offering import HANDOVER_TIMERS, follow_duty, offered, settled
from bot.fsm.known.answering import account_after, reflag
from bot.fsm.known.renewing import renewed
from bot.fsm.linked import LinkChanged, Linked, Unlinked
from bot.fsm.links.sharing import looks
from bot.fsm.offers import OfferDeclined, Offered, RotaChanged
from bot.fsm.school import School
from bot.fsm.sheets.corrections import accepted, corrections
from bot.fsm.sheets.working import relinked, rung, worked

__all__ = ["begin", "step"]


def begin(school: School, event: Began, now: datetime) -> Case:
    """Return the new case that a first answer, or a refused file, begins."""
    account = Account(reporter=event.reporter, rostered=event.rostered, name=event.name)
    return Case(
        ref=event.ref,
        school=school.id,
        edition=event.edition,
        opened_at=now,
        account=account,
        shown={},
    )


def step(school: School, case: Case, event: Event, now: datetime) -> Stepped:
    """Return the case after `event`, and what must be done because of it.

    `now` is the school's moment (UTC). The wakes that are set are kept in the case, so that a
    sweep can put back any that the store has lost.
    """
    after, effects = _after(school, case, event, now)
    after, raised = alerted(school, case, after, event, now)
    after, handed = settled(school, case, after, event, now)
    after, edited = amended(school, case, after, now)
    effects = [*effects, *raised, *handed, *edited]
    after, calls = called(school, case, after, event=event, effects=effects, now=now)
    effects += calls
    if after.owned_at is not None and not isinstance(event, QUIET):
        effects += [*set_clocks(school, after), *follow_duty(school, after, event, now)]
    after = after.model_copy(update={"wakes": _wakes(after, effects, event)})
    return after, [*effects, *looks(case, after)]


QUIET = (AlertDelivered, AlertFailed, Called, CallFailed, ChannelLost, Viewed, RecordTaken)
"""What happens without anybody having recorded anything: no clock is set anew for it."""


def _after(  # noqa: C901, PLR0911, PLR0912  one row an event
    school: School, case: Case, event: Event, now: datetime
) -> Stepped:
    match event:
        case Began():
            return heard(case, now)
        case Answered() | ChildAdded() | SectionOpened() | Reopened() | Finished() | TakenBack():
            return _told(school, case, event, now)
        case MediaRefused():
            return tell_of_media(school, case, now)
        case CallRequested():
            wanted = case.model_copy(update={"call_wanted": True})
            return page_all_readers(school, wanted, "page_call", now)
        case EngineFailed():
            broken = case.model_copy(update={"broken": True})
            return page_all_readers(school, broken, "page_broken", now)
        case Acknowledged(by=by, deed=deed):
            return acknowledge(school, case, by, deed, now)
        case Recused(by=by):
            return recuse(school, case, by, now)
        case Offered() | OfferDeclined() | RotaChanged():
            return offered(school, case, event, now)
        case Viewed() | RecordTaken() | Called() | CallFailed():
            return case, []
        case SheetAnswered():
            return worked(school, case, event, now)
        case PutOff():
            return put_off(case, event, now)
        case Rang():
            return rung(school, case, event, now)
        case Linked() | Unlinked() | LinkChanged():
            return relinked(school, case, event)
        case CorrectionAccepted(by=by, questions=questions):
            made = [each for each in corrections(school, case) if each.question in questions]
            taken = accepted(case, made, by, now).model_copy(update={"held": case.live})
            return refresh_post(school, taken, now)
        case AlertDelivered(to=to):
            case, shut = landed(school, case, event, now)
            case, told = delivered(case, to, now)
            return case, [*told, *shut]
        case AlertFailed(to=to, final=final):
            return failed(school, case, to, now, final=final)
        case ChannelLost():
            return channel_lost(school, case, now)
        case TimerFired(name=name) if name.startswith("clock."):
            return give_nudge(school, case, name, now)
        case TimerFired(name=name):
            return TIMERS[name](school, case, now)
        case _:
            assert_never(event)


def _told(
    school: School,
    case: Case,
    event: AccountEvent,
    now: datetime,
) -> Stepped:
    told = case.model_copy(update={"account": account_after(case.account, event, now)})
    if isinstance(event, Answered) and event.key == "called_999":
        told = told.model_copy(update={"ambulance": str(event.value), "ambulance_at": now})
    if isinstance(event, Answered):
        told = renewed(school, case, told, event)
    told = reflag(school, told)
    told, effects = heard(told, now, ended=isinstance(event, Finished | TakenBack))
    for name in _news(case, told, event):
        told, paged = page_all_readers(school, told, name, now)
        effects += paged
    return told, effects


def _news(before: Case, case: Case, event: Event) -> list[str]:
    """Return the messages that whoever has the case must get, beside the alert itself."""
    news: list[str] = []
    if isinstance(event, TakenBack) or (case.to_accept and not before.to_accept):
        news.append("page_correction")
    if case.ambulance == "please_call" != before.ambulance:
        news.append("page_999")
    if isinstance(event, Finished) and (before.account.reopened or before.account.unfinished):
        news.append("page_added")
    return news


TIMERS: dict[str, Callable[[School, Case, datetime], Stepped]] = {
    NUDGE: nudge,
    PASS_ON: pass_on,
    LADDER: climb,
    AGAIN: fire_again,
    PHONE: phone,
    UNREACHED: unreached,
    ELSEWHERE: elsewhere,
    **HANDOVER_TIMERS,
}
"""What each of a case's timers does when it fires."""


def _wakes(case: Case, effects: list[Effect], event: Event) -> dict[str, datetime]:
    wakes = dict(case.wakes)
    if isinstance(event, TimerFired):
        wakes.pop(event.name, None)
    for effect in effects:
        if isinstance(effect, Wake):
            wakes[effect.name] = effect.at
        elif isinstance(effect, Cancel):
            wakes.pop(effect.name, None)
    return wakes
