"""A platform's way in over HTTP: one address, bodies of a size, a status and no words."""

import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from adapters.chat.bodies import TooLarge, TooSlow, read_whole

__all__ = ["LARGEST", "Refused", "body_of", "object_in", "way_in"]

LARGEST = 512 * 1024
"""Bytes of the largest body that is read."""

UNREADABLE, TOO_SLOW, TOO_LARGE = 400, 408, 413


class Refused(Exception):
    """A request that changes nothing; carries the status to answer with."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__(status)
        self.status = status


async def body_of(request: web.Request) -> bytes:
    """Return all that was sent.

    Raises:
        Refused: it is too large, comes too slowly, or is packed.
    """
    if (request.content_length or 0) > LARGEST or "Content-Encoding" in request.headers:
        raise Refused(TOO_LARGE)
    try:
        return await read_whole(request.content, LARGEST)
    except TooLarge as wrong:
        raise Refused(TOO_LARGE) from wrong
    except TooSlow as wrong:
        raise Refused(TOO_SLOW) from wrong


def object_in(body: bytes | str) -> Mapping[str, object]:
    """Return the JSON object that was sent.

    Raises:
        Refused: there is none.
    """
    try:
        found = json.loads(body.decode() if isinstance(body, bytes) else body)
    except (ValueError, RecursionError) as wrong:
        raise Refused(UNREADABLE) from wrong
    if not isinstance(found, dict):
        raise Refused(UNREADABLE)
    return found


def way_in(
    path: str, knocked: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.Application:
    """Return a web application in which `path` can be posted to, and nothing else be done."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(path, knocked)
    return app
