"""What follows when an alert reached somebody, or did not."""

from datetime import datetime

from bot.dialogs.flags import Level
from bot.dialogs.words import card
from bot.fsm.access.off import is_off_channel, off
from bot.fsm.access.readers import may_take
from bot.fsm.alert.cards import number_now
from bot.fsm.alert.ladder import anybody, rung_people
from bot.fsm.alert.ownership import fire_again
from bot.fsm.alert.raising import AGAIN, UNREACHED, climb, unreached
from bot.fsm.alert.telling import THROUGH
from bot.fsm.case import Alert, Case, CaseStage
from bot.fsm.effects import Cancel, Effect, Say, Stepped
from bot.fsm.hours import clock_time
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.school import Role, School

__all__ = ["alarm", "channel_lost", "delivered", "failed"]


def delivered(case: Case, to: str, now: datetime) -> Stepped:
    """Keep that somebody was reached; tell a reporter who had been told that nobody was."""
    alert = case.alert
    if alert is None or to not in alert.paged:
        return case, []  # an older alert: perhaps to somebody whom the case now goes round
    reached = tuple(dict.fromkeys((*alert.reached, to)))
    effects: list[Effect] = [] if alert.reached else [Cancel(name=UNREACHED)]
    if alert.told_unreached and not alert.reached:
        through = card(THROUGH, time=clock_time(now, now))
        effects.append(Say(to=case.account.reporter, card=through))
    lost = tuple(one for one in alert.lost if one != to)
    alert = alert.model_copy(update={"reached": reached, "lost": lost})
    return case.model_copy(update={"alert": alert}), effects


def failed(school: School, case: Case, to: str, now: datetime, *, final: bool) -> Stepped:
    """Take the next rung now where this one is out of reach; be honest when nobody was reached."""
    alert = case.alert
    if alert is None:
        return _alert_others(school, case, to, now) if final else (case, [])
    if (to in alert.reached and not final) or to not in {*alert.paged, case.owner}:
        return case, []
    where = "lost" if final else "delayed"
    tried = (*alert.lost, to) if final else (*alert.delayed, to)
    reached = tuple(one for one in alert.reached if one != to)
    alert = alert.model_copy(update={where: tuple(dict.fromkeys(tried)), "reached": reached})
    case = case.model_copy(update={"alert": alert})
    effects: list[Effect] = []
    if final and case.owner == to and case.stage is CaseStage.OWNED:
        return fire_again(school, case, now)
    if final and not case.owner and set(alert.paged) <= set(alert.lost):
        case, effects = climb(school, case, now, at_once=True)
        alert = case.alert or alert
    if not alert.reached and set(alert.paged) <= {*alert.lost, *alert.delayed}:
        case, told = unreached(school, case, now)
        effects += told
    return case, effects


def channel_lost(school: School, case: Case, now: datetime) -> Stepped:
    """Tell whoever is paged first, and IT, once a case, that the channel shows nothing of it."""
    if case.channel_lost or is_off_channel(school, case):
        return case, []
    rung = rung_people(school, case.level, 0, at=now, around=False, head_named=False)
    first = rung or anybody(school, now)[:1]  # a gap in the rota: whoever comes next
    told = card("channel_lost", ref=case.ref)
    gone = off(school, case)
    people = [one.id for one in (*first, *school.of_role(Role.IT)) if one.id not in gone]
    say = [Say(to=one, card=told) for one in dict.fromkeys(people)]
    return case.model_copy(update={"channel_lost": True}), [*say]


def alarm(
    school: School, reporter: str, now: datetime, case: Case | None = None
) -> tuple[Effect, ...]:
    """Tell whoever is paged first that our own code failed on what somebody was saying.

    Where their `case` is known, nobody hears of it who is off it.
    """
    around, head = (case.around, case.head_named) if case else (False, False)
    people = rung_people(school, Level.EMERGENCY, 0, at=now, around=around, head_named=head)
    people = tuple(one for one in people if case is None or may_take(school, case, one.id))
    broke = card("engine_alarm", time=clock_time(now, now), number=number_now(school, now))
    return tuple(Say(to=one.id, card=broke) for one in people if one.id != reporter)


def _alert_others(school: School, case: Case, to: str, now: datetime) -> Stepped:
    """Put an alert in flight at once: what somebody was to hear first cannot reach them."""
    stage = CASE_LIFE.after(case.stage, "alert")
    alert = Alert(level=case.level, raised_at=now, lost=(to,))
    case = case.model_copy(update={"alert": alert, "stage": stage})
    case, effects = climb(school, case, now, at_once=True)
    return case, [Cancel(name=AGAIN), *effects]
