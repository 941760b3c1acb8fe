"""The clocks of what others were told: social care, police, the sites.

Source: S0 for the 48 hours of a written referral; S1 Recording for the answer to it.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from bot.fsm.case import Case
from bot.fsm.clocks.clock import DAY, DEPUTIES, HEAD, OWNER, WEEK, Due
from bot.fsm.hours import working_day_after
from bot.fsm.known.noting import answer_to, moment_noted, moment_told, noted
from bot.fsm.school import School

__all__ = ["answer", "police", "takedown", "written"]


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
