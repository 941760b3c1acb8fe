"""The clocks of a case after it is owned: what is due, who is nudged about it, and when.

Source: nudges.md of the domain notes and `rulings` 2; S0 for the 48 hours of a written referral.
"""

# Rule 1: a clock is derived from what was recorded. It stops when the fact is recorded, and no
#         nudge that a quiet hour or an outage swallowed counts as given: missed ones collapse.
# Rule 2: only the clocks that `rulings` 2 names wait for school hours (`waits`).
# Rule 3: a nudge names the case and the act, nothing else.

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple, TypeAlias

from bot.fsm.case import Case, CaseStage
from bot.fsm.facts import (
    answer_to,
    children,
    decided,
    decision_stands,
    hold_is_on,
    moment_noted,
    moment_told,
    noted,
    referred,
    returned,
)
from bot.fsm.hours import (
    is_school_time,
    next_school_morning,
    school_day_end,
    working_day_after,
)
from bot.fsm.school import School

__all__ = ["CLOCKS", "Clock", "Due", "clock_of", "due_now", "next_due", "running"]

OWNER, DEPUTIES, HEAD, SIGNER = "owner", "deputy", "head", "signer"
WHILE_STILL_IN = timedelta(minutes=15)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


class Due(NamedTuple):
    """One nudge: when (UTC), to whom, and by when the act itself is due where that differs."""

    at: datetime
    to: tuple[str, ...]
    by: datetime | None = None


Moments: TypeAlias = Callable[[School, Case, int], Iterator[Due]]
"""Yields the nudges of a clock that runs, soonest first; nothing when it does not run."""


class Clock(NamedTuple):
    """One clock. Its fact is recorded in `sheet`, at `key` ('': from its start).

    It `waits` for school hours or not.
    """

    name: str
    sheet: str
    key: str
    moments: Moments
    waits: bool = False


def written(school: School, case: Case, child: int) -> Iterator[Due]:
    """Remind of the written referral: at 1/2, 5/6 and 23/24 of the pack's hours, then overdue."""
    began = moment_told(case, "social", child)
    sent = noted(case, "social", "written", child) in {"sent", "not_asked"}
    said = answer_to(case, "social", "rung_at", child)
    if began is None or sent or school.pack.written_referral is None:
        return
    whole = timedelta(hours=school.pack.written_referral)
    due = began + whole
    before = [began + whole * part for part in (1 / 2, 5 / 6, 23 / 24)]
    yield from (Due(at, (OWNER,), due) for at in before if said is None or at > said.at)
    yield from (Due(due + DAY * day, (OWNER, DEPUTIES, HEAD), due) for day in count())


def answer(school: School, case: Case, child: int) -> Iterator[Due]:
    """Ask whether the authority answered, one working day after the referral."""
    began = moment_noted(case, "social", "written_at", child)
    began = began or moment_told(case, "social", child)
    if began is None or noted(case, "social", "answered", child) == "yes":
        return
    due = working_day_after(school, began)
    yield from (Due(due + DAY * day, (OWNER,) if not day else (OWNER, HEAD)) for day in count())


def deletion(school: School, case: Case, child: int) -> Iterator[Due]:
    """Follow a deadline: a day before, at it, 4 hours after, then the deputy, then the head."""
    deadline = moment_noted(case, "deletion", "deadline", child)
    done = noted(case, "deletion", "outcome", child) in {"confirmed", "refused"}
    said = answer_to(case, "deletion", "deadline", child)
    if deadline is None or said is None or done or hold_is_on(case):
        return
    soon = [deadline + after for after in (-DAY, timedelta(), 4 * HOUR)]
    yield from (Due(at, (OWNER,), deadline) for at in soon if at > said.at)
    morning = next_school_morning(school, soon[-1])
    yield Due(morning, (OWNER, DEPUTIES), deadline)
    for _ in count():
        morning = next_school_morning(school, morning)
        yield Due(morning, (OWNER, DEPUTIES, HEAD), deadline)


def parents(_school: School, case: Case, child: int) -> Iterator[Due]:
    """Remind of the date that was set for telling parents, or for looking at it again."""
    told = noted(case, "parents", "told", child)
    key = {"planned": "plan_at", "not_told": "review_at"}.get(str(told), "")
    due = moment_noted(case, "parents", key, child)
    if due is not None:
        yield from (Due(due + DAY * day, (OWNER,)) for day in count())


