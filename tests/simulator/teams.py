"""The strict Teams in bad weather; it keeps which of our messages arrived, and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

from adapters.teams.connector import PATIENCE, Connector, Request
from adapters.teams.limits import CONVERSATION, TENANT
from adapters.teams.tenant import Tenant
from bot.ports import Clock
from tests.chat import SimClock
from tests.simulator.platform import Arrival, Posts
from tests.simulator.process import Line
from tests.simulator.weather import ON_CALLS, Blow, Storm, Weather
from tests.teams.connector import FakeTeams
from tests.teams.seen import Fault, refused
from tests.teams.sending import ACCOUNTS, ROOM, words_of

SILENT = 599
"""Stands for no answer: the line is cut."""

LONG = {"Retry-After": "300"}
FULL = {"Retry-After": "1"}
TOKEN = "token"
FAULTS = {
    Blow.BUSY: Fault("", 429, "TooManyRequests", {"Retry-After": "2"}),
    Blow.LOCKED: Fault("", 412, "PreconditionFailed"),
    Blow.BROKEN_BEFORE: Fault("", 502, "BadGateway"),
    Blow.BROKEN_AFTER: Fault("", 504, "GatewayTimeout", done=True),
    Blow.CUT_BEFORE: Fault("", SILENT),
    Blow.CUT_AFTER: Fault("", SILENT, done=True),
    Blow.HUNG_BEFORE: Fault("", SILENT, hangs=True),
    Blow.HUNG_AFTER: Fault("", SILENT, hangs=True, done=True),
}
ON_TOKENS = (Blow.BUSY, Blow.BROKEN_BEFORE)
BEGINS_NO_MORE = Fault("", 403, "ForbiddenOperationException")

# Of each storm: whether it hits a call of this kind to somebody, and how.
STORMS: dict[Storm, tuple[Callable[[str, str, str], bool], Fault]] = {
    Storm.OUTAGE: (
        lambda doing, _to, _whom: doing != TOKEN,
        Fault("", 503, "ServiceUnavailable", LONG),
    ),
    Storm.NO_TOKENS: (lambda doing, _to, _whom: doing == TOKEN, Fault("", 503)),
    Storm.REVOKED: (lambda _doing, _to, _whom: True, Fault("", 401, "Unauthorized")),
    Storm.ARCHIVED: (
        lambda _doing, to, _whom: to == ROOM,
        Fault("", 404, "ConversationNotFound"),
    ),
    Storm.REMOVED: (
        lambda _doing, to, _whom: to == ROOM,
        Fault("", 403, "BotNotInConversationRoster"),
    ),
    Storm.GONE: (
        lambda doing, to, whom: to == whom and doing != "begin",
        Fault("", 404, "ConversationNotFound"),
    ),
}


@dataclass
class StormyTeams(FakeTeams):
    """Teams, with a weather."""

    weather: Weather | None = None
    clock: SimClock = field(default_factory=SimClock)
    posts: Posts = field(default_factory=Posts)

    def sync(self) -> None:
        """Let the tenant be as the storms of this moment have made it."""
        hit = {storm: set(self._whom(storm)) for storm in (Storm.BLOCKED, Storm.GONE)}
        self.blocked, self.without_app = hit[Storm.BLOCKED], hit[Storm.GONE]

    def _whom(self, storm: Storm) -> Iterator[str]:
        assert self.weather is not None
        for spell in self.weather.during(self.now()):
            if spell.storm is storm:
                yield ACCOUNTS[spell.whom]

    async def _doing(
        self, doing: str, to: str, request: web.Request, do: Callable[[], web.Response]
    ) -> web.Response:
        posting = doing in {"post", "send", "update"}
        if self._is_full("", TENANT) or (posting and self._is_full(to, CONVERSATION)):
            return refused(429, "TooManyRequests", FULL)
        answer = await super()._doing(doing, to, request, do)
        if answer.status == SILENT and request.transport is not None:
            request.transport.abort()
        return answer

    def _is_full(self, key: str, limits: tuple[tuple[int, timedelta], ...]) -> bool:
        """Return whether one more is above a limit: our two processes do not know of each other."""
        times = self.counted.times.get(key, ())
        return any(
            len(times) >= most and self.now() - times[-most] < within for most, within in limits
        )

    def _fault(self, doing: str, to: str) -> Fault | None:
        assert self.weather is not None
        for spell in self.weather.during(self.now()):
            hits, fault = STORMS.get(spell.storm, (None, None))
            if hits is not None and hits(doing, to, ACCOUNTS[spell.whom]):
                return fault
        blow = self.weather.strikes(*(ON_TOKENS if doing == TOKEN else (*ON_CALLS, *MORE)))
        found = FAULTS[blow] if blow is not None else None
        if found is not None and found.hangs:
            self.clock.at += PATIENCE
            self.released.set()
        return found

    def _see(self, to: str, conversation: str, number: str, body: dict[str, Any]) -> None:
        super()._see(to, conversation, number, body)
        told = self.messages[conversation, number]
        words = words_of(told.card)
        arrival = Arrival(self.now(), f"{told.summary}\n{words}", words)
        self.posts.came(to, arrival, conversation.partition(";")[0], body)


MORE = (Blow.LOCKED, Blow.HUNG_BEFORE, Blow.HUNG_AFTER)


@dataclass
class OurConnector:
    """Teams as one process calls it, through its line. `posts` hears what is sent."""

    behind: Connector
    line: Line
    posts: Posts

    @property
    def clock(self) -> Clock:
        """Return the clock; as `Connector.clock`."""
        return self.behind.clock

    async def call(self, tenant: Tenant, request: Request) -> Mapping[str, Any]:
        """Call Teams; as `Connector.call`."""
        await self.line.cross()
        what = _what(request)
        with self.posts.sending(*what) if what else nullcontext():
            answer = await self.behind.call(tenant, request)
        await self.line.cross()
        return answer


def _what(request: Request) -> tuple[object, ...]:
    """Return what is posted, and where; nothing where that is not what is asked."""
    if request.method != "POST" or not request.into or request.body is None:
        return ()
    return request.into.partition(";")[0], request.body.get("activity", request.body)
