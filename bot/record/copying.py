"""A child's own copy of the record: a draft to be read first, and what was released."""

from collections.abc import Sequence
from datetime import datetime

from bot.fsm.case import Case
from bot.fsm.events import Entry
from bot.fsm.school import School
from bot.fsm.sheets.requests import review
from bot.record.chronology import Chronology
from bot.record.compiling import chronology
from bot.record.lens import local_time
from bot.record.redacting import Redactor, redacted, without_request
from bot.record.wording import say

__all__ = ["copy_for"]


def copy_for(
    school: School,
    case: Case,
    entries: Sequence[Entry],
    child: int,
    taken: tuple[datetime, str],
    *,
    draft: bool,
) -> Chronology:
    """Return the record of a child without everybody else; the draft shows what is withheld.

    Raises:
        ValueError: there is no such child, or the copy is not released.
    """
    found = review(case, child)
    if not draft and not found.by:
        raise ValueError(f"case {case.ref}: the copy for child {child} is not released")
    redactor = Redactor(school, found.passages, found.words, shows=draft)
    bare, left = without_request(case, entries)
    made = chronology(school, bare, left, child=child, taken=taken, redactor=redactor)
    made = redacted(made, redactor)
    person = school.person(found.by)
    roles = ", ".join(map(school.role_name, person.roles)) if person else ""
    at = local_time(found.at) if found.at else ""
    released = "" if draft else say("released", who=roles or say("program"), when=at)
    return made.model_copy(update={"released": released})
