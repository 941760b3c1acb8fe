"""Nothing is kept for ever by accident, and no name in the store says who somebody is."""

from __future__ import annotations

import pytest

from adapters.redis.copying import Closed, school_in
from adapters.redis.keys import EDITIONS, LASTING, Names
from adapters.redis.store import RedisStore
from adapters.redis.writing import OPERATION_MEMORY
from bot.grants import LASTS, Grant
from bot.ports import Queue
from tests.store.changes import NOW, PERSON, REF, SCHOOL, event, finish_with_receipt


async def fill(store: RedisStore) -> list[bytes]:
    """Leave one of everything that a store can keep, and return all keys."""
    for number in range(4):
        await store.commit(event(number))
    await finish_with_receipt(store)
    (job,) = await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=NOW - NOW, limit=1)
    await store.bury(job)
    await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=NOW - NOW, limit=1)
    await store.keep_edition("sha256:1", b"script")
    await store.ledger.anchor(SCHOOL, NOW)
    grant = Grant(SCHOOL, PERSON, REF, 1, "pdf")
    await store.links.keep_link("a token's hash", "proof", grant, NOW + LASTS, NOW)
    await store.addresses.keep_address(SCHOOL, PERSON, b"where")
    await school_in(store.line, SCHOOL, Closed(SCHOOL, "2026-11-21", "outer"))
    return [key async for key in store.line.client.scan_iter(count=1000)]


async def test_every_key_expires_or_is_named_as_lasting(redis_store: RedisStore) -> None:
    keys = await fill(redis_store)
    tag = Names(SCHOOL).tag
    lasting = [f"{tag}{name}" for name in LASTING] + [EDITIONS]

    seen = set()
    for key in keys:
        name = key.decode()
        kept = [at for at in lasting if name == at or (at.endswith(":") and name.startswith(at))]
        seconds = await redis_store.line.ask("TTL", key)
        assert bool(kept) == (seconds == -1), name
        seen.update(kept)

    assert seen == set(lasting)


async def test_an_operation_is_remembered_for_longer_than_anybody_repeats_it(
    redis_store: RedisStore,
) -> None:
    keys = await fill(redis_store)
    operations = [key for key in keys if b":operation:" in key]

    seconds = [await redis_store.line.ask("TTL", key) for key in operations]

    assert len(operations) == 4
    assert min(seconds) > 26 * 3600
    assert max(seconds) <= OPERATION_MEMORY.total_seconds()


async def test_every_key_of_a_school_is_in_its_one_slot(redis_store: RedisStore) -> None:
    keys = await fill(redis_store)

    slots = {
        await redis_store.line.ask("CLUSTER", "KEYSLOT", key)
        for key in keys
        if not key.startswith(EDITIONS.encode())
    }

    assert len(slots) == 1


async def test_no_name_in_the_store_says_who_somebody_is(redis_store: RedisStore) -> None:
    keys = await fill(redis_store)

    names = list(keys)
    for key in keys:
        kind = await redis_store.line.ask("TYPE", key)
        if kind == b"hash":
            names += await redis_store.line.ask("HKEYS", key)
        if kind == b"zset":
            names += await redis_store.line.ask("ZRANGE", key, 0, -1)

    assert any(REF.encode() in name for name in names)
    assert not any(PERSON.encode() in name for name in names)
    assert not any(b"sam" in name for name in names)


@pytest.mark.parametrize("school", ["", "a{b", "a}b"])
def test_a_school_whose_name_would_break_its_slot_is_refused(school: str) -> None:
    with pytest.raises(ValueError, match="brace"):
        Names(school)


async def test_starting_again_leaves_nothing_of_a_school_and_everything_of_others(
    redis_store: RedisStore,
) -> None:
    await fill(redis_store)
    await redis_store.commit(event(0, school="stoke [*]"))
    await redis_store.commit(event(0, school="stoke"))

    await redis_store.start_again("stoke [*]")
    await redis_store.start_again(SCHOOL)

    assert await redis_store.load_case(SCHOOL, REF) is None
    assert await redis_store.cases("stoke [*]") == []
    assert await redis_store.cases("stoke") == [REF]
    left = [key async for key in redis_store.line.client.scan_iter()]
    assert not any(
        key.startswith(Names(SCHOOL).tag.encode()) and b"keys" not in key for key in left
    )
    assert not (await redis_store.commit(event(0))).again
