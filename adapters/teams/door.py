"""Teams' way in over HTTP: token, size, tenant and guard come before everything else."""

# Rule 1: nothing of an activity is logged, at any level: a line says what became of it, no more.
# Rule 2: whoever is not let in hears 401 whatever was wrong, and what they sent was not read.
# Rule 3: who is let in never hears a 5xx: Teams may stop delivering. Whatever is wrong with the
#         store or with us is told to the person instead.

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web

from adapters.chat.way_in import Refused, body_of, object_in, way_in
from adapters.teams.knock import Knock
from adapters.teams.reading import knock_of
from adapters.teams.token import NotTheirs, Proof, Verifier, belongs

__all__ = ["PATH", "Answer", "Door", "make_app"]

PATH = "/api/messages"
NOT_IN = 401

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.teams")


@dataclass(frozen=True, slots=True)
class Answer:
    """What Teams is told: always 200; `body` is what an invoke waits for."""

    body: Mapping[str, object] | None = None


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
            activity = _theirs(object_in(await body_of(request)), proof)
        except Refused as refused:
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
            raise Refused(NOT_IN) from refused
        except Exception as error:
            self.on_failure(error)
            raise Refused(NOT_IN) from error


def _theirs(activity: Mapping[str, object], proof: Proof) -> Mapping[str, object]:
    """Return an activity that its token was made for."""
    if not belongs(activity, proof):
        raise Refused(NOT_IN)
    return activity


def make_app(door: Door) -> web.Application:
    """Return the web application that Teams talks to; it has this one way in."""
    return way_in(PATH, door.knocked)
