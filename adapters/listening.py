"""A web application that is heard at one address for as long as a block runs."""

# Rule: every answer, a refusal too, tells browsers to keep nothing, to guess no type, to frame and
#       run nothing, and to say nowhere where they came from. It names no program and no version.
#       Of a request that is none the log has the kind of its fault: not a word, nor who sent it.

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.environment import CannotStart
from adapters.logs import log_failure

__all__ = ["ALWAYS", "ENCRYPTED", "close_mouthed", "listening", "serve"]

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.http")

LOOPBACK = "127.0.0.1"
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
    heard = _runner(app, longest_header=longest_header)
    await heard.setup()
    try:
        try:
            await web.TCPSite(heard, host.strip("[]"), int(port)).start()
        except OSError as wrong:
            raise CannotStart(f"{what} at {at} ({wrong.strerror}); {cure}") from wrong
        yield
    finally:
        await heard.cleanup()


@asynccontextmanager
async def serve(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` to this machine alone while the block runs, and give the page's address.

    Raises:
        OSError: the port is taken.
    """
    heard = _runner(app)
    await heard.setup()
    try:
        await web.TCPSite(heard, LOOPBACK, port).start()
        yield f"http://{LOOPBACK}:{heard.addresses[0][1]}/"
    finally:
        await heard.cleanup()


def _runner(app: web.Application, *, longest_header: int = LONGEST_HEADER) -> web.AppRunner:
    """Return what runs an application, quietly."""
    return web.AppRunner(
        app,
        access_log=None,
        logger=_quiet(),
        max_field_size=longest_header,
        shutdown_timeout=1,
    )


def _quiet() -> logging.Logger:
    """Return a logger for aiohttp's server, which would write down what was sent and by whom."""
    made = logging.Logger("handrail.http.server", logging.INFO)  # noqa: LOG001  for this server alone
    made.addFilter(_reduced)
    return made


def _reduced(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        _log.info("http_refused", error=type(error).__name__)
    elif error is not None:
        log_failure(error)
    return False
