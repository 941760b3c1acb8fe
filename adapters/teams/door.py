"""Teams' way in over HTTP: token, size, tenant and guard come before everything else."""

# Rule 1: nothing of an activity is logged, at any level: a line says what became of it, no more.
# Rule 2: whoever is not let in hears 401 whatever was wrong, and what they sent was not read.
# Rule 3: who is let in never hears a 5xx: Teams may stop delivering. Whatever is wrong with the
#         store or with us is told to the person instead.

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web

from adapters.chat.bodies import TooLarge, TooSlow, read_whole
from adapters.teams.knock import Knock
from adapters.teams.reading import knock_of
from adapters.teams.token import NotTheirs, Proof, Verifier, belongs

__all__ = ["LARGEST", "PATH", "Answer", "Door", "make_app"]

PATH = "/api/messages"
LARGEST = 512 * 1024
"""Bytes of the largest body that is read."""

NOT_IN, UNREADABLE, TOO_SLOW, TOO_LARGE = 401, 400, 408, 413

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.teams")


@dataclass(frozen=True, slots=True)
class Answer:
    """What Teams is told: always 200; `body` is what an invoke waits for."""

    body: Mapping[str, object] | None = None


class _Refused(Exception):
    """A request that changes nothing; carries the status to answer with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Door:
    """Takes requests for all tenants of a deployment; `take` hears of each that is let in."""

    verifier: Verifier
    take: Callable[[Knock], Awaitable[Answer]]
    on_failure: Callable[[Exception], None]

    async def knocked(self, request: web.Request) -> web.Response:
        """Answer one request."""
        try:
            proof = await self._proof(request)
            activity = _theirs(_activity(await _read(request)), proof)
        except _Refused as refused:
            _log.info("teams_refused", status=refused.status)
            return web.Response(status=refused.status)
        try:
            knock = knock_of(activity, proof.tenant)
            del activity
            answer = await self.take(knock)
        except Exception as error:  # noqa: BLE001  rule 3 (tested)
            self.on_failure(error)
            return web.Response()
        return web.Response() if answer.body is None else web.json_response(answer.body)

    async def _proof(self, request: web.Request) -> Proof:
        headers = request.headers.getall("Authorization", [])
        try:
            return await self.verifier.proof(headers[0] if len(headers) == 1 else "")
        except NotTheirs as refused:
            raise _Refused(NOT_IN) from refused
        except Exception as error:
            self.on_failure(error)
            raise _Refused(NOT_IN) from error


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST or "Content-Encoding" in request.headers:
        raise _Refused(TOO_LARGE)
    try:
        return await read_whole(request.content, LARGEST)
    except TooLarge as wrong:
        raise _Refused(TOO_LARGE) from wrong
    except TooSlow as wrong:
        raise _Refused(TOO_SLOW) from wrong


def _activity(body: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise _Refused(UNREADABLE) from error
    if not isinstance(found, dict):
        raise _Refused(UNREADABLE)
    return found


def _theirs(activity: Mapping[str, object], proof: Proof) -> Mapping[str, object]:
    """Return an activity that its token was made for."""
    if not belongs(activity, proof):
        raise _Refused(NOT_IN)
    return activity


def make_app(door: Door) -> web.Application:
    """Return the web application that Teams talks to; it has this one way in."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(PATH, door.knocked)
    return app
