"""Slack's way in over HTTP: size, signature, guard and scrub come before everything else."""

# Rule 1: nothing of a payload is logged, at any level: a line says what became of it, no more.
# Rule 2: while the store is up the answer is never a 5xx; what cannot be read is a 400 without a
#         body, and Slack is asked not to send it again.

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web
from pydantic_core import Url

from adapters.chat.way_in import Refused, body_of, object_in, way_in
from adapters.slack.knock import Knock, Unreadable
from adapters.slack.reading import knock_of
from adapters.slack.signature import is_signed, may_be_signed
from adapters.slack.workspace import Workspace
from bot.ports import Clock

__all__ = ["PATH", "Answer", "Door", "make_app"]

PATH = "/slack/events"
LONGEST = 300
MOST_FIELDS = 60
NOT_AGAIN = {"X-Slack-No-Retry": "1"}

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.slack")


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack is told: 200 once it is on disk, 503 to be asked again; `body` for a modal."""

    status: int = 200
    body: Mapping[str, object] | None = None


@dataclass(slots=True)
class Door:
    """Takes requests for all workspaces of a deployment; `take` hears of each that is let in.

    `take` is given the workspaces whose secret signed it.
    """

    workspaces: Sequence[Workspace]
    clock: Clock
    take: Callable[[Knock, Sequence[Workspace]], Awaitable[Answer]]
    on_failure: Callable[[Exception], None]

    async def knocked(self, request: web.Request) -> web.Response:
        """Answer one request."""
        try:
            return await self._let_in(request)
        except Refused as refused:
            _log.info("slack_refused", status=refused.status)
            headers = NOT_AGAIN if refused.status == web.HTTPBadRequest.status_code else {}
            return web.Response(status=refused.status, headers=headers)
        except Exception as error:  # noqa: BLE001  rule 2 (tested): a payload cannot make a 5xx
            self.on_failure(error)
            return web.Response(status=400, headers=NOT_AGAIN)

    async def _let_in(self, request: web.Request) -> web.Response:
        now = self.clock.machine()
        if not may_be_signed(request.headers, now):
            raise Refused(401)  # a stranger costs us no more than this
        body = await body_of(request)
        ours = [
            each
            for each in self.workspaces
            if each.secret and is_signed(each.secret, request.headers, body, now)
        ]
        if not ours:
            raise Refused(401)
        payload = _payload(request.content_type, body)
        if payload.get("type") == "url_verification":
            return _challenged(payload)
        if "ssl_check" in payload:
            return web.Response()
        try:
            knock = knock_of(payload)
        except Unreadable as unreadable:
            raise Refused(400) from unreadable
        del payload, body
        answer = await self.take(knock, ours)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)


def _payload(content_type: str, body: bytes) -> Mapping[str, object]:
    """Return the JSON object in a body, or the fields of a command."""
    if content_type == "application/json":
        return object_in(body)
    form = _fields(body)
    if "payload" in form:
        return object_in(form["payload"])
    return {name: value for name, value in form.items() if name != "text"}


def _fields(body: bytes) -> Mapping[str, str]:
    """Return the fields of a form, the last of each name.

    It is read as the query of an address: pydantic does that in Rust. A press comes with its whole
    message, with each quotation mark as three letters; urllib takes longer over that than we take
    to answer.

    Raises:
        Refused: it is no form, or has too many fields.
    """
    if body.count(b"&") >= MOST_FIELDS:
        raise Refused(400)
    try:
        return dict(Url(f"form://-/?{body.decode()}").query_params())
    except ValueError as error:
        raise Refused(400) from error


def _challenged(payload: Mapping[str, object]) -> web.Response:
    """Answer Slack's question whether this address is ours."""
    challenge = payload.get("challenge")
    if not isinstance(challenge, str) or not challenge.isascii() or len(challenge) > LONGEST:
        raise Refused(400)
    return web.Response(text=challenge, content_type="text/plain")


def make_app(door: Door) -> web.Application:
    """Return the web application that Slack talks to; it has this one way in."""
    return way_in(PATH, door.knocked)
