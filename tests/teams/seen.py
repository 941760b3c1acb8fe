"""What people see of us on the strict Teams, and how its next call goes wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Fault:
    """How the next call of `doing` goes wrong; `to` one person or room only. `done`: after all.

    `lasts`: and each call after it.
    """

    doing: str
    status: int
    word: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    to: str = ""
    done: bool = False
    hangs: bool = False
    lasts: bool = False


@dataclass
class Told:
    """A message as people see it: to whom (an account or a room), what, and if it was changed."""

    to: str
    conversation: str
    id: str
    card: dict[str, Any]
    summary: str
    edited: bool = False


@dataclass
class Counted:
    """How often we wrote, and when: to whom, or '' for all of the tenant."""

    times: dict[str, deque[datetime]] = field(default_factory=dict)

    def over(
        self, to: str, limits: Sequence[tuple[int, timedelta]], now: datetime
    ) -> Iterator[str]:
        """Count one more, and yield the limits that it breaks."""
        times = self.times.setdefault(to, deque(maxlen=2000))
        for most, within in limits:
            if len(times) >= most and now - times[-most] < within:
                yield f"more than {most} in {within} to {to or 'the tenant'}"
        times.append(now)


def place_of(request: web.Request) -> tuple[str, str]:
    """Return which message a call is about."""
    return request.match_info["conversation"], request.match_info["activity"]


def refused(status: int, word: str, headers: dict[str, str] | None = None) -> web.Response:
    """Return a refusal as Teams words it."""
    told = {"error": {"code": word, "message": "x"}}
    return web.json_response(told, status=status, headers=headers)
