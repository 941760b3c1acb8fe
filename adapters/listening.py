"""A web application that is heard at one address for as long as a block runs."""

# Rule: every answer, a refusal too, tells browsers to keep nothing, to guess no type, to frame and
#       run nothing, and to say nowhere where they came from. It names no program and no version.

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.environment import CannotStart

__all__ = ["ALWAYS", "ENCRYPTED", "close_mouthed", "listening"]

LONGEST_HEADER = 8190
"""Bytes of the longest header line, as aiohttp has it."""

ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says that does not say otherwise."""

ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""What is said besides where a proxy hands over what came encrypted: a year, in seconds."""


def close_mouthed(app: web.Application, **more: str) -> None:
    """Let every answer of an application say `ALWAYS` and `more`, and not what made it."""
    said = {**ALWAYS, **more}

    async def say(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in said.items():
            response.headers.setdefault(name, value)
        response.headers["Server"] = "Handrail"

    app.on_response_prepare.append(say)


@asynccontextmanager
async def listening(
    app: web.Application, at: str, what: str, cure: str, *, longest_header: int = LONGEST_HEADER
) -> AsyncIterator[None]:
    """Hear what a proxy hands over `at` a host and port while the block runs; log nothing.

    Raises:
        CannotStart: the port is taken; it says that, `what` cannot be done there, and the `cure`.
    """
    close_mouthed(app, **ENCRYPTED)
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
