"""The one way out over HTTP: a session calls the addresses it was made for, and no other.

`tests/architecture/test_egress.py` sees to it that nothing else in the product opens one.
"""

# Rule 1: the address is looked at where a connection is opened: no redirect, proxy, SDK or address
#         in an answer goes round it. That is how no file of a chat can ever be fetched.
# Rule 2: https, except to this very machine. No cookie is kept; no proxy is taken from outside.
# Rule 3: what was refused is counted and logged, and not where it would have gone.
# Rule 4: no redirect is followed: whoever calls handles one as an answer, or it is stopped here.

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import ip_address
from types import TracebackType
from typing import NamedTuple, NoReturn, Self
from urllib.parse import urlsplit

import structlog
from aiohttp import (
    ClientConnectionError,
    ClientRequest,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    TraceConfig,
)
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

from adapters.encrypted import client_context

__all__ = ["Forbidden", "Origin", "SessionHolder", "origin_of", "refused", "session"]

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.egress")
_refused = 0


class Forbidden(ClientConnectionError):
    """Something of ours was about to call an address that it may not call. Our bug; not sent."""


def refused() -> int:
    """Return how often this process has stopped a call since it began."""
    return _refused


class Origin(NamedTuple):
    """A scheme, a host and a port: what a session may call."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        """Return it as an address without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


PORTS = {"http": 80, "https": 443}


def origin_of(address: str) -> Origin:
    """Return the origin of an address that we may be told to call.

    Raises:
        ValueError: it is no address, or not https and not on this machine.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if not host or parts.scheme not in PORTS:
        raise ValueError("an address to call begins with https:// and a host")
    if parts.scheme == "http" and not _is_here(host):
        raise ValueError(f"{host} is called over https or not at all")
    return Origin(parts.scheme, host, parts.port or PORTS[parts.scheme])


def session(addresses: Iterable[str], *, patience: timedelta) -> ClientSession:
    """Return a session that calls these addresses' hosts and no other; each call ends in time.

    Raises:
        ValueError: as `origin_of`.
    """
    allowed = frozenset(map(origin_of, addresses))
    stays = TraceConfig()
    stays.on_request_redirect.append(_stopped)
    return ClientSession(
        trace_configs=[stays],
        connector=_Narrow(allowed),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=patience.total_seconds()),
        trust_env=False,
    )


class SessionHolder(ABC):
    """Calls out over one session: opened at the first call, closed at the end of its block."""

    _held: ClientSession | None = None

    @abstractmethod
    def new_session(self) -> ClientSession:
        """Return a session that calls what this may call, as `session` makes them."""

    @property
    def web(self) -> ClientSession:
        """Return the session.

        Raises:
            ValueError: as `origin_of`.
        """
        if self._held is None:
            self._held = self.new_session()
        return self._held

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._held is not None:
            await self._held.close()


class _Narrow(TCPConnector):
    """Opens connections to the allowed origins."""

    def __init__(self, allowed: frozenset[Origin]) -> None:
        super().__init__(ssl=client_context())
        self._allowed = allowed

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109  aiohttp's own signature
    ) -> Connection:
        """Connect, where the request and its proxy may go at all.

        Raises:
            Forbidden: they may not.
        """
        asked = Origin(req.url.scheme, req.url.host or "", req.url.port or 0)
        if asked not in self._allowed or req.proxy is not None:
            _refuse("this host is not on the list of those that may be called")
        return await super().connect(req, traces, timeout)


async def _stopped(*_told: object) -> None:
    _refuse("a redirect is not followed")


def _refuse(why: str) -> NoReturn:
    global _refused  # noqa: PLW0603  one count for the process, as the statement tells it
    _refused += 1
    _log.error("egress_refused")
    raise Forbidden(why)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
