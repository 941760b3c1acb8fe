"""Who may knock: only this machine's own page, with small JSON.

Everybody else gets an answer.
"""

import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from adapters.chat.bodies import TooLarge, TooSlow, read_whole
from adapters.logs import log_failure

__all__ = ["LONGEST_BODY", "Refusal", "behind_proxy", "doors", "read_json"]

LONGEST_BODY = 1_000_000
"""Bytes of the longest body that is read: 100,000 typed characters fit in any script."""

OURSELVES = frozenset({"127.0.0.1", "localhost", "::1"})
HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,60}|\[[0-9a-fA-F:]{2,40}\])(?::[0-9]{1,5})?")
PROXIES = frozenset(
    {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"}
)
"""What a proxy adds to a request. Some write our own name over that of whoever asked."""

HIDDEN = "null"
"""What a form's origin is called on a page that tells nobody where somebody came from."""

NEAR = frozenset({"same-origin", "none", ""})
NOT_HERE = "This page answers on this machine's own address only."
OUR_BUG = "Something broke on our side. In danger ring 999. Police: 101. You can try here again."

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: what this machine serves."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.page")


class Refusal(Exception):
    """A request that is answered with a status and plain words, and changes nothing."""

    def __init__(self, status: int, words: str) -> None:
        """Keep what is answered."""
        super().__init__(words)
        self.status = status
        self.words = words


@web.middleware
async def doors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign hosts and origins; answer refusals and our own bugs in JSON."""
    response = await _answered(request, handler, _admit)
    if not response.prepared:
        response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


@web.middleware
async def behind_proxy(request: web.Request, handler: Handler) -> web.StreamResponse:
    """As `doors`, for what a proxy hands over: by any name, but for no foreign page."""
    return await _answered(request, handler, _admit_no_foreign_page)


async def _answered(
    request: web.Request, handler: Handler, admit: Callable[[web.Request], None]
) -> web.StreamResponse:
    try:
        admit(request)
        response = await handler(request)
    except Refusal as refusal:
        _log.info("page_refused", status=refusal.status)
        response = _answer(refusal.status, refusal.words)
    except web.HTTPMethodNotAllowed as refused:
        allowed = ", ".join(sorted(refused.allowed_methods))
        response = _answer(refused.status, f"Use {allowed} here.")
        response.headers["Allow"] = allowed
    except web.HTTPException as refused:
        response = _answer(refused.status, f"Nothing is here: {refused.reason}.")
    except Exception as error:  # noqa: BLE001  whatever breaks, the page gets an answer (tested)
        log_failure(error)
        response = _answer(500, OUR_BUG)
    return response


def _answer(status: int, words: str) -> web.Response:
    return web.json_response({"problem": words}, status=status)


def _admit(request: web.Request) -> None:
    host = request.headers.get("Host", "")
    if HOST.fullmatch(host) is None or _name(host) not in OURSELVES:
        raise Refusal(403, NOT_HERE)
    if any(name in request.headers for name in PROXIES):
        raise Refusal(403, NOT_HERE)
    origin = request.headers.get("Origin")
    ours = {f"http://{host}"} | ({HIDDEN} if _site(request) == "same-origin" else set())
    if origin is not None and origin not in ours:
        raise Refusal(403, "Requests are taken from this page only.")
    _admit_no_foreign_page(request)


def _admit_no_foreign_page(request: web.Request) -> None:
    if request.method not in {"GET", "HEAD"} and _site(request) not in NEAR:
        raise Refusal(403, "Requests are taken from this page only.")


def _site(request: web.Request) -> str:
    return request.headers.get("Sec-Fetch-Site", "")


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


async def read_json(request: web.Request) -> object:
    """Return the JSON that was posted.

    Anything that does not say it is plain JSON is refused unread; so is what is too long.

    Raises:
        Refusal: 415, 413, 408 or 400, with what to post instead.
    """
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise Refusal(415, "Post plain JSON. Nothing else is read: no file, no picture, no form.")
    if (request.content_length or 0) > LONGEST_BODY:
        raise Refusal(413, TOO_LONG)
    try:
        body = await read_whole(request.content, LONGEST_BODY)
    except TooLarge as wrong:
        raise Refusal(413, TOO_LONG) from wrong
    except TooSlow as wrong:
        raise Refusal(408, TOO_LATE) from wrong
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "That is no JSON. Post one JSON object in UTF-8.") from error


TOO_LONG = "That is far too long, so none of it was read. Say the main points in a few lines."
TOO_LATE = "That did not come through whole. Send it again."
