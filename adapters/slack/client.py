"""Calls of Slack's Web API: one session for all, nothing logged, every failure sorted."""

# Rule 1: no call is retried here; the outbox owns retries.
# Rule 2: not through the SDK's client: at DEBUG that writes down every message that we send, takes
#         a proxy from outside, and costs a quarter more a call.

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

import aiohttp

from adapters.chat.picking import object_of
from adapters.chat.waiting import wait_of
from adapters.egress import SessionHolder, session
from adapters.slack.errors import problem_of
from adapters.slack.permissions import refused_scopes, scopes_for
from adapters.slack.workspace import Workspace
from bot.ports import Reroute

__all__ = ["SILENT", "WEB", "Api", "Client", "Identity", "TooMuch"]

WEB = "https://slack.com/api/"
PATIENCE = timedelta(seconds=10)
HEARTBEAT = timedelta(seconds=20)
"""How often a line is felt for. One that does not answer in half that time is given up."""

LARGEST_MESSAGE = 4 * 1024 * 1024
ABOVE_ALL = logging.CRITICAL + 10
READS = frozenset(
    {
        *("apps.connections.open", "auth.test"),
        *("conversations.info", "conversations.members", "users.info"),
    }
)
"""Methods that take their arguments in the address; all others take JSON."""

IN_JSON = {"Content-Type": "application/json; charset=utf-8"}

SILENT = logging.Logger("handrail.slack.sdk", ABOVE_ALL)  # noqa: LOG001  it must have no parent
"""Bolt's logger, which says nothing at any level."""


class TooMuch(Exception):
    """A token holds scopes that Handrail must not have; says which."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in a workspace, as Slack says, and the scopes that the token holds."""

    team: str
    user: str
    scopes: tuple[str, ...]

    def missing(self, *, chat: bool) -> list[str]:
        """Return the scopes that are wanting, sorted."""
        return sorted(scopes_for(chat=chat) - set(self.scopes))


class _Answer(NamedTuple):
    """What Slack told, and beside it."""

    told: Mapping[str, object]
    headers: Mapping[str, str]


class Api(Protocol):
    """Calls methods of Slack's."""

    async def call(self, workspace: Workspace, method: str, **said: object) -> Mapping[str, object]:
        """Return what Slack answers.

        Raises:
            Retry: it is busy or did not answer.
            Reroute: it refuses, and will go on refusing.
            OurBug: what we sent is wrong.
        """
        ...


@dataclass(slots=True)
class Client(SessionHolder):
    """Slack over HTTP. `address` is where its methods are, ending in a slash."""

    address: str = WEB

    def new_session(self) -> aiohttp.ClientSession:
        """Return the one session that all calls share."""
        return session([self.address], patience=PATIENCE)

    async def call(self, workspace: Workspace, method: str, **said: object) -> Mapping[str, object]:
        """Return what Slack answers; as `Api`."""
        return (await self._asked(workspace.token, method, said)).told

    async def identity(self, workspace: Workspace) -> Identity:
        """Return who we are in a workspace.

        Raises:
            TooMuch: the token may do more than Handrail may.
            Retry: as `Api`, and the others.
        """
        told, headers = await self._asked(workspace.token, "auth.test", {})
        scopes = tuple(each.strip() for each in headers.get("X-OAuth-Scopes", "").split(","))
        if too_many := refused_scopes(scopes):
            raise TooMuch(", ".join(too_many))
        return Identity(str(told.get("team_id", "")), str(told.get("user_id", "")), scopes)

    @asynccontextmanager
    async def line(self, workspace: Workspace) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """Give a new line over which Slack speaks to us (Socket Mode), while the block runs.

        Raises:
            Retry: Slack is busy or does not answer.
            Reroute: it refuses the app's token, or names a place that is not Slack's.
        """
        address = await self.line_address(workspace)
        beat = HEARTBEAT.total_seconds()
        async with (
            session([address], patience=PATIENCE) as opened,
            opened.ws_connect(address, heartbeat=beat, max_msg_size=LARGEST_MESSAGE) as web,
        ):
            yield web

    async def line_address(self, workspace: Workspace) -> str:
        """Return where a line may be opened, for once and for now.

        Raises:
            Retry: as `line`, and the others.
        """
        told, _ = await self._asked(workspace.app_token, "apps.connections.open", {})
        address = str(told.get("url", "")).replace("ws", "http", 1)  # as the way out knows them
        if not _is_slacks(address, self.address):
            raise Reroute("Slack: the line leads elsewhere")
        return address

    async def _asked(self, token: str, method: str, said: Mapping[str, Any]) -> _Answer:
        headers = {"Authorization": f"Bearer {token}"}
        sent: dict[str, Any] = {"params": said, "headers": headers}
        if method not in READS:
            sent = {"data": json.dumps(said).encode(), "headers": headers | IN_JSON}
        try:
            async with self.web.post(f"{self.address}{method}", **sent) as answer:
                return _checked(answer.status, answer.headers, await answer.read())
        except TimeoutError:
            raise problem_of("no_answer") from None
        except aiohttp.ClientConnectorError:
            raise problem_of("connection_failed") from None
        except (aiohttp.ClientError, OSError):
            raise problem_of("no_answer") from None


def _is_slacks(line: str, api: str) -> bool:
    """Return whether a line leads to Slack, or to where another Slack was said to be."""
    there = urlsplit(line)
    if api != WEB:
        return there.netloc == urlsplit(api).netloc
    return there.scheme == "https" and (there.hostname or "").endswith(".slack.com")


def _checked(status: int, headers: Mapping[str, str], body: bytes) -> _Answer:
    """Return an answer that says yes.

    Raises:
        Retry, Reroute, OurBug: it says no; what that means, from Slack's word for it alone.
    """
    told = object_of(body)
    if status == FINE and told.get("ok") is True:
        return _Answer(told, headers)
    error, after = str(told.get("error", "")), wait_of(headers.get("Retry-After"))
    if status == TOO_MANY:
        raise problem_of("ratelimited", after)
    if status >= BROKEN or not error:
        raise problem_of("server_error", after)
    raise problem_of(error)


FINE = 200
TOO_MANY = 429
BROKEN = 500
