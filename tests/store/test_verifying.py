"""Whatever is done to the stored record behind our back is found, and nothing else is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.redis.keys import EDITIONS
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from tests.store.anchored import DAY, NAMES, REFS, rewrite, rows_of, store, walked
from tests.store.changes import NOW, SCHOOL, event, opened

__all__ = ["store"]


async def test_a_whole_store_is_whole(store: RedisStore, server: EmbeddedServer) -> None:
    found = await walked(server)

    assert store is not None
    assert (found.wrong, found.cases, found.entries) == ([], 3, 10)
    assert [(each.at, each.cases, each.entries) for each in found.anchors] == [
        (NOW, 3, 3),
        (NOW + DAY, 3, 6),
        (NOW + 2 * DAY, 3, 9),
    ]


async def test_what_is_written_while_it_is_walked_is_no_false_alarm(
    store: RedisStore, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(server.url) as fresh:
        for name in ("ask", "ask_at_once", "names"):
            busy = Busy(getattr(fresh.line, name), store)
            monkeypatch.setattr(fresh.line, name, busy)
        walks = [await fresh.walker.walk(SCHOOL) for _ in range(3)]

    assert [walk.wrong for walk in walks] == [[], [], []]
    assert walks[2].entries > walks[0].entries > 10


class Busy:
    """A question to the store, before which somebody else writes to a case and begins another."""

    written: ClassVar[int] = 0

    def __init__(self, asked: Callable[..., Awaitable[object]], store: RedisStore) -> None:
        self.asked = asked
        self.store = store

    async def __call__(self, *words: object) -> object:
        Busy.written += 1
        head = await self.store.record.head(SCHOOL, REFS[1])
        assert head is not None
        await self.store.commit(event(head.place, ref=REFS[1]))
        await self.store.commit(event(0, ref=f"YP-{Busy.written:04}"))
        return await self.asked(*words)


def bitten(value: bytes) -> Iterator[bytes]:
    """Yield the value with each of its bytes changed, one at a time."""
    for at in range(len(value)):
        yield value[:at] + bytes([value[at] ^ 1 << at % 8]) + value[at + 1 :]


@pytest.mark.slow
@pytest.mark.parametrize("key", [NAMES.record(REFS[1]), NAMES.ledger])
async def test_every_changed_byte_of_a_chain_is_found(
    store: RedisStore, server: EmbeddedServer, key: str
) -> None:
    rows = await rows_of(store, key)
    async with opened(server.url) as fresh:
        for at, (identity, parts) in enumerate(rows):
            for part in (1, 3):
                for other in bitten(parts[part]):
                    edited = [*parts[:part], other, *parts[part + 1 :]]
                    await rewrite(store, key, [*rows[:at], (identity, edited), *rows[at + 1 :]])
                    assert (await fresh.walker.walk(SCHOOL)).wrong, (identity, part)
    await rewrite(store, key, rows)
    assert (await walked(server)).wrong == []


@pytest.mark.slow
async def test_every_changed_byte_of_a_case_and_of_its_key_is_found(
    store: RedisStore, server: EmbeddedServer
) -> None:
    case = await store.line.ask("HGETALL", NAMES.case(REFS[1]))
    wrapped = await store.line.ask("HGET", NAMES.keys, REFS[1])
    places = [(NAMES.case(REFS[1]), name, value) for name, value in case.items()]
    places.append((NAMES.keys, REFS[1].encode(), wrapped))
    for key, name, value in places:
        for other in bitten(value):
            await store.line.ask("HSET", key, name, other)
            assert (await walked(server)).wrong, (key, name)
        await store.line.ask("HSET", key, name, value)
    assert (await walked(server)).wrong == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
async def test_every_other_order_of_a_chain_is_found(
    store: RedisStore, server: EmbeddedServer, data: st.DataObject
) -> None:
    """Entries are swapped, left out, doubled or put under another number, each with its mac."""
    key = data.draw(st.sampled_from([NAMES.record(REFS[0]), NAMES.ledger]))
    rows = await rows_of(store, key)
    picked = data.draw(st.lists(st.sampled_from(range(len(rows))), max_size=len(rows) + 1))
    if picked == list(range(len(rows))):
        return
    if key == NAMES.ledger and picked == list(range(len(picked))):
        return  # a cut tail of the ledger: the next test
    await rewrite(
        store, key, [(b"%d-0" % at, rows[one][1]) for at, one in enumerate(picked, start=1)]
    )

    found = (await walked(server)).wrong

    await rewrite(store, key, rows)
    assert found


@pytest.mark.parametrize("what", ["case", "record", "listed", "key", "state"])
async def test_each_part_of_a_case_that_is_gone_is_found(
    store: RedisStore, server: EmbeddedServer, what: str
) -> None:
    taken: dict[str, tuple[str, ...]] = {
        "case": ("DEL", NAMES.case(REFS[2])),
        "record": ("DEL", NAMES.record(REFS[2])),
        "listed": ("ZREM", NAMES.cases, REFS[2]),
        "key": ("HDEL", NAMES.keys, REFS[2]),
        "state": ("HDEL", NAMES.case(REFS[2]), "state"),
    }
    await store.line.ask(*taken[what])

    found = await walked(server)

    assert {each.case for each in found.wrong} == {REFS[2]}


async def test_two_cases_that_changed_places_are_found(
    store: RedisStore, server: EmbeddedServer
) -> None:
    for name in (NAMES.record, NAMES.case):
        await store.line.ask("RENAME", name(REFS[1]), "aside")
        await store.line.ask("RENAME", name(REFS[2]), name(REFS[1]))
        await store.line.ask("RENAME", "aside", name(REFS[2]))

    assert {each.case for each in (await walked(server)).wrong} == {REFS[1], REFS[2]}


async def test_a_key_of_another_kind_in_a_records_place_is_a_finding(
    store: RedisStore, server: EmbeddedServer
) -> None:
    await store.line.ask("SET", NAMES.record(REFS[1]), "x")

    wrong = (await walked(server)).wrong
    assert (REFS[1], "what is kept for it is not a record") in [
        (each.case, each.what) for each in wrong
    ]


async def test_a_school_without_its_key_is_a_finding_and_no_new_key_is_made(
    store: RedisStore, server: EmbeddedServer
) -> None:
    await store.line.ask("HDEL", NAMES.keys, "@school")

    assert [each.what for each in (await walked(server)).wrong] == [
        "the school's own key is gone: nothing can be read"
    ]
    assert await store.line.ask("HEXISTS", NAMES.keys, "@school") == 0


async def test_a_changed_edition_is_found(redis_store: RedisStore) -> None:
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    await redis_store.keep_edition(digest, b"abc")
    assert await redis_store.walker.editions() == []

    await redis_store.line.ask("SET", f"{EDITIONS}{digest}", b"abe")

    assert [each.what for each in await redis_store.walker.editions()] == [
        "edition ba7816bf8f01 was changed"
    ]
