"""Every look at a case is on its access log, also one that changes nothing."""

# Rule: what a button carries is not written down, only which known part of a case was shown.

from datetime import datetime

from bot.dialogs.load import sheets
from bot.fsm.case import Case
from bot.fsm.effects import Say
from bot.fsm.events import Viewed
from bot.fsm.school import School
from bot.fsm.step import step
from bot.fsm.turn import Turn

__all__ = ["SHEET", "looked", "part_of"]

PARTS = frozenset({"later", "link", "ring", "unlink", "work"})
"""The deeds that show something of a case and change nothing; and so does each sheet."""

SHEET = "sheet"


def looked(school: School, taken: Turn, by: str, deed: str, now: datetime) -> Turn:
    """Return a turn with the look in it, where it shows `by` something of the case and no more."""
    case, part = taken.case, part_of(deed)
    if case is None or taken.events or not part or not _shows(case, taken, by):
        return taken
    event = Viewed(by=by, what=part)
    after, effects = step(school, case, event, now)
    return Turn(taken.conversation, after, (event,), (*effects, *taken.effects))


def part_of(deed: str) -> str:
    """Return the part of a case that a deed, or the name of a card, shows; '' for none."""
    name, _, rest = deed.partition(".")
    sheet = rest.partition(".")[0]
    if name == SHEET and sheet in sheets():
        return f"{SHEET}.{sheet}"
    return name if name in PARTS else ""


def _shows(case: Case, taken: Turn, by: str) -> bool:
    said = [each.card for each in taken.effects if isinstance(each, Say) and each.to == by]
    return any(each.case == case.ref for each in said)
