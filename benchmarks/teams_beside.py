"""What stands beside Teams' door in a benchmark, in a process of its own: who knocks, and Teams.

It publishes keys, gives out tokens and takes messages, and says yes to everything: what it costs is
in neither figure.
"""

import asyncio
import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from aiohttp import ClientSession, web

__all__ = ["AT_ONCE", "CONFIGURATION", "Beside", "beside", "one_core"]

CONFIGURATION = "/.well-known/openidconfiguration"
KEYS = "/.well-known/keys"
TOKEN = {"access_token": "bench", "token_type": "Bearer", "expires_in": 3600}
PATIENCE = 60
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Beside:
    """`address` is where all of Teams is served."""

    address: str
    pipe: Connection

    async def knocked(self, url: str, bodies: Sequence[bytes], header: str) -> list[float]:
        """Send activities, some at once; return how long each took, in milliseconds."""
        self.pipe.send((url, list(bodies), header))
        found = await asyncio.to_thread(self.pipe.recv)
        assert isinstance(found, list), found
        return found


@contextmanager
def beside(keys: Mapping[str, object]) -> Iterator[Beside]:
    """Give what stands beside while the block runs."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, dict(keys)), daemon=True)
    process.start()
    try:
        assert ours.poll(PATIENCE), "what stands beside the door did not start"
        yield Beside(ours.recv(), ours)
    finally:
        process.terminate()
        process.join()


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process to its first core while the block runs."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _serve(pipe: Connection, keys: dict[str, object]) -> None:
    asyncio.run(_served(pipe, keys))


async def _served(pipe: Connection, keys: dict[str, object]) -> None:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
        if request.path == CONFIGURATION:
            told = {"jwks_uri": f"{request.url.origin()}{KEYS}", "issuer": "x"}
            return web.json_response({**told, "id_token_signing_alg_values_supported": ["RS256"]})
        if request.path == KEYS:
            return web.json_response({"keys": [keys]})
        return web.json_response(TOKEN if "oauth2" in request.path else {"id": "1"})

    app = web.Application()
    app.router.add_route("*", "/{anywhere:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    pipe.send(f"http://127.0.0.1:{runner.addresses[0][1]}")
    async with ClientSession() as session:
        while True:
            asked = await asyncio.to_thread(pipe.recv)
            try:
                pipe.send(await _knock(session, *asked))
            except Exception as error:  # noqa: BLE001  told to who asked
                pipe.send(repr(error))


async def _knock(
    session: ClientSession, url: str, bodies: Sequence[bytes], header: str
) -> list[float]:
    found: list[float] = []
    left = iter(bodies)
    headers = {"Authorization": header, "Content-Type": "application/json"}

    async def one_after_another() -> None:
        for body in left:
            start = time.perf_counter()
            async with session.post(url, data=body, headers=headers) as answer:
                assert answer.ok, answer.status
            found.append((time.perf_counter() - start) * 1e3)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return found
