"""The clocks of the decision: the review meeting, the facts for it, its sign-off, its end."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from bot.dialogs.load import sheets
from bot.fsm.case import Case, Noted
from bot.fsm.clocks.clock import DAY, HEAD, OWNER, SIGNER, WEEK, Due
from bot.fsm.hours import is_school_day, next_school_morning, school_day_end
from bot.fsm.known.facts import decision_stands, open_points, referred, returned
from bot.fsm.known.filling import left_of
from bot.fsm.known.grounds import to_sign
from bot.fsm.known.noting import answer_to, decided, last_noted, moment_noted, noted, place
from bot.fsm.school import School

__all__ = ["facts_wanted", "gone_over", "idle", "review", "signoff"]

SIGNED_FOR = ("decision", "reason", "override", "no_police", "answer")
WHILE_STILL_IN = timedelta(minutes=15)


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


def points(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask every 24 hours, on days with school, for what is not known at the referral points.

    It goes on until each is found out, or accepted by a named person (R-11; `nudges`). Where a
    decision waits for a signature and the points do not stand, it asks for them at once: nobody
    can sign before.
    """
    if _first_the_points(school, case):
        decided_at = max(each.at for each in _decision(case))
        yield Due(decided_at, (OWNER,))
        days = (decided_at + DAY * day for day in count(1))
        yield from (Due(at, (OWNER,)) for at in days if is_school_day(school, at))
        return
    said = [answer_to(case, "points", key) for key in open_points(case)]
    began = min((each.at for each in said if each is not None), default=None)
    if began is not None:
        days = (began + DAY * day for day in count(1))
        yield from (Due(at, (OWNER,)) for at in days if is_school_day(school, at))


def gone_over(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Remind once of the moment at which the decision was to be gone over (H-03)."""
    due = moment_noted(case, "decision", "review_on")
    if due is not None:
        yield Due(due, (OWNER,))


def signoff(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask for the sign-off at once, and on each school day until it is there.

    It can be signed once the referral points are gone through. Where it came back with a question,
    it is the owner who is asked for the answer.
    """
    if not to_sign(case) or not decision_stands(case) or _first_the_points(school, case):
        return
    if noted(case, "signoff", "verdict") == "sign":
        return
    went_through = [] if referred(case) else case.sheets.get(place("points"), {}).values()
    morning = max(each.at for each in (*_decision(case), *went_through))
    if not returned(case):
        yield Due(morning, (SIGNER,))
    for _ in count():
        morning = next_school_morning(school, morning)
        yield Due(morning, (OWNER,) if returned(case) else (SIGNER, OWNER))


def idle(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Bring back, after a week in which nothing was noted, a case that was decided."""
    last = last_noted(case)
    if last is None or answer_to(case, "decision", "decision") is None:
        return
    yield from (Due(next_school_morning(school, last + WEEK * week), (OWNER,)) for week in count(1))


def _decision(case: Case) -> list[Noted]:
    """Return the answers that a signature is for."""
    parts = (answer_to(case, "decision", key) for key in SIGNED_FOR)
    return [each for each in parts if each is not None]


def _first_the_points(school: School, case: Case) -> bool:
    """Return whether a decision waits for a signature that the referral points still hold up."""
    if not to_sign(case) or not decision_stands(case) or referred(case):
        return False
    return bool(left_of(school, case, sheets()["points"], 0))
