"""Duty as a running case sees it: when it next changes, and who has it beside the owner."""

from datetime import datetime, timedelta

from bot.fsm.alert.ladder import anybody, on_duty
from bot.fsm.case import Case
from bot.fsm.effects import Wake
from bot.fsm.school import Person, School
from bot.rota.spans import next_change

__all__ = ["TURN", "has_rota", "next_turn", "on_duty_beside", "stands_in", "turn_wake"]

TURN = "turn"
"""The school's timer for the next change of duty."""

DAY, WITHIN = timedelta(days=1), timedelta(days=8)
"""How far ahead a change of duty is looked for: mostly it is near, else a week's turn away.

Where there is none, it is looked for again then.
"""


def has_rota(school: School, case: Case) -> bool:
    """Return whether a rota says who has this case: never one that goes round the channel."""
    return bool(school.rota.lines or school.rota.cover) and not case.around


def next_turn(school: School, now: datetime) -> datetime | None:
    """Return when duty next changes (UTC), or None where it does not for eight days."""
    return next_change(school, now, DAY) or next_change(school, now, WITHIN)


def turn_wake(school: School, now: datetime) -> tuple[Wake, ...]:
    """Return the timer for the next change of duty; none where the school has no rota."""
    if not school.rota.lines:
        return ()
    return (Wake(name=TURN, at=next_turn(school, now) or now + WITHIN),)


def on_duty_beside(school: School, case: Case, at: datetime) -> tuple[Person, ...]:
    """Return who is on duty at `at` (UTC) where that is not the owner; nobody without a rota."""
    people = on_duty(school, at) if has_rota(school, case) else ()
    return () if case.owner in {one.id for one in people} else people


def stands_in(school: School, case: Case, at: datetime) -> tuple[Person, ...]:
    """Return who has it in the owner's place at `at` (UTC): those on duty, else who follows."""
    others = tuple(one for one in anybody(school, at) if one.id != case.owner)
    there = tuple(one for one in on_duty(school, at) if one.id != case.owner)
    return there or others[:1]
