"""Two reports of one incident: what each case keeps of the other, and the events of a link."""

# Rule: each is a case of its own, with its own account, owner and record. What a case keeps of the
#       other is what both have in common: level, hold, clocks, and who may not know (`rulings` 5).

from datetime import datetime
from typing import Literal, TypeAlias

from bot.dialogs.flags import Level
from bot.frozen import Frozen

__all__ = ["Link", "LinkChanged", "LinkEvent", "Linked", "Mirror", "Unlinked"]


class Mirror(Frozen):
    """How the other case stood when it was last looked at. `clocks` are its running timers.

    `level` and `hold` are its own, whatever a link adds. `recused`, `around` and `head_named` say
    who may know of it.
    """

    level: Level
    hold: bool
    opened_at: datetime
    closed: bool = False
    recused: tuple[str, ...] = ()
    around: bool = False
    head_named: bool = False
    named: tuple[str, ...] = ()
    kept_from: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()


class Link(Frozen):
    """A link to another case: who made it or undid it, when (UTC) and why.

    `holds`: only the link kept the hold up as it was undone, so that this case has it as its own.
    """

    by: str
    at: datetime
    reason: str
    mirror: Mirror
    undone: bool = False
    holds: bool = False


class Linked(Frozen):
    """Somebody who may read both said that another case is of the same incident."""

    type: Literal["linked"] = "linked"
    other: str
    by: str
    at: datetime
    reason: str
    mirror: Mirror


class Unlinked(Frozen):
    """Somebody who may read both undid a link."""

    type: Literal["unlinked"] = "unlinked"
    other: str
    by: str
    at: datetime
    reason: str


class LinkChanged(Frozen):
    """A linked case stands otherwise than before."""

    type: Literal["link_changed"] = "link_changed"
    other: str
    mirror: Mirror


LinkEvent: TypeAlias = Linked | Unlinked | LinkChanged
"""What happens to a link."""
