"""The server is killed at any moment: what was acknowledged is there, and nothing half of it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from bot.ports import Conflict, NotSaved, Queue
from tests.store.changes import SCHOOL, event, opened, process_of

ROUNDS = 6
WRITERS = 8


class Writer:
    """Writes to one case for as long as the server answers, and counts what it was promised."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self.tried = 0
        self.acknowledged = 0

    async def write(self, store: RedisStore) -> None:
        while True:
            self.tried = self.acknowledged + 1
            try:
                await store.commit(event(self.acknowledged, ref=self.ref))
            except NotSaved:
                return
            self.acknowledged += 1

    async def check(self, store: RedisStore, waiting: set[str]) -> None:
        record = await store.entries(SCHOOL, self.ref)
        case = await store.load_case(SCHOOL, self.ref)
        assert self.acknowledged <= len(record) <= self.tried
        assert (case.version if case else 0) == len(record)
        for number in range(len(record)):
            assert event(number, ref=self.ref).puts[0].key in waiting
        assert event(len(record), ref=self.ref).puts[0].key not in waiting
        assert (await store.record.verify(SCHOOL, self.ref)).holds
        self.acknowledged = len(record)


@pytest.mark.slow
async def test_whatever_was_acknowledged_survives_a_server_killed_again_and_again(
    tmp_path: Path,
) -> None:
    chance = random.Random(2026)
    server = EmbeddedServer(tmp_path / "data", dies_with_us=True)
    writers = [Writer(f"YP-{number:04}") for number in range(WRITERS)]
    for _ in range(ROUNDS):
        server.start()
        async with opened(server.url) as store:
            process = await process_of(store)
            writing = [asyncio.create_task(writer.write(store)) for writer in writers]
            asyncio.get_running_loop().call_later(
                chance.uniform(0.05, 0.4), os.kill, process, signal.SIGKILL
            )
            await asyncio.gather(*writing)
        server.start()
        async with opened(server.url) as store:
            waiting = {key for key, _ in await store.pending(SCHOOL, Queue.TIMERS)}
            for writer in writers:
                await writer.check(store, waiting)

    server.stop()
    assert sum(writer.acknowledged for writer in writers) > ROUNDS * WRITERS


@pytest.mark.slow
async def test_two_committers_of_one_case_never_share_a_version(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "data", dies_with_us=True)
    server.start()
    async with opened(server.url) as one, opened(server.url) as other:
        committed = [0, 0]

        async def race(mine: int, store: RedisStore) -> None:
            for number in range(100):
                case = await store.load_case(SCHOOL, "YP-7K3Q")
                change = event(case.version if case else 0)
                try:
                    await store.commit(
                        replace(change, operation=f"{mine} {number}", conversation=None)
                    )
                except Conflict:
                    continue
                committed[mine] += 1

        await asyncio.gather(race(0, one), race(1, other))

        assert len(await one.entries(SCHOOL, "YP-7K3Q")) == sum(committed)
        assert min(committed) > 0
        assert (await one.record.verify(SCHOOL, "YP-7K3Q")).holds
    server.stop()
