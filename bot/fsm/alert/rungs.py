"""Who stands on the rungs of one case's ladder, and when it is looked at again."""

from datetime import datetime

from bot.dialogs.flags import RED_FLAGS, Level
from bot.fsm.access.off import off
from bot.fsm.access.readers import may_take
from bot.fsm.alert.ladder import LADDERS, anybody, due_at, on_duty, rung_groups
from bot.fsm.case import Case
from bot.fsm.school import Person, Role, School
from bot.rota.spans import next_change

__all__ = ["alerted_first", "arrived", "asked_in", "due_of", "left", "next_look", "standing"]


def due_of(school: School, case: Case, step: int) -> datetime:
    """Return when a step of the case's ladder is due (UTC)."""
    alert = case.alert
    if alert is None:
        message = f"case {case.ref} has no alert to climb"
        raise AssertionError(message)
    red = bool(case.held & RED_FLAGS)
    return due_at(school, alert.level, alert.raised_at, step, around=case.around, red=red)


def next_look(school: School, case: Case, step: int, now: datetime) -> datetime:
    """Return when the ladder is looked at again: at its next rung, or where duty changes first.

    A RECORD alert waits for school hours, whoever comes on duty before.
    """
    due = due_of(school, case, step)
    if due <= now or not _follows_duty(case):
        return due
    return next_change(school, now, due - now) or due


def _follows_duty(case: Case) -> bool:
    """Return whether somebody who comes on duty is told of the alert that is in flight."""
    return case.alert is not None and case.alert.level > Level.RECORD and not case.around


def arrived(school: School, case: Case, now: datetime) -> tuple[Person, ...]:
    """Return who has come on duty since this alert began, and has not been paged with it."""
    if case.alert is None or not _follows_duty(case):
        return ()
    gone = {*_off(school, case), *case.alert.paged}
    return tuple(one for one in on_duty(school, now) if one.id not in gone)


def left(school: School, case: Case, now: datetime) -> tuple[Person, ...]:
    """Return whoever may still be reached when nobody on any rung can: at last the chair."""
    if case.around:
        return ()
    gone, people = _off(school, case), (*anybody(school, now), *school.of_role(Role.CHAIR))
    return tuple(one for one in people if one.id not in gone and may_take(school, case, one.id))


def _off(school: School, case: Case, *, lost: bool = False) -> set[str]:
    """Return who is not paged: connected to it, its reporter, and unless `lost` the unreachable."""
    out = case.alert.lost if case.alert and not lost else ()
    return {*off(school, case), *out, case.account.reporter}


def asked_in(case: Case, step: int) -> frozenset[str]:
    """Return who has been paged in the first round of the case's alert: nobody is asked twice.

    Later rounds, and an alert that fires again, start from the top with everybody.
    """
    alert = case.alert
    if alert is None or case.around or alert.fired_again:
        return frozenset()
    return frozenset(alert.paged) if step < len(LADDERS[alert.level].rungs) else frozenset()


def alerted_first(school: School, case: Case, now: datetime) -> tuple[Person, ...]:
    """Return who hears news of a case that nobody has: those on duty, else the first alerted.

    Whoever is still to be alerted is not among them: news alone says nothing of the case. Nobody
    where the alert has gone to nobody who can be reached.
    """
    gone = _off(school, case)
    alerted = [one for one in (case.alert.paged if case.alert else ()) if one not in gone]
    on = tuple(one for one in standing(school, case, 0, now) if one.id in alerted)
    found = (school.person(one) for one in alerted)
    return on or tuple(one for one in found if one is not None)[:1]


def standing(
    school: School,
    case: Case,
    step: int,
    now: datetime,
    *,
    lost: bool = False,
    also: tuple[Person, ...] = (),
) -> tuple[Person, ...]:
    """Return who stands on the rung of a step; with `lost` also those who were out of reach.

    `also` are those of lower rungs who are about to be paged with them.
    """
    gone = _off(school, case, lost=lost)
    groups = rung_groups(
        school,
        case.level,
        step,
        at=now,
        around=case.around,
        head_named=case.head_named,
        asked=asked_in(case, step) | {one.id for one in also},
    )
    there = (tuple(one for one in group if one.id not in gone) for group in groups)
    return next((people for people in there if people), ())
