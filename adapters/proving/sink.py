"""A chat platform that takes everything and keeps it, to be looked through afterwards."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from aiohttp import web

from adapters.listening import serve
from adapters.slack.permissions import SCOPES

__all__ = ["Sink", "sink"]

TEAM, BOT = "T0PROOF", "U0HANDRAIL"
LASTS = 3600


@dataclass(slots=True)
class Sink:
    """What went out: each request, whole."""

    address: str = ""
    sent: list[bytes] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def take(self, request: web.Request) -> web.Response:
        """Keep a request, and answer as either platform does where all is well."""
        head = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        self.sent.append(f"{request.method} {request.path_qs}\n{head}\n".encode())
        self.sent.append(await request.read())
        number = next(self._numbers)
        answer: dict[str, object] = {
            "ok": True,
            "team_id": TEAM,
            "user_id": BOT,
            "channel": "D0PROOF",
            "ts": f"{number}.000100",
            "view": {"id": f"V{number}", "hash": "h"},
            "id": str(number),
            "access_token": "proof",
            "expires_in": LASTS,
            "token_type": "Bearer",
            "members": [],
        }
        headers = {"x-oauth-scopes": ",".join(SCOPES)}
        return web.json_response(answer, headers=headers)


@asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    """Serve one on this machine while the block runs."""
    made = Sink()
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", made.take)
    async with serve(app) as address:
        made.address = address
        yield made
