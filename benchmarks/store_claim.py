"""Claiming the next 50 due timers, of a thousand and of a million."""

import asyncio
import statistics
import time
from datetime import UTC, datetime, timedelta

from adapters.redis.moments import to_micros
from adapters.redis.store import RedisStore
from benchmarks.answer import embedded
from benchmarks.row import Row, percentile
from bot.ports import Change, Put, Queue

__all__ = ["run"]

FEW, MANY, BATCH, ROUNDS = 1_000, 1_000_000, 50, 150
NOW = datetime(2026, 11, 6, 19, 40, tzinfo=UTC)
LEASE = timedelta(seconds=30)
DUE = 200  # of them are due at a time; the rest wait, days to years

# Writing a million timers through commits would take minutes: copies of real ones, under ids of
# their own and far in the future, are as good to be passed over.
COPIES = """
for number = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  local id = string.format('%032x', number)
  local member = string.format('%016d', number) .. id
  redis.call('ZADD', KEYS[1], string.format('%.0f', tonumber(ARGV[3]) + number * 60000000), member)
  local slip = string.sub(member, 1, 16) .. ' ' .. ARGV[3] .. ' 0 0\\n'
  redis.call('HSET', KEYS[2], id, slip .. ARGV[4])
end
"""


async def _fill(store: RedisStore, school: str, total: int) -> None:
    """Put `DUE` timers that are due and as many that are not as make `total`."""
    puts = tuple(
        Put(Queue.TIMERS, f"nudge {number}", NOW + timedelta(seconds=number), b"b" * 120)
        for number in range(DUE)
    )
    await store.commit(Change(school, "fill", NOW, puts=puts))
    tag = f"{{hr:{school}}}:timers:"
    later = to_micros(NOW + timedelta(days=2))
    for first in range(DUE + 1, total + 1, 5_000):
        last = min(first + 4_999, total)
        await store.line.client.eval(
            COPIES, 2, f"{tag}due", f"{tag}jobs", first, last, later, b"b" * 200
        )


async def _claim(store: RedisStore, school: str, turn: int) -> float:
    """Return how long one claim takes, in milliseconds; the leases of the last have run out."""
    now = NOW + turn * 2 * LEASE
    start = time.perf_counter()
    jobs = await store.claim(
        school, Queue.TIMERS, due=NOW + timedelta(days=1), now=now, lease=LEASE, limit=BATCH
    )
    took = (time.perf_counter() - start) * 1e3
    assert len(jobs) == BATCH
    return took


async def _measure() -> list[Row]:
    async with embedded(RedisStore) as (store, _):
        await store.line.ask("CONFIG", "SET", "appendfsync", "no")  # only while it is filled
        await _fill(store, "few", FEW)
        await _fill(store, "many", MANY)
        await store.line.ask("CONFIG", "SET", "appendfsync", "always")
        few, many = [], []
        for turn in range(ROUNDS):  # in turn, so that a busy machine is busy for both
            few.append(await _claim(store, "few", turn))
            many.append(await _claim(store, "many", turn))
    ratio = statistics.median(many) / statistics.median(few)
    return [
        Row(
            f"claim of {BATCH} due of {MANY:,} timers, p50 (p99)",
            f"{statistics.median(many):.2f} ({percentile(many, 0.99):.2f}) ms",
            f"of {FEW:,} timers {statistics.median(few):.2f} ({percentile(few, 0.99):.2f}) ms",
            ratio,
            "at most 1.2",
        )
    ]


def run() -> list[Row]:
    """Return how long a claim takes among a million timers beside one among a thousand."""
    return asyncio.run(_measure())
