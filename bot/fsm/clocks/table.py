"""The clocks of a case after it is owned: what is due, who is nudged about it, and when.

Source: nudges.md of the domain notes and `rulings` 2.
"""

# Rule 1: a clock is derived from what was recorded. It stops when the fact is recorded, and no
#         nudge that a quiet hour or an outage swallowed counts as given: missed ones collapse.
# Rule 2: only the clocks that `rulings` 2 names wait for school hours (`waits`).
# Rule 3: a nudge names the case and the act, nothing else.

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from bot.dialogs.load import sheets
from bot.fsm.case import Case, CaseStage, Later
from bot.fsm.clocks.agencies import answer, police, takedown, written
from bot.fsm.clocks.children import check_in, deletion, leaving, parents, receipt, transfer
from bot.fsm.clocks.clock import DEPUTIES, HEAD, Clock, Due, is_above
from bot.fsm.clocks.deciding import facts_wanted, gone_over, idle, points, review, signoff
from bot.fsm.hours import is_school_time, next_school_morning
from bot.fsm.known.noting import children
from bot.fsm.links.sharing import carried_by
from bot.fsm.school import School

__all__ = ["CLOCKS", "clock_of", "due_now", "is_per_child", "moments_of", "next_due", "running"]

CLOCKS: tuple[Clock, ...] = (
    Clock("leaving", "harm", "harmed", leaving, listed=False),
    Clock("review", "review", "held_at", review, waits=True),
    Clock("points", "points", "", points),
    Clock("facts", "decision", "decision", facts_wanted),
    Clock("gone_over", "decision", "review_on", gone_over),
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
_NAMED = {each.name: each for each in CLOCKS}


def is_per_child(clock: Clock) -> bool:
    """Return whether a clock runs for each child: its sheet is one for each."""
    return sheets()[clock.sheet].each == "child"


def clock_of(name: str) -> tuple[Clock, int]:
    """Return the clock and the child that a timer `clock.written.2` is about."""
    _, clock, child = name.split(".")
    return _NAMED[clock], int(child)


def running(case: Case) -> Iterator[str]:
    """Yield the timer's name of every clock that could run: for each child, or 0 for the case."""
    for clock in CLOCKS:
        for child in children(case) if is_per_child(clock) else (0,):
            yield f"clock.{clock.name}.{child}"


def moments_of(school: School, case: Case, name: str) -> Iterator[Due]:
    """Yield the nudges of a timer, soonest first, as somebody may have put them off.

    What goes to the deputy or the head is not put off, nor what falls due at a deadline. Once the
    clock has started anew, what was said of its old run counts no longer.
    """
    clock, child = clock_of(name)
    dues, later = clock.moments(school, case, child), case.put_off.get(name)
    first = next(dues, None)
    if first is None:
        return
    whole = chain((first,), dues)
    yield from whole if later is None or first.at > later.at else _put_off(whole, later)


def _put_off(dues: Iterator[Due], later: Later) -> Iterator[Due]:
    asked: Due | None = None
    for due in dues:
        waits = later.at < due.at < later.until and not _is_hard(due)
        if due.at <= later.at or waits:
            asked = due
        elif asked is not None and due.at >= later.until:
            yield _again(asked, later)
            asked = None
        if not waits:
            yield due
    if asked is not None:
        yield _again(asked, later)


def _is_hard(due: Due) -> bool:
    return is_above(due) or (due.by is not None and due.at >= due.by)


def _again(due: Due, later: Later) -> Due:
    """Return the nudge for which it was put off: to those who do the work, not to those above."""
    to = tuple(each for each in due.to if each not in {DEPUTIES, HEAD}) or due.to
    return Due(later.until, to, due.by)


def next_due(school: School, case: Case, name: str) -> Due | None:
    """Return the next nudge after the last that was given, or None when nothing is due."""
    if case.stage is CaseStage.CLOSED or carried_by(school, case, name):
        return None
    clock, _ = clock_of(name)
    last = case.nudged.get(name)
    for due in moments_of(school, case, name):
        at = due.at
        if clock.waits and not is_school_time(school, at):
            at = next_school_morning(school, at)
        if last is None or at > last:
            return due._replace(at=at)
    return None


def due_now(school: School, case: Case, name: str, now: datetime) -> Due | None:
    """Return the latest nudge that has fallen due since the last one: missed ones collapse."""
    last, found = case.nudged.get(name), None
    for due in moments_of(school, case, name):
        if due.at > now:
            break
        if last is None or due.at > last:
            found = due
    return found
