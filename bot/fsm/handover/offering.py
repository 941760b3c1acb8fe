"""Hand-over: a change of duty offers a case; only a person who takes it has it (1.23)."""

# Rule 1: its owner has it until a named person takes it. An offer moves nothing.
# Rule 2: no answer, "I cannot", out of reach, nobody on shift: the next in the rota's order is
#         asked at once. Whom somebody chose themselves is the exception: they choose again.
# Rule 3: offered is what would fall due before duty changes again. The rest stays where it is: a
#         deputy is not asked each evening for a case in which nothing can happen that night.
# Rule 4: an offer says the reference, the level and what is next. The rest is in the open case.

from datetime import datetime, timedelta

from bot.dialogs.card import Card
from bot.fsm.access.readers import may_take
from bot.fsm.alert.duty import has_rota, next_turn
from bot.fsm.alert.ladder import anybody, people_around
from bot.fsm.alert.raising import climb
from bot.fsm.alert.shown import asked_no_more
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Cancel, Effect, Page, Say, Stepped, Wake
from bot.fsm.events import Acknowledged, AlertFailed, Event, SheetAnswered, TimerFired
from bot.fsm.handover.cards import (
    kept_card,
    must_card,
    must_noted,
    offer_card,
    offered_card,
    taken_card,
)
from bot.fsm.handover.post import falls_due
from bot.fsm.offers import Offer, OfferDeclined, Offered, RotaChanged
from bot.fsm.school import Person, School
from bot.rota.duty import duty_at

__all__ = [
    "ANSWER_WITHIN",
    "DUTY",
    "HANDOVER_TIMERS",
    "OFFER",
    "duty_changed",
    "follow_duty",
    "offered",
    "settled",
    "unanswered",
    "who_may_have",
]

DUTY, OFFER, TAKE = "duty", "offer", "take"
ANSWER_WITHIN = timedelta(minutes=10)
"""How long somebody has to take what they are offered: as long as an urgent alert's first rung."""


def follow_duty(school: School, case: Case, event: Event, now: datetime) -> list[Effect]:
    """Return what sets the case's wake for the next change of duty.

    A change that is behind stays set until it has fired: what happens meanwhile does not skip it.
    Without a rota, and for a case that goes round the channel, nobody's duty ends.
    """
    before = case.wakes.get(DUTY)
    held = bool(case.owner) and case.stage is not CaseStage.CLOSED
    at = next_turn(school, now) if held and has_rota(school, case) else None
    if at is None:
        return [Cancel(name=DUTY)] if before is not None else []
    fired = isinstance(event, TimerFired) and event.name == DUTY
    waits = before is not None and before <= now and not fired
    return [] if waits or before == at else [Wake(name=DUTY, at=at)]


def duty_changed(school: School, case: Case, now: datetime) -> Stepped:
    """Offer an owned case to whoever is on duty now: of missed changes only the last.

    While an alert is in flight its ladder asks whoever comes on.
    """
    if case.stage is not CaseStage.OWNED or not case.owner:
        return case, []
    if case.owner in duty_at(school, now).on:
        return _ended(school, case, now) if case.offer and not case.offer.by else (case, [])
    return _ask(school, case, (), now) if falls_due(school, case, now) else (case, [])


def who_may_have(school: School, case: Case, now: datetime) -> tuple[Person, ...]:
    """Return who can be asked to take a case over, in the order in which they are asked."""
    people = anybody(school, now)
    if case.around:
        people = people_around(school, head_named=case.head_named)
    away = set() if case.around else set(duty_at(school, now).away)
    lost = set(case.alert.lost) if case.alert else set()
    off = {case.owner, *away, *lost}
    return tuple(one for one in people if one.id not in off and may_take(school, case, one.id))


def _ask(school: School, case: Case, asked: tuple[str, ...], now: datetime) -> Stepped:
    """Offer a case to the next who has not been asked; where nobody is left its owner hears it."""
    there = [one.id for one in who_may_have(school, case, now) if one.id not in asked]
    if there:
        return _offer(school, case, Offer(to=there[0], at=now, asked=(*asked, there[0])), now)
    case = case.model_copy(update={"offer": None})
    return case, [Cancel(name=OFFER), _tell(case, kept_card(school, case, ""))]


