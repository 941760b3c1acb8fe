"""Calls of Slack's Web API: one session for all, nothing logged, every failure sorted."""

# Rule 1: no call is retried here; the outbox owns retries.
# Rule 2: the SDK gets a logger of its own that says nothing at any level: at DEBUG it would write
#         down every message that we send.

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

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
READS = frozenset({"auth.test", "conversations.info", "conversations.members", "users.info"})
"""Methods that take their arguments as a form; all others take JSON."""

SILENT = logging.Logger("handrail.slack.sdk", ABOVE_ALL)  # noqa: LOG001  it must have no parent


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
    _clients: dict[str, AsyncWebClient] = field(default_factory=dict)

    def new_session(self) -> aiohttp.ClientSession:
        """Return the one session that all calls share."""
        return session([self.address], patience=PATIENCE)

    async def call(self, workspace: Workspace, method: str, **said: object) -> Mapping[str, object]:
        """Return what Slack answers; as `Api`."""
        client = self._client(workspace.name, workspace.token)
        return await _asked(client, method, {"params" if method in READS else "json": said})

    async def identity(self, workspace: Workspace) -> Identity:
        """Return who we are in a workspace.

        Raises:
            TooMuch: the token may do more than Handrail may.
            Retry: as `Api`, and the others.
        """
        client = self._client(workspace.name, workspace.token)
        try:
            answer = await client.api_call("auth.test")
        except SlackApiError as refused:
            raise _sorted(refused) from None
        except (TimeoutError, aiohttp.ClientError, SlackClientError):
            raise problem_of("no_answer") from None
        told = {name.lower(): value for name, value in answer.headers.items()}
        scopes = tuple(each.strip() for each in told.get("x-oauth-scopes", "").split(","))
        if too_many := refused_scopes(scopes):
            raise TooMuch(", ".join(too_many))
        return Identity(str(answer.get("team_id", "")), str(answer.get("user_id", "")), scopes)

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
        client = self._client(f"{workspace.name} app", workspace.app_token)
        answer = await _asked(client, "apps.connections.open", {})
        address = str(answer.get("url", "")).replace("ws", "http", 1)  # as the way out knows them
        if not _is_slacks(address, self.address):
            raise Reroute("Slack: the line leads elsewhere")
        return address

    def _client(self, name: str, token: str) -> AsyncWebClient:
        if name not in self._clients:
            self._clients[name] = AsyncWebClient(
                token=token,
                base_url=self.address,
                session=self.web,
                logger=SILENT,
                retry_handlers=[],
                timeout=int(PATIENCE.total_seconds()),
            )
        return self._clients[name]


async def _asked(
    client: AsyncWebClient, method: str, sent: Mapping[str, Any]
) -> Mapping[str, object]:
    try:
        answer = await client.api_call(method, **sent)
    except SlackApiError as refused:
        raise _sorted(refused) from None
    except TimeoutError:
        raise problem_of("no_answer") from None
    except aiohttp.ClientConnectorError:
        raise problem_of("connection_failed") from None
    except (aiohttp.ClientError, SlackClientError, OSError):
        raise problem_of("no_answer") from None
    return answer.data if isinstance(answer.data, dict) else {}


def _is_slacks(line: str, api: str) -> bool:
    """Return whether a line leads to Slack, or to where another Slack was said to be."""
    there = urlsplit(line)
    if api != WEB:
        return there.netloc == urlsplit(api).netloc
    return there.scheme == "https" and (there.hostname or "").endswith(".slack.com")


def _sorted(refused: SlackApiError) -> Exception:
    """Return what a refusal means, from Slack's word for it alone."""
    response = refused.response
    data = getattr(response, "data", None)
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    told = getattr(response, "headers", {})
    error = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == TOO_MANY:
        return problem_of("ratelimited", wait_of(told.get("Retry-After")))
    if status >= BROKEN or not error:
        return problem_of("server_error", wait_of(told.get("Retry-After")))
    return problem_of(error)


TOO_MANY = 429
BROKEN = 500
