"""Reading what is sent to us over HTTP: never more of it, nor for longer, than is allowed."""

import asyncio
from datetime import timedelta

from aiohttp import StreamReader

__all__ = ["PATIENCE", "TooLarge", "TooSlow", "read_whole"]

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
    if stream.is_eof() and stream.total_bytes <= largest:
        return stream.read_nowait()  # it is all here, as most that a chat sends: no clock runs
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            async for piece in stream.iter_chunked(PIECE):
                body += piece
                if len(body) > largest:
                    raise TooLarge
    except TimeoutError as late:
        raise TooSlow from late
    return bytes(body)
