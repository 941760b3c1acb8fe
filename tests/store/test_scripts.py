"""A script reads all it was given before it writes anything, and refuses what it cannot read."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.redis.connection import Script, Value
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from adapters.redis.vault import School
from adapters.redis.writing import write
from bot.ports import Change, Finish, NotSaved, Put, Queue
from tests.store.changes import NOW, REF, SCHOOL, event, opened

COMMIT, CLAIM, SETTLE = Script("commit"), Script("claim"), Script("settle")


async def everything(store: RedisStore) -> dict[bytes, bytes]:
    """Return all that is kept, as the server would dump it."""
    return {key: await store.line.ask("DUMP", key) async for key in store.line.client.scan_iter()}


async def whole(store: RedisStore) -> tuple[School, list[str], list[Value]]:
    """Return a commit with one of everything, as keys and arguments."""
    school = await store._vault.school(SCHOOL)
    change = event(0)
    full = Change(
        school=SCHOOL,
        operation="whole",
        now=NOW,
        case=change.case,
        conversation=change.conversation,
        puts=change.puts,
        cancels=((Queue.TIMERS, "gone"),),
        finishes=(Finish(Queue.OUTBOX, "held", 1, "slot", "receipt"),),
    )
    written = write(store._vault, school, full, "attempt", None)
    return school, written.keys, written.args


async def test_a_commit_cut_short_anywhere_or_too_long_is_refused_unwritten(
    redis_store: RedisStore,
) -> None:
    _, keys, args = await whole(redis_store)
    before = await everything(redis_store)

    for wrong in [*(args[:length] for length in range(len(args))), [*args, "more"]]:
        with pytest.raises(NotSaved, match="SHAPE"):
            await redis_store.line.run(COMMIT, keys, wrong, repeat=False)

    assert await everything(redis_store) == before


@pytest.mark.parametrize("wrong", ["", "1.5", "1e9", "many", b"\x00\xff"])
async def test_what_should_be_a_number_and_is_not_is_refused_unwritten(
    redis_store: RedisStore, wrong: Value
) -> None:
    _, keys, args = await whole(redis_store)
    before = await everything(redis_store)
    numbers = [at for at, value in enumerate(args) if isinstance(value, int)]

    for at in numbers:
        with pytest.raises(NotSaved, match="SHAPE"):
            await redis_store.line.run(
                COMMIT, keys, [*args[:at], wrong, *args[at + 1 :]], repeat=False
            )

    assert len(numbers) > 10
    assert await everything(redis_store) == before


async def test_a_claim_and_a_settling_that_cannot_be_read_are_refused(
    redis_store: RedisStore,
) -> None:
    school, _, _ = await whole(redis_store)
    queue = [*school.names.queues[Queue.TIMERS], school.names.fence, school.names.moved]
    both = [school.names.receipts, school.names.dead, *school.names.of_queues]
    identity = "0" * 32

    wrong: list[tuple[Script, list[str], list[Value]]] = [
        (CLAIM, queue, [1, 2, 3]),
        (CLAIM, queue, [1, 2, "soon", 4]),
        (SETTLE, both, [1, "forget", "timers", identity, 1, "", ""]),
        (SETTLE, both, [1, "finish", "letters", identity, 1, "", ""]),
        (SETTLE, both, [1, "finish", "timers", "a name", 1, "", ""]),
        (SETTLE, both, [1, "postpone", "timers", identity, 1, "soon", ""]),
        (SETTLE, both, [2, "finish", "timers", identity, 1, "", ""]),
    ]
    for script, keys, args in wrong:
        with pytest.raises(NotSaved, match="SHAPE"):
            await redis_store.line.run(script, keys, args, repeat=False)


async def test_a_claim_that_finds_nothing_writes_nothing(redis_store: RedisStore) -> None:
    await redis_store.commit(event(0))
    before = await everything(redis_store)

    jobs = await redis_store.claim(
        SCHOOL,
        Queue.TIMERS,
        due=NOW - timedelta(seconds=1),
        now=NOW,
        lease=timedelta(seconds=30),
        limit=9,
    )

    assert jobs == []
    assert await everything(redis_store) == before


async def test_a_server_that_has_forgotten_the_scripts_is_told_them_again(
    redis_store: RedisStore,
) -> None:
    await redis_store.commit(event(0))
    await redis_store.line.ask("SCRIPT", "FLUSH")

    committed = await redis_store.commit(event(1))

    assert not committed.again
    assert len(await redis_store.entries(SCHOOL, REF)) == 2


async def test_a_full_server_refuses_before_it_writes(redis_store: RedisStore) -> None:
    await redis_store.commit(event(0))
    await redis_store.line.ask("CONFIG", "SET", "maxmemory", "1")
    try:
        with pytest.raises(NotSaved):
            await redis_store.commit(event(1))
    finally:
        await redis_store.line.ask("CONFIG", "SET", "maxmemory", "0")

    assert len(await redis_store.entries(SCHOOL, REF)) == 1
    assert not (await redis_store.commit(event(1))).again


async def test_a_case_whose_key_another_made_first_is_written_with_that_key(
    redis_store: RedisStore, server: EmbeddedServer
) -> None:
    early = Put(Queue.TIMERS, "before the case", NOW, b"wake", REF)
    await redis_store.commit(Change(SCHOOL, "early", NOW, puts=(early,)))

    async with opened(server.url) as other:
        await other.commit(event(0))

    async with opened(server.url) as third:
        assert len(await third.entries(SCHOOL, REF)) == 1
        assert len(await third.pending(SCHOOL, Queue.TIMERS)) == 2


async def test_programs_that_begin_a_school_at_once_agree_on_its_keys(
    redis_store: RedisStore, server: EmbeddedServer
) -> None:
    async with opened(server.url) as one, opened(server.url) as other:
        await asyncio.gather(
            *(store.commit(event(0, ref=ref)) for store, ref in ((one, "YP-1"), (other, "YP-2")))
        )

    assert {await redis_store.load_case(SCHOOL, ref) is None for ref in ("YP-1", "YP-2")} == {False}
    assert len(await redis_store.pending(SCHOOL, Queue.OUTBOX)) == 2
