"""The Bot Connector's REST: one session for all, limits kept, every failure sorted.

The SDK's own client blocks the loop, fetches a token each turn and takes only some of the 2xx
(docs/decisions/0019-teams.md); this one has the seven calls that we need.
"""

# Rule 1: no message is sent again here; the outbox owns retries. A refused token alone is fetched
#         anew, once: nothing was done with it.
# Rule 2: a token goes to an allowed host or nowhere; no redirect is followed.

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.chat.picking import object_of
from adapters.chat.waiting import spread, wait_of
from adapters.egress import SessionHolder, session
from adapters.teams.errors import problem_of, word_of
from adapters.teams.limits import Limits
from adapters.teams.tenant import Tenant
from adapters.teams.tokens import LOGIN, Tokens
from bot.ports import Clock, OurBug, Retry

__all__ = ["Connector", "Request"]

PATIENCE = timedelta(seconds=10)
SOON = timedelta(seconds=2)
"""How long a sending waits here for its place under the limits; longer, and the outbox has it."""

REMEMBERED = 2000
UNAUTHORISED = 401
FINE = range(200, 300)


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `into` is the conversation that it counts for, '' for one that posts nothing."""

    method: str
    service: str
    path: tuple[str, ...]
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    into: str = ""

    @property
    def url(self) -> URL:
        """Return its address; what stands in an id cannot lead out of its place."""
        path = "/".join(quote(each, safe="") for each in self.path)
        return URL(f"{self.service.rstrip('/')}/{path}", encoded=True).update_query(self.query)


@dataclass(slots=True)
class Connector(SessionHolder):
    """Teams over HTTP, for all tenants. `login` is Entra's address. `rest` lets seconds go by."""

    tenants: tuple[Tenant, ...]
    clock: Clock
    login: str = LOGIN
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    patience: timedelta = PATIENCE
    limits: Limits = field(default_factory=Limits)
    _strikes: dict[tuple[str, str], int] = field(default_factory=dict)

    def new_session(self) -> aiohttp.ClientSession:
        """Return the one session that all calls share."""
        allowed = {origin for each in self.tenants for origin in each.origins}
        return session([self.login, *sorted(allowed)], patience=self.patience)

    @cached_property
    def _tokens(self) -> Tokens:
        return Tokens(self.web, self.clock.machine, self.login)

    async def warm(self, tenant: Tenant) -> None:
        """Fetch a tenant's token, so that the first message does not wait for it.

        Raises:
            Retry, Reroute: as `Tokens.of`.
        """
        await self._tokens.of(tenant)

    async def call(self, tenant: Tenant, request: Request) -> Mapping[str, Any]:
        """Return what Teams answers; nothing where it answers without an object.

        Raises:
            Retry: it is busy, did not answer, or our limits say so.
            Reroute: it refuses, and will go on refusing.
            OurBug: what we sent is wrong, or was going to another host.
        """
        if not tenant.serves(request.service):
            raise OurBug("Teams: a token of ours goes to no other host")
        await self._place(tenant, request)
        key = (tenant.name, request.into)
        try:
            told = await self._answered(tenant, request)
        except Retry as problem:
            strikes = self._strikes[key] = self._strikes.pop(key, 0) + 1
            while len(self._strikes) > REMEMBERED:
                self._strikes.pop(next(iter(self._strikes)))
            after = spread(strikes if problem.after is None else 1, self.chance())
            wait = (problem.after or timedelta(0)) + after
            raise Retry(str(problem), wait, unknown=problem.unknown) from None
        self._strikes.pop(key, None)
        return told

    async def _place(self, tenant: Tenant, request: Request) -> None:
        """Take a place under the limits; wait for it if that is soon."""
        waited = timedelta(0)
        while wait := self.limits.take(tenant.name, request.into, self.clock.machine()):
            waited += wait
            if waited > SOON:
                raise Retry("Teams: our own limits", wait)
            await self.rest(wait.total_seconds())

    async def _answered(self, tenant: Tenant, request: Request) -> Mapping[str, Any]:
        try:
            status, told, after = await self._asked(tenant, request)
            if status == UNAUTHORISED:
                self._tokens.forget(tenant)
                status, told, after = await self._asked(tenant, request)
        except TimeoutError:
            raise Retry("Teams: no_answer", unknown=True) from None
        except aiohttp.ClientConnectorError:
            raise Retry("Teams: connection_failed") from None
        except (aiohttp.ClientError, OSError):
            raise Retry("Teams: no_answer", unknown=True) from None
        if status in FINE:
            return object_of(told)
        raise problem_of(status, word_of(told), wait_of(after))

    async def _asked(self, tenant: Tenant, request: Request) -> tuple[int, bytes, str | None]:
        token = await self._tokens.of(tenant)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        body = None
        if request.body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            body = json.dumps(request.body, ensure_ascii=False).encode("utf-8", "replace")
        async with self.web.request(
            request.method, request.url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            return answer.status, await answer.read(), answer.headers.get("Retry-After")
