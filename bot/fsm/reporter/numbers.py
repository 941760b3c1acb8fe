"""The number that a reporter is told to ring about one case."""

from datetime import datetime

from bot.fsm.access.around import outside_now, rings_out
from bot.fsm.alert.cards import number_now
from bot.fsm.case import Case
from bot.fsm.school import School

__all__ = ["number_for"]


def number_for(school: School, case: Case | None, now: datetime) -> str:
    """Return the number that a reporter rings: outside where one who is off might answer."""
    if case is None or not rings_out(school, case, now):
        return number_now(school, now)
    return outside_now(school, case, now).rstrip(".")
