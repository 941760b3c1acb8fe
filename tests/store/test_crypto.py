"""What is kept can be read by the school, in its place, and by nobody else anywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.redis.crypto import Box, CannotOpen, context
from adapters.redis.keyring import KeyRing
from adapters.redis.keys import Names
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from bot.ports import Queue
from tests.store.changes import (
    NOW,
    PERSON,
    REF,
    SCHOOL,
    SECRET,
    event,
    finish_with_receipt,
    opened,
    served,
)

OLD, NEW = bytes([1]) * 32, bytes([2]) * 32


def test_what_is_sealed_opens_in_its_place_only() -> None:
    box = Box(OLD)
    here = {"school": "westcroft", "case": "YP-1", "place": 3, "kind": "entry"}
    sealed = box.seal(b"words", context(**here))  # type: ignore[arg-type]  # one of each kind

    assert box.open(sealed, context(**here)) == b"words"  # type: ignore[arg-type]  # as above
    for part, other in (("school", "stoke"), ("case", "YP-2"), ("place", 4), ("kind", "state")):
        with pytest.raises(CannotOpen):
            box.open(sealed, context(**(here | {part: other})))  # type: ignore[arg-type]  # as above


def test_no_two_places_have_one_context() -> None:
    assert context(school="ab", case="c", place=1, kind="k") != context(
        school="a", case="bc", place=1, kind="k"
    )
    assert context(school="a", case="1:b", place=1, kind="k") != context(
        school="a1:", case="b", place=1, kind="k"
    )


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
def test_a_value_with_one_bit_turned_does_not_open(at: int) -> None:
    where = context(school="westcroft", case="YP-1", place=1, kind="entry")
    sealed = bytearray(Box(OLD).seal(b"words", where))
    sealed[at] ^= 1

    with pytest.raises(CannotOpen):
        Box(OLD).open(bytes(sealed), where)


@pytest.mark.parametrize("length", [0, 1, 5, 12, 13, 28])
def test_a_value_cut_short_does_not_open(length: int) -> None:
    where = context(school="westcroft", case="YP-1", place=1, kind="entry")

    with pytest.raises(CannotOpen):
        Box(OLD).open(Box(OLD).seal(b"words", where)[:length], where)


def test_the_same_words_are_never_sealed_to_the_same_bytes() -> None:
    where = context(school="westcroft", case="YP-1", place=1, kind="entry")

    assert len({Box(OLD).seal(b"words", where) for _ in range(50)}) == 50


async def test_an_event_moved_to_another_case_or_place_does_not_open(
    redis_store: RedisStore,
) -> None:
    for ref in (REF, "YP-2222"):
        await redis_store.commit(event(0, ref=ref))
    await redis_store.commit(event(1))
    names = Names(SCHOOL)
    first, second = await redis_store.line.ask("XRANGE", names.record(REF), "-", "+")

    for record, place in ((names.record("YP-2222"), "2-0"), (names.record(REF), "3-0")):
        fields = [part for pair in first[1].items() for part in pair]
        await redis_store.line.ask("XADD", record, place, *fields)

    for ref in (REF, "YP-2222"):
        with pytest.raises(CannotOpen):
            await redis_store.entries(SCHOOL, ref)
    assert first[1][b"e"] != second[1][b"e"]


async def test_a_state_moved_to_another_case_does_not_open(redis_store: RedisStore) -> None:
    for ref in (REF, "YP-2222"):
        await redis_store.commit(event(0, ref=ref))
    names = Names(SCHOOL)
    state = await redis_store.line.ask("HGET", names.case(REF), "state")

    await redis_store.line.ask("HSET", names.case("YP-2222"), "state", state)

    with pytest.raises(CannotOpen):
        await redis_store.load_case(SCHOOL, "YP-2222")


async def test_an_older_state_put_back_does_not_open(redis_store: RedisStore) -> None:
    await redis_store.commit(event(0))
    names = Names(SCHOOL)
    older = await redis_store.line.ask("HGET", names.case(REF), "state")
    await redis_store.commit(event(1))

    await redis_store.line.ask("HSET", names.case(REF), "state", older)

    with pytest.raises(CannotOpen):
        await redis_store.load_case(SCHOOL, REF)


async def test_a_job_that_does_not_open_is_dead_and_holds_up_nobody(
    redis_store: RedisStore,
    server: EmbeddedServer,
) -> None:
    await redis_store.commit(event(0))
    await redis_store.commit(event(0, ref="YP-2222"))
    await redis_store.line.ask("HDEL", Names(SCHOOL).keys, REF)

    async with opened(server.url) as other:
        lease = NOW - NOW
        jobs = await other.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=9)

    assert len(jobs) == 1
    assert await redis_store.dead(SCHOOL) == 1


async def test_without_its_key_a_case_can_neither_be_read_nor_added_to(
    redis_store: RedisStore,
    server: EmbeddedServer,
) -> None:
    await redis_store.commit(event(0))
    await redis_store.line.ask("HDEL", Names(SCHOOL).keys, REF)

    async with opened(server.url) as other:
        for asked in (other.load_case(SCHOOL, REF), other.entries(SCHOOL, REF)):
            with pytest.raises(CannotOpen):
                await asked
        with pytest.raises(CannotOpen):
            await other.commit(event(1))
        assert (await other.record.verify(SCHOOL, REF)).holds


async def test_a_store_opened_with_another_ring_says_which_key_is_missing(
    redis_store: RedisStore,
    server: EmbeddedServer,
) -> None:
    await redis_store.commit(event(0))
    stranger = RedisStore(server.url, KeyRing({"other": os.urandom(32)}))

    with pytest.raises(CannotOpen, match="k1"):
        await stranger.load_case(SCHOOL, REF)

    await stranger.close()


async def test_nothing_of_what_was_said_and_nobodys_name_is_on_the_disk(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as (server, store):
        for number in range(3):
            await store.commit(event(number))
        await finish_with_receipt(store)
        await store.load_conversation(SCHOOL, PERSON)
        for job in await store.claim(
            SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=NOW - NOW, limit=1
        ):
            await store.bury(job)
        kept = b"".join(part.read_bytes() for part in server.directory.rglob("*") if part.is_file())

    assert REF.encode() in kept
    assert SECRET not in kept
    assert PERSON.encode() not in kept
    assert b"message 17" not in kept
