"""A whole answer (load, step, encrypt, chain, durable commit) beside a bare durable write."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from redis.asyncio import Redis

from adapters.redis.keyring import KeyRing
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from bot.fsm.said import Opened, Pressed, Typed
from bot.handle import Handler, Inbound

__all__ = ["embedded", "run"]

ROUNDS = 400


class MachineClock:
    """The machine's clock, for both."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)

    machine = now


class Count:
    """References in a row, so that a run can be repeated."""

    def __init__(self) -> None:
        """Start at the first."""
        self._next = count()

    def reference(self) -> str:
        """Return the next reference."""
        return f"YP-{next(self._next):04}"


@asynccontextmanager
async def embedded() -> AsyncIterator[tuple[RedisStore, str]]:
    """Yield a store on an embedded server of its own, with the server's address."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder), dies_with_us=True)
        server.start()
        store = RedisStore(server.url, KeyRing({"bench": b"k" * 32}))
        try:
            yield store, server.url
        finally:
            await store.close()
            server.stop()


async def _answers(store: RedisStore) -> tuple[list[float], int]:
    school = example_school()
    bugs: list[Exception] = []
    handler = Handler({school.id: school}, store, MachineClock(), Count(), bugs.append)
    took: list[float] = []
    for number in range(ROUNDS):
        person = f"teacher-{number}"
        await handler.receive(Inbound(school.id, f"{person}.open", person, Opened()))
        await handler.receive(Inbound(school.id, f"{person}.danger", person, Typed("no")))
        start = time.perf_counter()
        await handler.receive(Inbound(school.id, f"{person}.adult", person, Pressed("q.2.4")))
        took.append((time.perf_counter() - start) * 1e3)
    assert not bugs
    return took, await _size(store, school.id)


async def _size(store: RedisStore, school: str) -> int:
    ref = (await store.cases(school))[0]
    stored = await store.load_case(school, ref)
    entries = await store.entries(school, ref)
    assert stored is not None
    return len(stored.state) + len(entries[-1])


async def _bare(url: str, size: int) -> list[float]:
    client = Redis.from_url(url)
    value = b"x" * size
    took: list[float] = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        await client.set(f"bare:{number}", value)
        took.append((time.perf_counter() - start) * 1e3)
    await client.aclose()
    return took


async def _measure() -> list[Row]:
    async with embedded() as (store, url):
        took, size = await _answers(store)
        bare = await _bare(url, size)
    ratio = statistics.median(took) / statistics.median(bare)
    baseline = f"bare durable SET of {size} B {_shown(bare)}"
    return [Row("whole answer, durable, p50 (p99)", _shown(took), baseline, ratio, "<= 2")]


def _shown(took: list[float]) -> str:
    return f"{statistics.median(took):.2f} ({percentile(took, 0.99):.2f}) ms"


def run() -> list[Row]:
    """Measure one teacher's answer through the door on the embedded store."""
    return asyncio.run(_measure())
