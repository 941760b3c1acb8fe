"""What people see of us on the strict Teams, and how its next call goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Fault:
    """How the next call of `doing` goes wrong; `to` one person or room only. `done`: after all."""

    doing: str
    status: int
    word: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    to: str = ""
    done: bool = False
    hangs: bool = False


@dataclass
class Told:
    """A message as people see it: to whom (an account or a room), what, and if it was changed."""

    to: str
    conversation: str
    id: str
    card: dict[str, Any]
    summary: str
    edited: bool = False


def place_of(request: web.Request) -> tuple[str, str]:
    """Return which message a call is about."""
    return request.match_info["conversation"], request.match_info["activity"]


def refused(status: int, word: str, headers: dict[str, str] | None = None) -> web.Response:
    """Return a refusal as Teams words it."""
    told = {"error": {"code": word, "message": "x"}}
    return web.json_response(told, status=status, headers=headers)
