"""One commit (600 B state, 300 B entry, two jobs) beside a bare durable write of its bytes."""

import asyncio
import statistics
import time
from datetime import UTC, datetime, timedelta
from itertools import count

from adapters.redis.store import RedisStore
from benchmarks.answer import embedded
from benchmarks.row import Row, percentile
from bot.ports import CaseWrite, Change, Put, Queue

__all__ = ["run"]

ROUNDS = 2000
STATE, ENTRY, BODY = b"s" * 600, b"e" * 300, b"b" * 120
BYTES = len(STATE) + len(ENTRY) + 2 * len(BODY)


def typical(number: int) -> Change:
    """Return the change of one answer: the case moves on, a timer is put again, a card is sent."""
    now = datetime(2026, 11, 6, 19, 40, tzinfo=UTC)
    return Change(
        school="bench",
        operation=f"answer {number}",
        now=now,
        case=CaseWrite("YP-7K3Q", number, STATE, ENTRY),
        puts=(
            Put(Queue.TIMERS, "YP-7K3Q:silence", now + timedelta(minutes=3), BODY, "YP-7K3Q"),
            Put(Queue.OUTBOX, f"YP-7K3Q:say:{number}", now, BODY, "YP-7K3Q"),
        ),
    )


async def _interleaved(store: RedisStore) -> tuple[list[float], list[float]]:
    """Return both in milliseconds, taken in turn, so that a busy machine is busy for both."""
    commits: list[float] = []
    writes: list[float] = []
    value = b"x" * BYTES
    numbers = count()
    for _ in range(100):
        await store.commit(typical(next(numbers)))
    for _ in range(ROUNDS):
        change = typical(next(numbers))
        start = time.perf_counter()
        await store.commit(change)
        between = time.perf_counter()
        await store.line.ask("SET", "bare", value)
        writes.append((time.perf_counter() - between) * 1e3)
        commits.append((between - start) * 1e3)
    return commits, writes


async def _measure() -> list[Row]:
    async with embedded(RedisStore) as (store, _):
        commits, writes = await _interleaved(store)
    return [
        Row(
            "one durable commit, p50 (p99)",
            f"{statistics.median(commits):.2f} ({percentile(commits, 0.99):.2f}) ms",
            f"bare durable SET of {BYTES} B {statistics.median(writes):.2f} "
            f"({percentile(writes, 0.99):.2f}) ms",
            statistics.median(commits) / statistics.median(writes),
            "at most 2",
        )
    ]


def run() -> list[Row]:
    """Return how long one commit takes beside one bare write, with appendfsync always."""
    return asyncio.run(_measure())
