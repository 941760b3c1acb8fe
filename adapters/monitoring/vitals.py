"""`/health` and `/metrics`: how the deployment is, for whoever asks, however often."""

# Rule: it is looked once in SAME, and all who ask meanwhile are told the same: a caller in a loop
#       costs the store nothing.

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from adapters.monitoring.figures import KIND, exposition
from adapters.monitoring.health import Health

__all__ = ["SAME", "add_vitals"]

SAME = timedelta(seconds=1)


def add_vitals(
    app: web.Application, look: Callable[[], Awaitable[Health]], now: Callable[[], datetime]
) -> None:
    """Add both addresses to a web application. `now` is the machine's moment."""
    seen = _Seen(look, now)

    async def health(_request: web.Request) -> web.Response:
        found = await seen.health()
        status = 503 if found.status == "down" else 200
        return web.json_response(found.model_dump(mode="json"), status=status)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=exposition(await seen.health()), headers={"Content-Type": KIND})

    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)


@dataclass(slots=True)
class _Seen:
    look: Callable[[], Awaitable[Health]]
    now: Callable[[], datetime]
    _last: Health | None = None
    _at: datetime | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def health(self) -> Health:
        """Return how it is, or how it was a moment ago."""
        async with self._lock:
            fresh = self._at is not None and timedelta() <= self.now() - self._at < SAME
            if self._last is None or not fresh:
                self._last = await self.look()
                self._at = self.now()
            return self._last
