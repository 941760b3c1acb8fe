"""The ways beside the chat: who is called by e-mail or phone because of an alert, and when."""

# Rule 1: this table says when. No guidance sets it; all of it is ours.
# Rule 2: a call goes to somebody whom the alert goes to anyway, and has nothing in it but the case.
# Rule 3: whoever is called in vain is called off: once somebody has it, or it goes round them.
# Rule 4: where an offer of a case is not taken, whoever is offered it next is called at once, and
#         so is whoever did not answer: at a hand-over as at an alert.
# Rule 5: a call is beside the chat, never in its place: the ladder climbs as if there were none.

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.dialogs.flags import Level
from bot.fsm.access.off import may_call, off
from bot.fsm.access.readers import may_take
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Call, CallOff, Cancel, Effect, Page, Stepped, Wake
from bot.fsm.events import AlertFailed, Event, TimerFired
from bot.fsm.hours import is_school_time
from bot.fsm.school import Person, School, Way

__all__ = ["ELSEWHERE", "THROUGH_BY", "WAYS", "Occasion", "called", "elsewhere"]

ELSEWHERE = "elsewhere"
THROUGH_BY = timedelta(seconds=12)
"""How long the chat has to get an alert to somebody. As long as the reporter waits to hear."""

CALLED_FOR = frozenset({"page", "page_around", "page_999", "page_broken"})
"""The messages that may call somebody: the alert itself, and what cannot wait beside it."""


class Occasion(StrEnum):
    """Why somebody is called."""

    AT_ONCE = "with the alert, while the school is open"
    AT_ONCE_SHUT = "with the alert, while the school is shut"
    NOT_THROUGH = "the chat has not got the alert to them, or never will"
    UNANSWERED = "nobody has it when the next people are alerted, or has taken it over"


ALL = (Way.PHONE, Way.MAIL)
WAYS: Mapping[Level, Mapping[Occasion, tuple[Way, ...]]] = {
    Level.EMERGENCY: {
        Occasion.AT_ONCE: (Way.PHONE,),
        Occasion.AT_ONCE_SHUT: (Way.PHONE,),
        Occasion.NOT_THROUGH: ALL,
        Occasion.UNANSWERED: ALL,
    },
    Level.IMMEDIATE: {
        Occasion.AT_ONCE: (),
        Occasion.AT_ONCE_SHUT: (Way.PHONE,),
        Occasion.NOT_THROUGH: ALL,
        Occasion.UNANSWERED: ALL,
    },
    Level.URGENT: {
        Occasion.AT_ONCE: (),
        Occasion.AT_ONCE_SHUT: (Way.PHONE,),
        Occasion.NOT_THROUGH: ALL,
        Occasion.UNANSWERED: ALL,
    },
    Level.RECORD: {
        Occasion.AT_ONCE: (),
        Occasion.AT_ONCE_SHUT: (),
        Occasion.NOT_THROUGH: (Way.MAIL,),
        Occasion.UNANSWERED: (Way.MAIL,),
    },
}


def called(
    school: School,
    before: Case,
    case: Case,
    *,
    event: Event,
    effects: Sequence[Effect],
    now: datetime,
) -> Stepped:
    """Return the calls that follow from what one step has just done, and those to take back."""
    if not school.ways:
        return case, []
    ended = _called_off(school, before, case, now)
    paged = [each for each in effects if isinstance(each, Page) and each.card.name in CALLED_FOR]
    if paged and case.alert is not None:  # a new round: everybody may be called anew
        case = _keep(case, ())
    wanted = _unanswered(before, case, paged)
    at_once = Occasion.AT_ONCE if is_school_time(school, now) else Occasion.AT_ONCE_SHUT
    calls: list[Effect] = []
    if isinstance(event, AlertFailed) and event.final:
        case, calls = _calls(school, case, (event.to,), Occasion.NOT_THROUGH, now)
    offered = _offered_on(before, case, event)
    case, more = _calls(school, case, offered, Occasion.UNANSWERED, now, anew=True)
    calls += more
    for people, occasion in ((wanted, Occasion.UNANSWERED), ([each.to for each in paged], at_once)):
        case, more = _calls(school, case, people, occasion, now)
        calls += more
    return case, [*ended, *calls, *_awaited(before, case, paged, now)]


