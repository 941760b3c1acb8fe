"""The keys that Teams signs with: fetched beside our work, kept while they cannot be."""

# Rule 1: nobody from outside makes us forget a key, or fetch more than once in a while: a token
#         with a made-up key id costs one fetch in `AGAIN` for all of them together.
# Rule 2: keys that were once good stay good while their source does not answer. A good answer
#         replaces all of them: a key that was taken back is gone.
# Rule 3: keys come from the address we know, and from no other that an answer may name.

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from aiohttp import ClientError, ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from adapters.chat.bodies import read_whole
from adapters.chat.picking import items, word
from adapters.egress import SessionHolder, origin_of, session
from bot.ports import Clock

__all__ = ["CONFIGURATION", "Key", "Keys", "Source", "WebSource"]

CONFIGURATION = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where the Bot Framework says which keys sign what it sends to bots (public cloud)."""

PATIENCE = timedelta(seconds=3)
LARGEST = 1_000_000
FRESH = timedelta(hours=24)
AGAIN = timedelta(minutes=5)
"""How long a fetch is not repeated for a key that was not in it."""

SOON = timedelta(seconds=5)
"""The same while we have no key at all: nobody can get in until there is one."""

SMALLEST = 2048
MOST = 100

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.teams")

Source = Callable[[], Awaitable[Mapping[str, object]]]
"""Gives the set of keys as it stands at its source; raises what `Unreachable` names."""

Unreachable = (ClientError, OSError, TimeoutError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Key:
    """One key, and the channels that may sign with it."""

    public: RSAPublicKey
    endorsements: frozenset[str]


@dataclass(slots=True)
class Keys:
    """The keys by their ids, as they were last fetched."""

    source: Source
    clock: Clock
    _kept: dict[str, Key] = field(default_factory=dict)
    _good: datetime | None = None
    _tried: datetime | None = None
    _fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> Key | None:
        """Return a key, or None where there is none of that id."""
        known, now = self._kept.get(kid), self.clock.machine()
        if known is not None:
            if self._good is None or now - self._good >= FRESH:
                self._begin(now, AGAIN)  # beside our work: until it is done the old one is good
            return known
        self._begin(now, AGAIN if self._kept else SOON)
        await self.settled()
        return self._kept.get(kid)

    async def settled(self) -> None:
        """Wait until nothing is being fetched."""
        if self._fetching is not None:
            await asyncio.shield(self._fetching)

    def _begin(self, now: datetime, rest: timedelta) -> None:
        """Begin to fetch, unless that was begun less than `rest` ago."""
        if self._tried is None or now - self._tried >= rest:
            self._tried = now
            self._fetching = asyncio.ensure_future(self._fetch(now))

    async def _fetch(self, now: datetime) -> None:
        try:
            found = _keys_in(await self.source())
        except Unreachable:
            found = {}
        if not found:
            _log.warning("teams_keys_not_fetched", kept=len(self._kept))
            return
        self._kept, self._good = found, now


def _keys_in(told: Mapping[str, object]) -> dict[str, Key]:
    """Return the usable keys of a set; one that is odd costs no other."""
    found = {}
    for each in items(told.get("keys")):
        kid = word(each, "kid")
        try:
            public = PyJWK(dict(each), algorithm="RS256").key
        except (PyJWTError, ValueError, TypeError):
            continue
        listed = each.get("endorsements")
        endorsed = frozenset(map(str, listed)) if isinstance(listed, list) else frozenset[str]()
        if kid and isinstance(public, RSAPublicKey) and public.key_size >= SMALLEST:
            found[kid] = Key(public, endorsed)
    return found


class WebSource(SessionHolder):
    """Fetches the keys over HTTP. Used as a context manager: it holds a connection."""

    def __init__(self, configuration: str = CONFIGURATION) -> None:
        """Call nobody yet."""
        self._address = configuration

    def new_session(self) -> ClientSession:
        """Return a session that calls the configuration's host alone."""
        return session([self._address], patience=PATIENCE)

    async def __call__(self) -> Mapping[str, object]:
        """Return the set of keys; raise what `Unreachable` names where there is none."""
        async with asyncio.timeout(PATIENCE.total_seconds()):
            address = word(await self._get(self._address), "jwks_uri")
            if origin_of(address) != origin_of(self._address):
                raise ValueError("the keys are said to be elsewhere than where we ask for them")
            return await self._get(address)

    async def _get(self, address: str) -> Mapping[str, object]:
        async with self.web.get(address, allow_redirects=False) as answer:
            if not answer.ok:
                raise ValueError(f"no keys there ({answer.status})")
            body = await read_whole(answer.content, LARGEST)
        found = json.loads(body)
        if not isinstance(found, Mapping):
            raise ValueError("no set of keys")  # noqa: TRY004  as any other answer that is none
        return found
