"""Three cases with two anchors, and what it takes to hurt them: what tests of `verify` need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from adapters.redis.keys import Names
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from adapters.redis.walking import Walk
from tests.store.changes import NOW, SCHOOL, event, opened

__all__ = ["DAY", "NAMES", "REFS", "rewrite", "rows_of", "store", "walked"]

REFS = ("YP-7K3Q", "YP-2222", "YP-3333")
NAMES = Names(SCHOOL)
DAY = timedelta(days=1)


@pytest.fixture
async def store(redis_store: RedisStore) -> RedisStore:
    """Give a store with three cases of four entries, two anchors and one entry since."""
    for number in range(3):
        for ref in REFS:
            await redis_store.commit(event(number, ref=ref))
        await redis_store.ledger.anchor(SCHOOL, NOW + number * DAY)
    await redis_store.commit(event(3, ref=REFS[0]))
    return redis_store


async def walked(server: EmbeddedServer, words: str = "") -> Walk:
    """Walk the store as a program that has just started does."""
    async with opened(server.url) as fresh:
        return await fresh.walker.walk(SCHOOL, words)


async def rewrite(store: RedisStore, key: str, rows: Sequence[tuple[bytes, list[bytes]]]) -> None:
    """Write a stream anew, with other entries."""
    await store.line.ask("DEL", key)
    for identity, parts in rows:
        await store.line.ask("XADD", key, identity, *parts)


async def rows_of(store: RedisStore, key: str) -> list[tuple[bytes, list[bytes]]]:
    rows = await store.line.ask("XRANGE", key, "-", "+")
    return [
        (identity, [part for pair in parts.items() for part in pair]) for identity, parts in rows
    ]
