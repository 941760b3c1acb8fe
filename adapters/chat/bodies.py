"""Reading what is sent to us over HTTP, and never more of it than was allowed for."""

from aiohttp import StreamReader

__all__ = ["TooLarge", "read_whole"]

PIECE = 65_536


class TooLarge(ValueError):
    """There is more of it than we read."""


async def read_whole(stream: StreamReader, largest: int) -> bytes:
    """Return a body of at most `largest` bytes.

    Raises:
        TooLarge: it goes on after that.
    """
    body = bytearray()
    async for piece in stream.iter_chunked(PIECE):
        body += piece
        if len(body) > largest:
            raise TooLarge
    return bytes(body)
