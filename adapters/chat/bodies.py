"""Reading what is sent to us over HTTP: never more of it, nor for longer, than is allowed."""

import asyncio
from datetime import timedelta
from typing import TypeVar

from aiohttp import StreamReader

__all__ = ["PATIENCE", "TooLarge", "TooSlow", "read_whole"]

B = TypeVar("B", bytes, bytearray)

PIECE = 65_536
PATIENCE = timedelta(seconds=10)
"""How long a whole body may take: whoever sends it drop by drop does not hold our memory."""


class TooLarge(ValueError):
    """There is more of it than we read."""


class TooSlow(ValueError):
    """It was not all there in time."""


async def read_whole(stream: StreamReader, largest: int) -> bytes:
    """Return a body of at most `largest` bytes.

    Raises:
        TooLarge: it goes on after that.
        TooSlow: it has no end after `PATIENCE`.
    """
    if stream.is_eof():  # it is all here, as most that a chat sends: no clock needs to run
        return _within(largest, stream.read_nowait())
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            async for piece in stream.iter_chunked(PIECE):
                body += piece
                _within(largest, body)
    except TimeoutError as late:
        raise TooSlow from late
    return bytes(body)


def _within(largest: int, body: B) -> B:
    if len(body) > largest:
        raise TooLarge
    return body
