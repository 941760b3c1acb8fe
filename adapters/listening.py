"""A web application that is heard at one address for as long as a block runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.environment import CannotStart

__all__ = ["listening"]

LONGEST_HEADER = 8190
"""Bytes of the longest header line, as aiohttp has it."""


@asynccontextmanager
async def listening(
    app: web.Application, at: str, what: str, cure: str, *, longest_header: int = LONGEST_HEADER
) -> AsyncIterator[None]:
    """Hear requests `at` a host and port while the block runs. Nothing of them is logged.

    Raises:
        CannotStart: the port is taken; it says that, `what` cannot be done there, and the `cure`.
    """
    host, _, port = at.rpartition(":")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, max_field_size=longest_header)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as wrong:
            raise CannotStart(f"{what} at {at} ({wrong.strerror}); {cure}") from wrong
        yield
    finally:
        await runner.cleanup()