def _offer(school: School, case: Case, made: Offer, now: datetime) -> Stepped:
    case = case.model_copy(update={"offer": made, "pages": case.pages + 1})
    page = Page(
        to=made.to,
        card=offer_card(school, case, made, now),
        case=case.ref,
        count=case.pages,
    )
    told = _tell(case, offered_card(school, case, made, now))
    return case, [page, Wake(name=OFFER, at=now + ANSWER_WITHIN), told]


def _tell(case: Case, told: Card) -> Say:
    return Say(to=case.owner, card=told)


def offered(
    school: School, case: Case, event: Offered | OfferDeclined | RotaChanged, now: datetime
) -> Stepped:
    """Offer a case to the person whom somebody chose; or go on where one who was asked cannot.

    Where the rota was changed in chat it is as at a change of duty, if it holds right now.
    """
    if isinstance(event, RotaChanged):
        return _rota_changed(school, case, event, now)
    if isinstance(event, OfferDeclined):
        return _not_taken(school, case, event.by, now)
    return _offer(school, case, Offer(to=event.to, at=now, asked=(event.to,), by=event.by), now)


def _rota_changed(school: School, case: Case, event: RotaChanged, now: datetime) -> Stepped:
    if case.around or case.stage is CaseStage.CLOSED:
        return case, []
    if case.stage is CaseStage.OWNED:
        return duty_changed(school, case, now) if event.holds else (case, [])
    return climb(school, case, now)


def _not_taken(school: School, case: Case, by: str, now: datetime) -> Stepped:
    """Ask the next person; one who was chosen leaves it with its owner, who is told so."""
    made = case.offer
    if made is None or made.to != by:
        return case, []
    if not made.by:
        return _ask(school, case, made.asked, now)
    case = case.model_copy(update={"offer": None})
    return case, [Cancel(name=OFFER), _tell(case, kept_card(school, case, by))]


def unanswered(school: School, case: Case, now: datetime) -> Stepped:
    """Ask the next person: whoever was asked has not answered in time."""
    return _not_taken(school, case, case.offer.to, now) if case.offer else (case, [])


HANDOVER_TIMERS = {DUTY: duty_changed, OFFER: unanswered}
"""What a case's timers of hand-over do when they fire."""


def settled(school: School, before: Case, case: Case, event: Event, now: datetime) -> Stepped:
    """Return a case after a step: its last owner is kept, its offer stands or ends.

    An offer ends when somebody takes the case, or an alert is in flight for it again; it goes on
    to the next when whoever was asked is out of reach or may not read the case any more.
    """
    passed = bool(before.owner and case.owner) and before.owner != case.owner
    if passed:
        since = before.owned_at or before.opened_at
        case = case.model_copy(update={"had_by": before.owner, "had_since": since})
    if isinstance(event, Acknowledged) and passed and (case.offer or event.deed == TAKE):
        return _taken(school, before, case, now)
    if case.offer is None:
        return case, []
    if case.stage is not CaseStage.OWNED or not case.owner:
        return _ended(school, case, now)
    to = case.offer.to
    lost = isinstance(event, AlertFailed) and event.final and event.to == to
    if lost or not may_take(school, case, to):
        return _not_taken(school, case, to, now)
    if isinstance(event, SheetAnswered) and event.sheet == "handing" and must_noted(case):
        return case, [Say(to=to, card=must_card(school, case))]
    return case, []


def _taken(school: School, before: Case, case: Case, now: datetime) -> Stepped:
    """End the offer of a case that somebody has taken, and tell whoever had it until then.

    Those who were asked have been shown who has it (`alert/shown.py`).
    """
    case = case.model_copy(update={"offer": None})
    effects: list[Effect] = [Cancel(name=OFFER)]
    if may_take(school, case, before.owner):
        effects.append(Say(to=before.owner, card=taken_card(school, case, now)))
    return case, effects


def _ended(school: School, case: Case, now: datetime) -> Stepped:
    """End an offer that nobody took: those who were asked see who has the case."""
    asked = case.offer.asked if case.offer and case.stage is CaseStage.OWNED else ()
    case = case.model_copy(update={"offer": None})
    case, edits = asked_no_more(school, case, asked, now)
    return case, [Cancel(name=OFFER), *edits]