def police(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask for the police outcome each week."""
    began = moment_told(case, "police")
    if began is not None and noted(case, "police", "outcome") in {None, "awaiting"}:
        yield from (Due(began + WEEK * week, (OWNER,)) for week in count(1))


def takedown(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask two days after a report whether it is gone."""
    began = moment_noted(case, "takedown", "reported_at")
    if began is not None and noted(case, "takedown", "removed") != "yes":
        yield from (Due(began + 2 * DAY * time, (OWNER,)) for time in count(1))


def check_in(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask after a week how the member of staff who saw it is."""
    began = moment_noted(case, "support", "offered_at")
    if began is not None and noted(case, "support", "check_in") != "done":
        yield from (Due(began + WEEK * week, (OWNER,)) for week in count(1))


def review(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Remind of the initial review meeting: as the school day ends, then each morning."""
    held = noted(case, "review", "held_at") is not None
    if held or case.owned_at is None or referred(case):
        return
    yield Due(school_day_end(school, case.owned_at) - WHILE_STILL_IN, (OWNER,))
    morning = case.owned_at
    for day in count():
        morning = next_school_morning(school, morning)
        yield Due(morning, (OWNER,) if not day else (OWNER, HEAD))


def facts_wanted(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask each day for what was still wanted before a decision (S1: review throughout)."""
    kept = answer_to(case, "decision", "decision")
    if kept is not None and decided(case) == "need_facts":
        yield from (Due(kept.at + DAY * day, (OWNER,)) for day in count(1))


def gone_over(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Remind once of the moment at which the decision was to be gone over (H-03)."""
    due = moment_noted(case, "decision", "review_on")
    if due is not None:
        yield Due(due, (OWNER,))


def signoff(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask for the sign-off at once, and on each school day until it is there.

    Where it came back with a question, it is the owner who is asked for the answer.
    """
    parts = [
        answer_to(case, "decision", key) for key in ("decision", "reason", "override", "answer")
    ]
    if decided(case) != "not_refer" or not decision_stands(case):
        return
    if noted(case, "signoff", "verdict") == "sign":
        return
    morning = max(each.at for each in parts if each is not None)
    if not returned(case):
        yield Due(morning, (SIGNER,))
    for _ in count():
        morning = next_school_morning(school, morning)
        yield Due(morning, (OWNER,) if returned(case) else (SIGNER, OWNER))


def idle(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Bring back, after a week, a case that was decided and is not closed."""
    kept = answer_to(case, "decision", "decision")
    if kept is not None:
        yield from (
            Due(next_school_morning(school, kept.at + WEEK * week), (OWNER,)) for week in count(1)
        )


CLOCKS: tuple[Clock, ...] = (
    Clock("review", "review", "held_at", review, waits=True),
    Clock("facts", "decision", "decision", facts_wanted),
    Clock("gone_over", "decision", "review_on", gone_over, waits=True),
    Clock("signoff", "signoff", "", signoff, waits=True),
    Clock("written", "social", "written", written),
    Clock("answer", "social", "answered", answer),
    Clock("deletion", "deletion", "outcome", deletion),
    Clock("parents", "parents", "told", parents, waits=True),
    Clock("police", "police", "outcome", police, waits=True),
    Clock("takedown", "takedown", "removed", takedown, waits=True),
    Clock("check_in", "support", "check_in", check_in, waits=True),
    Clock("idle", "close", "", idle, waits=True),
)

PER_CHILD = frozenset({"written", "answer", "deletion", "parents"})


def clock_of(name: str) -> tuple[Clock, int]:
    """Return the clock and the child that a timer `clock.written.2` is about."""
    _, clock, child = name.split(".")
    return next(each for each in CLOCKS if each.name == clock), int(child)


def running(case: Case) -> Iterator[tuple[str, Clock, int]]:
    """Yield every clock that could run, with its timer's name and its child (0: the case)."""
    for clock in CLOCKS:
        for child in children(case) if clock.name in PER_CHILD else (0,):
            yield f"clock.{clock.name}.{child}", clock, child


def next_due(school: School, case: Case, name: str, clock: Clock, child: int) -> Due | None:
    """Return the next nudge after the last that was given, or None when nothing is due."""
    if case.stage is CaseStage.CLOSED:
        return None
    last = case.nudged.get(name)
    for due in clock.moments(school, case, child):
        at = due.at
        if clock.waits and not is_school_time(school, at):
            at = next_school_morning(school, at)
        if last is None or at > last:
            return due._replace(at=at)
    return None


def due_now(school: School, case: Case, name: str, now: datetime) -> Due | None:
    """Return the latest nudge that has fallen due since the last one: missed ones collapse."""
    clock, child = clock_of(name)
    last, found = case.nudged.get(name), None
    for due in clock.moments(school, case, child):
        if due.at > now:
            break
        if last is None or due.at > last:
            found = due
    return found
