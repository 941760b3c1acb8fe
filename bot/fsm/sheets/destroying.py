"""When the record of a case may be destroyed, and what keeps it."""

# Rule 1: no date destroys anything. A named DSL accepts it and the head, or the chair in the head's
#         place, and the data protection officer has said so.
# Rule 2: whatever is noted after they accepted undoes it. While anything must be kept, here or in
#         a linked case, it is not even asked.

from datetime import date, datetime
from typing import NamedTuple

from bot.dialogs.script import Value
from bot.fsm.case import Case, CaseStage, Noted
from bot.fsm.events import SheetAnswered
from bot.fsm.hours import local
from bot.fsm.known.facts import hold_is_on
from bot.fsm.known.noting import answer_to, children, noted, place
from bot.fsm.school import Role, School

__all__ = ["DESTROY", "Accepted", "accepted", "hindrance", "keep_until", "may_end", "unaccepted"]

DESTROY = "destroy"
"""The sheet on which it is asked."""

YEAR_TO_AGE = 4
"""A pupil of Year 8 was 12 before it began: the youngest that a year group can be."""


class Accepted(NamedTuple):
    """Two named people's acceptance: on which grounds, and who."""

    grounds: str
    dsl: str
    head: str


def may_end(_school: School, case: Case, _by: str) -> str:
    """Only of a closed case is it asked, and not while anything has to be kept."""
    if case.stage is not CaseStage.CLOSED:
        return "gate_not_closed"
    return "gate_hold" if hold_is_on(case) else ""


def unaccepted(school: School, case: Case, event: SheetAnswered) -> str:
    """Return the phrase that says whose word it is, or ''.

    A case about staff is the head's to begin. A case about the head goes to the chair alone, so
    there are no two to accept it: it is kept.
    """
    if event.sheet != DESTROY or event.value != "accept":
        return ""
    person = school.person(event.by)
    roles = set(person.roles) if person is not None else set()
    first, second = {Role.DSL}, {Role.HEAD, Role.CHAIR}
    if case.around:
        first, second = {Role.HEAD}, {Role.CHAIR}
    if event.key == "accept":
        return "" if first & roles else "gate_dsl_accepts"
    return "" if second & roles else "gate_head_accepts"


def keep_until(school: School, case: Case) -> date:
    """Return the first day on which the keeping time of a case is over. Local.

    It counts from the latest day on which the youngest child can have been born; where an age is
    not known, from the day on which the case was raised.
    """
    raised = local(case.opened_at).date()
    values = case.account.values()
    youngest = min(_age(values.get(f"child.{number}.age")) for number in children(case))
    year = raised.year + school.keep_until_age - youngest
    leap_day = (raised.month, raised.day) == (2, 29)
    return date(year, 3, 1) if leap_day else raised.replace(year=year)


def _age(said: Value | None) -> int:
    if isinstance(said, int):
        return said
    year = str(said).removeprefix("year ")
    return int(year) + YEAR_TO_AGE if year.isdecimal() else 0


def accepted(case: Case) -> Accepted | None:
    """Return who accepted that the record is destroyed; None unless both did, after all else."""
    first, second = answer_to(case, DESTROY, "accept"), answer_to(case, DESTROY, "second")
    said = [each for each in (first, second) if each is not None and each.value == "accept"]
    if first is None or second is None or len(said) < len((first, second)):
        return None
    if first.by == second.by or min(first.at, second.at) < _last_word(case):
        return None
    if noted(case, DESTROY, "officer") != "yes":
        return None
    return Accepted(str(noted(case, DESTROY, "grounds")), first.by, second.by)


def _last_word(case: Case) -> datetime:
    """Return when anything was last said in the case, but for those two signatures."""
    kept: list[Noted] = []
    for where, answers in case.sheets.items():
        ours = where == place(DESTROY)
        kept += [
            each for key, each in answers.items() if not ours or key not in {"accept", "second"}
        ]
    told = [each.at for each in case.account.answers.values()]
    rung = [each.at for each in case.calls]
    return max([case.opened_at, *told, *rung, *(each.at for each in kept)])


def hindrance(school: School, case: Case, now: datetime) -> str:
    """Return the phrase that says what keeps a record from being destroyed at `now`, or ''."""
    if why := may_end(school, case, ""):
        return why
    signed = accepted(case)
    if signed is None:
        return "keeps_unsigned"
    if signed.grounds == "due" and local(now).date() < keep_until(school, case):
        return "keeps_not_due"
    seen = noted(case, DESTROY, "held_by")
    if signed.grounds == "handed" and seen in {None, "not_known"}:
        return "keeps_unseen"
    return "" if signed.grounds in {"due", "handed"} else "keeps_unsigned"
