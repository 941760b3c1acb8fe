"""What the DSL channel reads as duty changes: who has it, how much is open, what was done."""

# Rule 1: counts and names of staff. No reference, no level, nothing about a child or a case.
# Rule 2: a case that goes round the channel is in no count: nothing shows that there is one.
# Rule 3: where nobody else comes on, nothing is said. Of changes that were missed, only the last.

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from bot.dialogs.card import Card
from bot.dialogs.words import card, words
from bot.fsm.alert.duty import next_turn, turn_wake
from bot.fsm.alert.raising import AGAIN
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Effect, Say
from bot.fsm.handover.cards import must_noted
from bot.fsm.hours import clock_time
from bot.fsm.school import CHANNEL, School
from bot.rota.duty import duty_at
from bot.rota.spans import spans_between

__all__ = ["duty_post", "falls_due"]

LOOK_BACK = timedelta(days=8)
JUST = timedelta(seconds=1)


def duty_post(
    school: School, cases: Sequence[Case], due: datetime, now: datetime
) -> tuple[Effect, ...]:
    """Return the post for a change of duty that fell due `due` (UTC), and the next timer."""
    was, on = duty_at(school, due - JUST).on, duty_at(school, now).on
    told = () if was == on else (Say(to=CHANNEL, card=_card(school, cases, due, now)),)
    return (*told, *turn_wake(school, now))


def falls_due(school: School, case: Case, now: datetime) -> bool:
    """Return whether anything falls due in a case before duty next changes."""
    until = next_turn(school, now)
    wakes = (at for name, at in case.wakes.items() if name == AGAIN or name.startswith("clock."))
    return any(until is None or at < until for at in wakes)


def _card(school: School, cases: Sequence[Case], due: datetime, now: datetime) -> Card:
    say, seen = words().phrases, [each for each in cases if not each.around]
    still = [each for each in seen if each.stage in {CaseStage.ALERTED, CaseStage.OWNED}]
    on, until = duty_at(school, now).on, next_turn(school, now)
    who = _names(school, on) or say["rota_nobody"]
    until_when = say["turn_until"].format(time=clock_time(until, now)) if until else ""
    back = _back(school, seen, due, now)
    if not still:
        return card("turn_calm", who=who, until=until_when, back=back)
    return card(
        "turn",
        who=who,
        until=until_when,
        live=str(len(still)),
        due=str(sum(falls_due(school, each, now) for each in still)),
        must=str(sum(each.stage is CaseStage.ALERTED or must_noted(each) for each in still)),
        back=back,
    )


def _back(school: School, cases: Sequence[Case], due: datetime, now: datetime) -> str:
    """Return what those who go off did on their duty: taken, noted, and still theirs."""
    spans = list(spans_between(school, due - LOOK_BACK, due))
    last = spans[-1].duty.on
    off = [one for one in last if one not in duty_at(school, now).on]
    if not off:
        return ""
    since = list(takewhile(lambda span: span.duty.on == last, reversed(spans)))[-1].starts
    taken = sum(_took(each, one, since) for each in cases for one in off)
    noted = sum(
        kept.by in off and kept.at >= since
        for each in cases
        for sheet in each.sheets.values()
        for kept in sheet.values()
    )
    theirs = sum(each.owner in off and each.stage is not CaseStage.CLOSED for each in cases)
    return (
        words()
        .phrases["turn_back"]
        .format(who=_names(school, off), taken=taken, noted=noted, theirs=theirs)
    )


def _took(case: Case, who: str, since: datetime) -> bool:
    has = case.owner == who and case.owned_at is not None and case.owned_at >= since
    had = case.had_by == who and case.had_since is not None and case.had_since >= since
    return has or had


def _names(school: School, people: Sequence[str]) -> str:
    return ", ".join(school.name_of(one) for one in people)
