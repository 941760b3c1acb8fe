"""What a rostered person does: take a case, open it, step aside, accept a correction."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.dialogs.card import Card
from bot.dialogs.words import button, card
from bot.fsm.access.readers import may_read, may_take
from bot.fsm.alert.ownership import EXTRA
from bot.fsm.case import Case, CaseStage
from bot.fsm.deeds import DEEDS, open_button
from bot.fsm.desk.calls import called
from bot.fsm.desk.linking import LINKING, Linker
from bot.fsm.desk.looking import looked
from bot.fsm.desk.putting_off import put_off
from bot.fsm.desk.taking import taking_card
from bot.fsm.desk.views import view_card
from bot.fsm.desk.work import work
from bot.fsm.effects import Say
from bot.fsm.events import Acknowledged, CorrectionAccepted, Event, Recused, Viewed
from bot.fsm.handover.cards import answer_to_offer, choose_card
from bot.fsm.handover.offering import who_may_have
from bot.fsm.hours import clock_time
from bot.fsm.known.noting import children
from bot.fsm.offers import OfferDeclined, Offered
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.fsm.sheets.cards import work_card
from bot.fsm.sheets.corrections import acceptance, corrections
from bot.fsm.sheets.ring import ring_card
from bot.fsm.step import step
from bot.fsm.turn import Turn

__all__ = ["desk"]


ROOMS: dict[str, Callable[[School, Case, str, Deed, datetime], Turn]] = {
    "sheet": work,
    "later": put_off,
    "rang": called,
    "no_answer": called,
}
"""Where a deed goes by its first word, that is more than one press."""


def desk(
    school: School,
    case: Case | None,
    by: str,
    done: Deed,
    now: datetime,
    *,
    others: Iterable[Case] = (),
) -> Turn:
    """Return what a deed of a card leads to; the right to do it is checked at this press.

    `others` are the school's other cases, where the deed is to link one.
    Somebody without the right is shown nothing and told nothing about the case. Whoever has it and
    is shown something is on the access log.
    """
    if case is None or not may_read(school, case, by):
        return Turn(None, case, (), (Say(to=by, card=card("not_yours")),))
    taken = _taken(school, case, by, done, now, others=tuple(others))
    return looked(school, taken, by, done.name, now)


def _taken(
    school: School, case: Case, by: str, done: Deed, now: datetime, *, others: tuple[Case, ...]
) -> Turn:
    deed = done.name
    if deed.partition(".")[0] in LINKING:
        return Linker(school, case, others, by, now).link(done)
    if (room := ROOMS.get(deed.partition(".")[0])) is not None:
        return room(school, case, by, done, now)
    shown = _shown(school, case, by, deed, now)
    if shown is not None:
        return Turn(None, case, (), (Say(to=by, card=shown),))
    event = _event(school, case, by, deed, now)
    if event is None:
        answer = _answer(school, case, by, deed, now, done=False)
        return Turn(None, case, (), (Say(to=by, card=answer),))
    after, effects = step(school, case, event, now)
    if isinstance(event, Viewed):
        effects = [*effects, Say(to=by, card=view_card(school, after, by, now))]
    elif not isinstance(event, Recused) and not (isinstance(event, Offered) and by == after.owner):
        asked = answer_to_offer(school, after, event)
        answer = asked or _answer(school, after, by, deed, now, done=True)
        effects = [*effects, Say(to=by, card=answer)]
    return Turn(None, after, (event,), tuple(effects))


def _shown(school: School, case: Case, by: str, deed: str, now: datetime) -> Card | None:
    """Return what only shows something of a case to somebody who may read it: no event."""
    if deed == "work":
        return work_card(school, case, by)
    name, _, child = deed.partition(".")
    if deed == "hand" and case.stage is CaseStage.OWNED and may_take(school, case, by):
        return choose_card(school, case, who_may_have(school, case, now), now)
    if name == "record":
        return taking_card(case, child)
    if name == "ring" and child.isdecimal() and int(child) in children(case):
        return ring_card(school, case, int(child), now)
    return None


def _event(school: School, case: Case, by: str, deed: str, now: datetime) -> Event | None:
    if deed == "open":
        return Viewed(by=by)
    closed = case.stage is CaseStage.CLOSED
    if closed or not may_take(school, case, by):
        return None
    if (to := deed.removeprefix("hand.")) != deed:
        asked = to in {one.id for one in who_may_have(school, case, now)}
        return Offered(by=by, to=to) if asked and case.stage is CaseStage.OWNED else None
    return _taking(school, case, by, deed)


def _taking(school: School, case: Case, by: str, deed: str) -> Event | None:
    match deed:
        case "not_me":
            return Recused(by=by)
        case _ if deed.startswith("accept."):
            return _accepted(school, case, by, deed)
        case "decline" if case.offer is not None and case.offer.to == by:
            return OfferDeclined(by=by)
        case "take_over" | "take" if case.owner != by:
            return Acknowledged(by=by, deed=deed)
        case _ if deed in DEEDS and _is_news(case, by, deed):
            return Acknowledged(by=by, deed=deed)
        case _:
            return None


def _accepted(school: School, case: Case, by: str, deed: str) -> Event | None:
    """Return that corrections are accepted: just those shown, and by another than who made them."""
    if deed != acceptance(school, case) or by == case.account.reporter:
        return None
    made = tuple(each.question for each in corrections(school, case))
    return CorrectionAccepted(by=by, questions=made)


def _is_news(case: Case, by: str, deed: str) -> bool:
    """Return whether a deed changes anything: nobody takes a case from its owner unasked."""
    if case.owner == by:
        return deed != case.deed or deed in EXTRA or case.stage is not CaseStage.OWNED
    return not case.owner or case.stage is not CaseStage.OWNED


def _answer(school: School, case: Case, by: str, deed: str, now: datetime, *, done: bool) -> Card:
    time, opens = clock_time(now, now), (open_button(case.ref),)
    if case.stage is CaseStage.CLOSED:
        return card("case_closed", ref=case.ref, buttons=opens)
    if deed.partition(".")[0] == "accept":
        name = "accepted" if done else "nothing_to_accept"
        if not done and acceptance(school, case) and by != case.account.reporter:
            return card("more_to_accept", ref=case.ref, buttons=opens)
        return card(name, time=time, ref=case.ref)
    if not case.owner or deed not in {*DEEDS, "take", "take_over"}:
        return card("stale_rest")
    if case.owner == by:
        return card("yours" if done else "yours_still", time=time, ref=case.ref, buttons=opens)
    since = clock_time(case.owned_at or now, now)
    over = (button("take_over", f"deed.{case.ref}.take_over"),)
    who = school.name_of(case.owner)
    return card("has_owner", buttons=over, who=who, ref=case.ref, time=since)
