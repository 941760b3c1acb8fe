"""The web program: `/health`, and the page that is a school's first platform."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web

from adapters.environment import CannotStart
from adapters.monitoring.health import look
from adapters.monitoring.vitals import add_vitals
from adapters.site import make_app, serve
from adapters.wiring import Deployment

__all__ = ["serving", "together", "until_stopped"]

PORT = 8080
AGAIN = timedelta(milliseconds=100)


@asynccontextmanager
async def serving(deployment: Deployment, port: int | None) -> AsyncIterator[str]:
    """Serve the page and `/health` while the block runs; give the address.

    Without a `port` it is 8080; for what is only played any free one where that is in use. A
    school's own page is looked for where it was: by people, by a monitor, by a proxy.

    Raises:
        CannotStart: the port is taken.
    """
    app = _app(deployment)
    async with contextlib.AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(serve(app, PORT if port is None else port))
        except OSError as wrong:
            if port is not None or not deployment.is_played:
                which = f"port {port or PORT} cannot be used ({wrong.strerror})"
                raise CannotStart(f"{which}; choose another with --port") from wrong
            address = await stack.enter_async_context(serve(_app(deployment), 0))
        for each in deployment.doors:
            await stack.enter_async_context(each.serving())
        yield address


def _app(deployment: Deployment) -> web.Application:
    if deployment.playground is None:
        raise AssertionError("only a deployment with a page is served")
    app = make_app(deployment.playground)
    add_vitals(app, lambda: look(deployment), deployment.clock.machine)
    return app


async def together(*parts: Coroutine[None, None, object], stop: Awaitable[object]) -> None:
    """Run all `parts` until `stop`, then cancel them; a part that fails ends all and is raised."""
    tasks: list[asyncio.Future[object]] = [asyncio.ensure_future(part) for part in parts]
    stopped: asyncio.Future[object] = asyncio.ensure_future(stop)
    try:
        await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()
    finally:
        await _cancelled({*tasks, stopped})


async def _cancelled(tasks: set[asyncio.Future[object]]) -> None:
    """Cancel tasks until all of them have ended.

    Once is not enough: before Python 3.12 `asyncio.wait_for`, which redis-py sends with, may lose
    a cancellation that comes in the moment in which it ends.
    """
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=AGAIN.total_seconds())


@contextlib.contextmanager
def until_stopped() -> Iterator[asyncio.Event]:
    """Give an event that SIGINT and SIGTERM set; a second one is left to end the process."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def stopped() -> None:
        stop.set()
        for each in signals:
            loop.remove_signal_handler(each)

    for each in signals:
        loop.add_signal_handler(each, stopped)
    try:
        yield stop
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
