"""A whole answer (load, step, encrypt, chain, durable commit) beside a bare durable write."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from adapters.collector import spare_what_is_loaded
from adapters.redis.keyring import KeyRing
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from bot.fsm.said import Opened, Said, Typed
from bot.handle import Handler
from bot.inbound import Inbound
from bot.ports import Change, Committed

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


S = TypeVar("S", bound=RedisStore)


@asynccontextmanager
async def embedded(kind: type[S]) -> AsyncIterator[tuple[S, str]]:
    """Yield a store on an embedded server of its own, with the server's address."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder), dies_with_us=True)
        server.start()
        store = kind(server.url, KeyRing({"bench": b"k" * 32}))
        try:
            yield store, server.url
        finally:
            await store.close()
            server.stop()


class Weighing(RedisStore):
    """The store of every day; it keeps how many bytes the last change held."""

    weight = 0

    async def commit(self, change: Change) -> Committed:
        """Weigh the change and commit it."""
        kept = [put.body for put in change.puts]
        kept += [change.case.state, change.case.entry] if change.case else []
        kept += [change.conversation.state] if change.conversation else []
        self.weight = sum(map(len, kept))
        return await super().commit(change)


@dataclass(slots=True)
class Samples:
    """How long answers took and bare writes of the same bytes, in milliseconds."""

    answers: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    weight: int = 0

    def row(self, name: str) -> Row:
        """Return the figure of these samples."""
        baseline = f"bare durable SET of {self.weight} B {_shown(self.writes)}"
        ratio = statistics.median(self.answers) / statistics.median(self.writes)
        return Row(name, _shown(self.answers), baseline, ratio, "<= 2")


SAID: tuple[Said, ...] = (Opened(), Typed("no"), Typed("another adult"), Typed("not known"))
ALARMING, ORDINARY = 2, 3
"""The answer that raises the alert (pages, timers, the channel card), and the one after it."""


async def _measure() -> list[Row]:
    school = example_school()
    bugs: list[Exception] = []
    found = {ALARMING: Samples(), ORDINARY: Samples()}
    async with embedded(Weighing) as (store, _):
        handler = Handler({school.id: school}, store, MachineClock(), Count(), bugs.append)
        spare_what_is_loaded()
        for number in range(ROUNDS):
            for place, said in enumerate(SAID):
                inbound = Inbound(school.id, f"{number}.{place}", f"teacher-{number}", said)
                start = time.perf_counter()
                await handler.receive(inbound)
                between = time.perf_counter()
                await store.line.ask("SET", "bare", b"x" * store.weight)
                after = time.perf_counter()
                if place in found:
                    found[place].answers.append((between - start) * 1e3)
                    found[place].writes.append((after - between) * 1e3)
                    found[place].weight = store.weight
    assert not bugs
    return [
        found[ORDINARY].row("a whole answer, durable, p50 (p99)"),
        found[ALARMING].row("the answer that raises an alert, p50 (p99)"),
    ]


def _shown(took: list[float]) -> str:
    return f"{statistics.median(took):.2f} ({percentile(took, 0.99):.2f}) ms"


def run() -> list[Row]:
    """Measure a teacher's answers through the door on the embedded store.

    A bare write follows each answer, so that a busy machine is as busy for both.
    """
    return asyncio.run(_measure())