def elsewhere(school: School, case: Case, now: datetime) -> Stepped:
    """Call those whom the chat has not got the alert to in time."""
    alert = case.alert
    if alert is None or case.stage is not CaseStage.ALERTED:
        return case, []
    unheard = [one for one in alert.paged if one not in alert.reached]
    return _calls(school, case, unheard, Occasion.NOT_THROUGH, now)


def _awaited(before: Case, case: Case, paged: Sequence[Page], now: datetime) -> list[Effect]:
    """Set the moment by which the chat must be through; strike it off when it is."""
    alert = case.alert
    if paged and case.stage is CaseStage.ALERTED:
        return [Wake(name=ELSEWHERE, at=now + THROUGH_BY)]
    heard = alert is None or set(alert.paged) <= {*alert.reached, *alert.lost}
    waits = ELSEWHERE in before.wakes
    return [Cancel(name=ELSEWHERE)] if waits and (heard or _is_settled(case)) else []


def _unanswered(before: Case, case: Case, paged: Sequence[Page]) -> list[str]:
    """Return who was alerted before this step, when it alerts others because nobody has it."""
    was, now = before.alert, case.alert
    if was is None or now is None or not paged or case.stage is not CaseStage.ALERTED:
        return []
    return list(was.paged) if now.raised_at == was.raised_at and now.step > was.step else []


def _offered_on(before: Case, case: Case, event: Event) -> tuple[str, ...]:
    """Return who is called because somebody has not taken a case that they were offered.

    That is whoever is offered it next, and whoever has not answered at all.
    """
    was, made = before.offer, case.offer
    if made is None or len(made.asked) == 1 or (was is not None and was.asked == made.asked):
        return ()
    silent = (was.to,) if was is not None and isinstance(event, TimerFired) else ()
    return (made.to, *silent)


def _called_off(school: School, before: Case, case: Case, now: datetime) -> list[Effect]:
    """Take back the calls still on their way to people who are not wanted, or not any more."""
    if before.alert is None or not before.alert.called:
        return []
    ended = _is_settled(case) and not _is_settled(before)
    kept_from = (case.around, off(school, case))
    same = not ended and kept_from == (before.around, off(school, before))
    alerted = () if same else before.alert.paged
    asked = before.offer.asked if before.offer is not None and case.offer is None else ()
    found = (school.person(one) for one in dict.fromkeys((*alerted, *asked)))
    return [
        CallOff(to=one.id, way=way)
        for one in found
        if one is not None
        for way in Way
        if ended or one.id in asked or way not in _ways_to(school, case, one, now)
    ]


def _is_settled(case: Case) -> bool:
    return case.stage in {CaseStage.OWNED, CaseStage.CLOSED}


def _calls(
    school: School,
    case: Case,
    people: Iterable[str],
    occasion: Occasion,
    now: datetime,
    *,
    anew: bool = False,
) -> Stepped:
    """Call people in the ways of the table; nobody twice in the same way in one round.

    `anew`: they are called for something else than the alert's own round.
    """
    calls: list[Effect] = []
    done = case.alert.called if case.alert else ()
    for one in people:
        person = school.person(one)
        for way in WAYS[case.level][occasion]:
            name = f"{way}:{one}"
            if (
                person is None
                or (name in done and not anew)
                or way not in _ways_to(school, case, person, now)
            ):
                continue
            done = tuple(dict.fromkeys((*done, name)))
            case = case.model_copy(update={"pages": case.pages + 1})
            calls.append(Call(to=one, way=way, case=case.ref, count=case.pages))
    return _keep(case, done), calls


def _ways_to(school: School, case: Case, person: Person, now: datetime) -> frozenset[Way]:
    """Return how somebody can be called: the ways of the deployment that lead to them."""
    if not may_take(school, case, person.id):
        return frozenset()
    return frozenset(way for way in school.ways if may_call(school, case, person, way, now))


def _keep(case: Case, done: tuple[str, ...]) -> Case:
    if case.alert is None:
        return case
    return case.model_copy(update={"alert": case.alert.model_copy(update={"called": done})})
