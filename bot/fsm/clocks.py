"""The clocks of a case after it is owned: what is due, who is nudged about it, and when.

Source: nudges.md of the domain notes and `rulings` 2.
"""

# Rule 1: a clock is derived from what was recorded. It stops when the fact is recorded, and no
#         nudge that a quiet hour or an outage swallowed counts as given: missed ones collapse.
# Rule 2: only the clocks that `rulings` 2 names wait for school hours (`waits`).
# Rule 3: a nudge names the case and the act, nothing else.

from collections.abc import Iterator
from datetime import datetime

from bot.dialogs.load import sheets
from bot.fsm.case import Case, CaseStage
from bot.fsm.clock import Clock, Due
from bot.fsm.clocks_agencies import answer, police, takedown, written
from bot.fsm.clocks_children import check_in, deletion, leaving, parents, receipt, transfer
from bot.fsm.clocks_deciding import facts_wanted, gone_over, idle, review, signoff
from bot.fsm.facts import children
from bot.fsm.hours import is_school_time, next_school_morning
from bot.fsm.school import School

__all__ = ["CLOCKS", "clock_of", "due_now", "is_per_child", "next_due", "running"]

CLOCKS: tuple[Clock, ...] = (
    Clock("leaving", "harm", "harmed", leaving),
    Clock("review", "review", "held_at", review, waits=True),
    Clock("facts", "decision", "decision", facts_wanted),
    Clock("gone_over", "decision", "review_on", gone_over, waits=True),
    Clock("signoff", "signoff", "", signoff, waits=True),
    Clock("written", "social", "written", written, done="sent"),
    Clock("answer", "social", "answered", answer, done="yes"),
    Clock("deletion", "deletion", "outcome", deletion, done="confirmed"),
    Clock("parents", "parents", "told", parents, done="done", waits=True),
    Clock("police", "police", "outcome", police, waits=True),
    Clock("takedown", "takedown", "removed", takedown, done="yes", waits=True),
    Clock("check_in", "support", "check_in", check_in, done="done", waits=True),
    Clock("transfer", "transfer", "sent", transfer, done="sent", waits=True),
    Clock("receipt", "transfer", "receipt", receipt, done="got", waits=True),
    Clock("idle", "close", "", idle, waits=True),
)


def is_per_child(clock: Clock) -> bool:
    """Return whether a clock runs for each child: its sheet is one for each."""
    return sheets()[clock.sheet].each == "child"


def clock_of(name: str) -> tuple[Clock, int]:
    """Return the clock and the child that a timer `clock.written.2` is about."""
    _, clock, child = name.split(".")
    return next(each for each in CLOCKS if each.name == clock), int(child)


def running(case: Case) -> Iterator[tuple[str, Clock, int]]:
    """Yield every clock that could run, with its timer's name and its child (0: the case)."""
    for clock in CLOCKS:
        for child in children(case) if is_per_child(clock) else (0,):
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
