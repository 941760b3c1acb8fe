"""The four HTTP doors as the product opens them, each with nobody behind it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from adapters.listening import listening
from adapters.playground.playground import Playground
from adapters.site import Front
from adapters.slack import door as slack
from adapters.slack.workspace import Workspace
from adapters.teams import door as teams
from adapters.teams.keys import Keys
from adapters.teams.token import Verifier
from tests.playground.stage import served, stage
from tests.slack.house import SECRET

RECORD = f"record/hillside/{'x' * 22}"
PATHS = {
    "front": ("", RECORD, "health", "record/x", f"{RECORD}/%2e%2e/said"),
    "slack": ("", "slack/events", "health"),
    "teams": ("", "api/messages", "health"),
    "playground": ("", "page/main.js", "page/nothing", "said", "health", RECORD),
}
"""Each door, with paths that it knows and paths that it does not."""


@asynccontextmanager
async def heard(door: str, folder: Path) -> AsyncIterator[str]:
    """Serve one door as the product does; give its address."""
    made = stage(folder)
    if door == "playground":
        async with served(made) as address:
            yield address
        return
    at = free()
    if door == "front":
        async with Front(made.playground.handler, at).serving():
            yield f"http://{at}/"
        return
    async with listening(_app(door, made.playground), at, "nothing is heard", "try again"):
        yield f"http://{at}/"


def _app(door: str, playground: Playground) -> web.Application:
    async def nobody(*_: object) -> None:
        raise AssertionError("nobody is let in")

    clock = playground.clock
    if door == "slack":
        home = Workspace("home", "T0HOME", ("hillside",), "token", SECRET, "")
        return slack.make_app(slack.Door([home], clock, nobody, pytest.fail))  # type: ignore[arg-type]  # never asked
    keys = Keys(nobody, clock)  # type: ignore[arg-type]  # as above
    return teams.make_app(teams.Door(Verifier((), keys, clock), nobody, pytest.fail))  # type: ignore[arg-type]  # as above


def free() -> str:
    """Return a host and port of this machine at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"
