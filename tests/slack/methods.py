"""Slack's methods as its pages give them: arguments, scopes, limits; a message, and a fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SCOPES = "chat:write,commands,groups:read,users:read,im:history,app_mentions:read"
TRIGGER_LIVES = timedelta(seconds=3)
BURST = 12
ARGUMENTS = {
    "auth.test": set[str](),
    "apps.connections.open": set[str](),
    "chat.postMessage": {"channel", "text", "blocks", "unfurl_links", "unfurl_media"},
    "chat.postEphemeral": {"channel", "user", "text", "blocks"},
    "chat.update": {"channel", "ts", "text", "blocks"},
    "chat.delete": {"channel", "ts"},
    "views.open": {"trigger_id", "view"},
    "views.update": {"view_id", "view"},
    "views.publish": {"user_id", "view"},
    "conversations.info": {"channel"},
    "conversations.members": {"channel", "limit", "cursor"},
    "users.info": {"user"},
}
NEEDS = {
    "chat": "chat:write",
    "conversations": "groups:read",
    "users": "users:read",
}


@dataclass
class Told:
    """One message as somebody sees it. `to` is a channel's id, or a person's."""

    to: str
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    edited: bool = False
    only: str = ""


@dataclass
class Fault:
    """What goes wrong with the next call of a method, or the next one `to` somebody.

    `done`: only after it was done. `cut`: no answer at all comes back. `lasts`: with all after too.
    """

    method: str
    status: int = 200
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    done: bool = False
    to: str = ""
    cut: bool = False
    lasts: bool = False

    def hits(self, method: str, to: object) -> bool:
        """Return whether it is this call that goes wrong."""
        return self.method in {method, "*"} and self.to in {"", to}


@dataclass
class Bursts:
    """One message a second and channel, after a short burst."""

    left: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def takes(self, channel: str, now: datetime) -> bool:
        """Return whether a message comes in time, and count it."""
        left, at = self.left.get(channel, (float(BURST), now))
        left = min(left + (now - at) / timedelta(seconds=1), BURST)
        self.left[channel] = (left - (left >= 1), now)
        return left >= 1
