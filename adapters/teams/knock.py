"""Somebody at the door: the little that is kept of an activity, and the verdict on it."""

# Rule 1: made by picking, never by removing: what is not named here does not come in.
# Rule 2: an operation's name is a hash of conversation, activity and type: a repeat has the same
#         name. It is kept in the commit that it names; the store remembers it for 48 hours.

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from adapters.chat.guard_words import Verdict
from adapters.teams.tenant import Tenant

__all__ = ["A_LINK", "Kind", "Knock", "Place", "named"]

A_LINK = "https://"
"""Stands for words with a link in them: the engine refuses it in its own words."""


class Kind(StrEnum):
    """What somebody did, or what Teams tells."""

    TYPED = "typed"
    PRESSED = "pressed"
    FILLED = "filled"
    MEDIA = "media"
    INSTALLED = "installed"
    CHANGED = "changed"
    GONE = "gone"
    OTHER_INVOKE = "other-invoke"
    IGNORED = "ignored"


class Place(StrEnum):
    """Where it happened. What is in no private chat is read by others."""

    PRIVATE = "personal"
    CHANNEL = "channel"
    GROUP = "groupChat"


@dataclass(frozen=True, slots=True)
class Knock:
    """One thing that came through the door.

    `user` is an Entra object id, '' where Teams gives none, `name` what Teams calls them; `account`
    is the person's id for us and `bot` our own. `service` and `conversation` say where an answer
    goes; `room` is the channel's id, `shape` what Teams calls its kind. `activity` is the card that
    was pressed. `waits`: an invoke, answered with a card. `school`, `value` and `content` are a
    button's or a form's.
    """

    kind: Kind
    tenant: Tenant
    user: str = ""
    name: str = ""
    account: str = ""
    bot: str = ""
    operation: str = ""
    verdict: Verdict = Verdict.OK
    place: Place = Place.PRIVATE
    service: str = ""
    conversation: str = ""
    room: str = ""
    shape: str = ""
    activity: str = ""
    waits: bool = False
    text: str = ""
    school: str = ""
    value: str = ""
    content: str | tuple[str, ...] = ""


def named(*parts: str) -> str:
    """Return the name of a doing: nothing of the activity can be read from it."""
    joined = "\x1f".join(parts).encode("utf-8", "replace")
    return f"teams-{hashlib.blake2b(joined, digest_size=16).hexdigest()}"
