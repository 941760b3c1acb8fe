"""Whose doing is being answered while its messages go out, and the card they pressed."""

# Rule 1: an Action.Execute waits for a card: it replaces the pressed one, for who pressed it alone,
#         and is no message. So what is private is shown there.
# Rule 2: it waits for three seconds at most; nothing that somebody must have depends on it.

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

__all__ = ["ACTING", "Acting"]


@dataclass(slots=True)
class Acting:
    """Somebody's doing. `activity` is the card they pressed, in `conversation`; '' for none.

    `waits`: the press is an Action.Execute, and `answer` is the Adaptive Card that replaces the
    pressed card for them. Who sends their messages sets it: a card with private rows (then it needs
    no message), or the card that replaces the pressed one for everybody (then that is edited too).
    """

    school: str
    person: str
    conversation: str = ""
    activity: str = ""
    waits: bool = False
    answer: dict[str, Any] | None = None


ACTING: ContextVar[Acting | None] = ContextVar("TEAMS_ACTING", default=None)
