"""Somebody at the door: the little that is kept of a payload, and the verdict on it."""

# Rule 1: made by picking, never by removing: what is not named here does not come in.
# Rule 2: an operation's name is a hash of what makes the doing one: a repeat has the same name,
#         whatever its delivery is called. The store remembers it for 48 hours (26 are needed).
# Rule 3: of a message that a shortcut points at, channel, time and person are taken, no more.

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from adapters.chat.guard_words import Verdict
from adapters.chat.picking import at, items, word

__all__ = [
    "A_LINK",
    "SWITCHED_OFF",
    "Kind",
    "Knock",
    "Payload",
    "Unreadable",
    "named",
    "person_of",
    "teams_of",
]

A_LINK = "https://"
"""Stands for words with a link in them: the engine refuses it in its own words."""


SWITCHED_OFF = "deleted"
"""The value of news of a person whose account was switched off."""

Payload = Mapping[str, object]


class Kind(StrEnum):
    """What somebody did, or what Slack tells."""

    TYPED = "typed"
    MENTION = "mention"
    HOME = "home"
    PRESS = "press"
    FORM = "form"
    SHORTCUT = "shortcut"
    COMMAND = "command"
    CHANNEL = "channel"
    PERSON = "person"
    GONE = "gone"
    LIMITED = "limited"
    IGNORED = "ignored"


class Unreadable(ValueError):
    """A signed payload that is no payload of Slack's: nobody can tell who did what."""


@dataclass(frozen=True, slots=True)
class Knock:
    """One thing that came through the door.

    `teams`: where it may have happened, likeliest first. `user_team` is the home of `user`, '' if
    Slack did not say. `private`: in the person's own chat with us. `value` is a button's or form's;
    `content` what a form held; `view` and `trigger` say where an answer can be shown. `subject` is
    a channel, a message or a person that Slack tells of.
    """

    kind: Kind
    teams: tuple[str, ...]
    user: str = ""
    user_team: str = ""
    operation: str = ""
    verdict: Verdict = Verdict.OK
    channel: str = ""
    private: bool = False
    text: str = ""
    action: str = ""
    value: str = ""
    content: str | tuple[str, ...] = ""
    view: str = ""
    trigger: str = ""
    subject: str = ""


def person_of(payload: Payload) -> str:
    """Return whose doing it is.

    Raises:
        Unreadable: it names nobody.
    """
    user = at(payload, "user", "id")
    if not user:
        raise Unreadable("done by nobody")
    return user


def teams_of(payload: Payload) -> tuple[str, ...]:
    """Return where this happened, as far as the payload says: the app's own workspace first."""
    named = (
        at(payload, "view", "app_installed_team_id"),
        *(word(each, "team_id") for each in items(payload.get("authorizations"))),
        word(payload, "team_id"),
        at(payload, "team", "id"),
        at(payload, "user", "team_id"),
    )
    return tuple(dict.fromkeys(each for each in named if each))


def named(*parts: str) -> str:
    """Return the name of a doing: nothing of the payload can be read from it."""
    joined = "\x1f".join(parts).encode("utf-8", "replace")
    return f"slack-{hashlib.blake2b(joined, digest_size=16).hexdigest()}"
