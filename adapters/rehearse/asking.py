"""A short question in place of a plan: who is told at that moment, with these away?"""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from adapters.rehearse.plan import Absence, Otherwise, Plan, Step
from adapters.rehearse.problems import PlanError
from bot.dialogs.script import NOT_KNOWN
from bot.fsm.hours import local

__all__ = ["plan_for"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WRITTEN = re.compile(r"([a-z]{3})[a-z]*\s+(\d{1,2}):(\d\d)", re.IGNORECASE)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
NOBODY_ANSWERS = "1h"
"""How long nobody answers in the rehearsal."""
CURE = "write Sat 22:40, or a local time such as 2026-11-07T22:40"


def plan_for(school: str, at: str, away: Sequence[str], now: datetime) -> Plan:
    """Return a plan: at `at` a teacher does not know whether a child is safe; nobody answers.

    `at` is `Sat 22:40`, the next one after `now` (UTC), or a local time such as
    `2026-11-07T22:40`. Who is `away` is so from the day before to the day after.

    Raises:
        PlanError: `at` is no such time.
    """
    starts = _moment(at, now)
    gone = tuple(Absence(who=one, starts=starts - DAY, ends=starts + DAY) for one in away)
    told = Step(line=1, who="teacher", answers={"T-01": NOT_KNOWN})
    waits = Step.model_validate({"line": 2, "wait": NOBODY_ANSWERS})
    return Plan(
        school=school, starts=starts, otherwise=Otherwise.STOP, away=gone, step=(told, waits)
    )


def _moment(at: str, now: datetime) -> datetime:
    """Return a local time of the school, as a plan writes it: without a zone."""
    found = WRITTEN.fullmatch(at.strip())
    try:
        moment = _next(now, *found.groups()) if found else datetime.fromisoformat(at)
    except ValueError as wrong:
        raise PlanError(f"--at {at!r}: {CURE}") from wrong
    if moment.tzinfo is not None:
        raise PlanError(f"--at {at!r}: {CURE}, without an offset or Z")
    return moment


def _next(now: datetime, day: str, hour: str, minute: str) -> datetime:
    """Return the next such time of the school's wall after `now` (UTC)."""
    here = local(now).replace(tzinfo=None)
    ahead = (DAYS.index(day.lower()) - here.weekday()) % len(DAYS)
    moment = datetime.combine(here + ahead * DAY, time(int(hour), int(minute)))
    return moment if moment > here else moment + WEEK
