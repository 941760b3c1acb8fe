"""What undoing a link changes in either case: who may undo it, and what they read first."""

# Rule: the other case is known by its mirror, so that both sides are thought of at one press.

from bot.fsm.case import Case
from bot.fsm.known.facts import own_hold
from bot.fsm.linked import Link
from bot.fsm.school import TEAM, School

__all__ = ["may_undo", "undone_card", "why_card"]

WHY = {
    (False, False): "unlink_why",
    (True, False): "unlink_why_hold",
    (False, True): "unlink_why_level",
    (True, True): "unlink_why_hold_level",
}
"""What is asked, by whether a hold goes on without the link, and whether a level shown falls."""


def may_undo(school: School, case: Case, link: Link, by: str) -> bool:
    """Return whether somebody who may read both cases may undo the link of them.

    No level that is shown falls without the DSL team. Where a case goes round them, whoever it goes
    to stands in their place.
    """
    person = school.person(by)
    around = (case.around, case.head_named, link.mirror.around, link.mirror.head_named)
    named = person is not None and bool(TEAM & set(person.roles))
    return named or any(around) or not _level_falls(case, link)


def why_card(case: Case, link: Link) -> str:
    """Return the name of the card that asks why a link is undone, and says what that changes."""
    return WHY[_hold_goes_on(case, link), _level_falls(case, link)]


def undone_card(case: Case, link: Link) -> str:
    """Return the name of the card that says that a link is undone; `case` as it was before."""
    return "unlinked_hold" if _hold_goes_on(case, link) else "unlinked"


def _level_falls(case: Case, link: Link) -> bool:
    """Return whether one of the two cases shows the other's level."""
    return link.mirror.level != case.level


def _hold_goes_on(case: Case, link: Link) -> bool:
    """Return whether only the link keeps the hold up, in one case or the other."""
    return link.mirror.hold != own_hold(case)
