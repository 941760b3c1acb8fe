"""The power is cut, or the disk is full: what was acknowledged is there, the rest refused."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.redis.launcher import SETTINGS, EmbeddedServer
from bot.ports import Conflict, NotSaved, Queue
from tests.store.changes import REF, SCHOOL, event, opened, process_of, served
from tests.store.power import Mains
from tests.store.test_crashes import Writer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cuts and fills as Linux does")
WRITERS = 6


async def cut_again_and_again(rounds: int, data: Path, mains: Mains) -> tuple[int, int]:
    """Write and cut the power so many times; return what was promised, and the bytes lost."""
    chance, lost = random.Random(11), 0
    server = EmbeddedServer(data, dies_with_us=True)
    writers = [Writer(f"YP-{number:04}") for number in range(WRITERS)]
    try:
        for _ in range(rounds):
            server.start()
            async with opened(server.url) as store:
                process = await process_of(store)
                writing = [asyncio.create_task(writer.write(store)) for writer in writers]
                loop = asyncio.get_running_loop()
                loop.call_later(chance.uniform(0.05, 0.4), os.kill, process, signal.SIGKILL)
                await asyncio.gather(*writing)
            lost += mains.cut()
        server.start()
        async with opened(server.url) as store:
            waiting = {key for key, _ in await store.pending(SCHOOL, Queue.TIMERS)}
            for writer in writers:
                await writer.check(store, waiting)
    finally:
        server.stop()
    return sum(writer.acknowledged for writer in writers), lost


@pytest.fixture
def mains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mains:
    try:
        return Mains(tmp_path, tmp_path / "data", monkeypatch)
    except FileNotFoundError:
        pytest.skip("no C compiler: the shim that notes what was flushed cannot be built")


@pytest.mark.slow
async def test_what_was_acknowledged_survives_power_cuts(tmp_path: Path, mains: Mains) -> None:
    promised, _ = await cut_again_and_again(5, tmp_path / "data", mains)

    assert promised > 5 * WRITERS


@pytest.mark.slow
async def test_the_cut_is_real_a_server_that_flushes_each_second_loses(
    tmp_path: Path, mains: Mains, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "appendfsync", "everysec")

    with pytest.raises((AssertionError, Conflict)):
        await cut_again_and_again(5, tmp_path / "data", mains)


async def test_on_a_full_disk_nothing_is_called_saved_and_all_that_was_is_there(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    async with served(data) as (server, store):
        for number in range(3):
            await store.commit(event(number))
        written = max(each.stat().st_size for each in data.rglob("*.incr.aof"))
        process, saved = await process_of(store), 3
        _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (written + 20_000, most))

        with suppress(NotSaved):
            while saved < 1000:
                await store.commit(event(saved))
                saved += 1
        server.start()

        entries = await store.entries(SCHOOL, REF)
        assert 3 < saved < 1000
        assert saved <= len(entries) <= saved + 1
        assert (await store.record.verify(SCHOOL, REF)).holds
