"""The server is gone: nobody is told "saved", and afterwards everything acknowledged is there."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.redis.connection import Line
from adapters.redis.finding import find_server
from bot.ports import NotSaved, Queue
from tests.store.changes import NOW, REF, SCHOOL, event, opened, process_of, served


async def test_a_dead_server_is_not_saved_and_once_restarted_everything_is_there(
    tmp_path: Path,
) -> None:
    async with served(tmp_path / "data") as (server, store):
        for number in range(5):
            await store.commit(event(number))
        os.kill(await process_of(store), signal.SIGKILL)

        with pytest.raises(NotSaved):
            await store.commit(event(5))
        for asked in (
            store.load_case(SCHOOL, REF),
            store.cases(SCHOOL),
            store.edition("sha256:1"),
            store.next_due(SCHOOL, Queue.TIMERS),
        ):
            with pytest.raises(NotSaved):
                await asked
        server.start()
        committed = await store.commit(event(5))

        assert not committed.again
        assert len(await store.entries(SCHOOL, REF)) == 6
        assert len(await store.pending(SCHOOL, Queue.TIMERS)) == 6


async def test_the_watch_starts_a_dead_server_again(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as (server, store):
        await store.commit(event(0))
        dead = await process_of(store)
        watch = asyncio.create_task(server.watch())
        os.kill(dead, signal.SIGKILL)

        async with asyncio.timeout(20):
            process = await anext(p async for p in processes(store.line) if p not in {0, dead})
        watch.cancel()

        assert process != dead
        assert len(await store.entries(SCHOOL, REF)) == 1
        assert (await store.load_case(SCHOOL, REF)) is not None


async def processes(line: Line) -> AsyncIterator[int]:
    """Ask for ever which process answers, 0 for none."""
    while True:
        try:
            yield int((await line.ask("INFO", "server"))["process_id"])
        except NotSaved:
            yield 0
        await asyncio.sleep(0)  # a refused connection takes no time, and others have to run


async def test_the_same_store_runs_on_a_server_of_the_operators_over_tcp(tmp_path: Path) -> None:
    probe = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = probe.sockets[0].getsockname()[1]
    probe.close()
    await probe.wait_closed()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path), "--save", ""]
    quiet = asyncio.subprocess.DEVNULL
    server = await asyncio.create_subprocess_exec(find_server(), *options, stdout=quiet)
    try:
        async with opened(f"redis://127.0.0.1:{port}/3") as store:
            async with asyncio.timeout(20):
                await anext(process async for process in processes(store.line) if process)
            await store.commit(event(0))

            assert len(await store.entries(SCHOOL, REF)) == 1
            lease = NOW - NOW
            jobs = await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=1)
            assert len(jobs) == 1
    finally:
        server.kill()
        await server.wait()
