"""An anchor: what it covers is still there, or whoever kept its words finds that it is not."""

from __future__ import annotations

import random

import pytest

from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from tests.store.anchored import DAY, NAMES, REFS, rewrite, rows_of, store, walked
from tests.store.changes import NOW, SCHOOL, event, opened

__all__ = ["store"]


@pytest.mark.parametrize("left", [0, 1, 2])
async def test_a_ledger_with_its_end_cut_off_is_found_by_the_words_that_were_posted(
    store: RedisStore, server: EmbeddedServer, left: int
) -> None:
    words = await store.ledger.anchor(SCHOOL, NOW + 3 * DAY)
    rows = await rows_of(store, NAMES.ledger)
    assert (await walked(server, words)).matches == [
        f"the anchor of {NOW + 3 * DAY:%Y-%m-%d %H:%M} UTC: 3 cases with 10 entries"
    ]

    await rewrite(store, NAMES.ledger, rows[:left])

    assert (await walked(server, words)).matches == []


async def test_a_tail_cut_with_the_case_set_back_is_found_by_the_last_anchor(
    redis_store: RedisStore, server: EmbeddedServer
) -> None:
    kept: dict[bytes, bytes] = {}
    for number in range(3):
        kept = await redis_store.line.ask("HGETALL", NAMES.case(REFS[0]))
        await redis_store.commit(event(number))
    exported = await redis_store.anchor(SCHOOL, REFS[0], 3)
    await redis_store.line.ask("XDEL", NAMES.record(REFS[0]), "3-0")
    await redis_store.line.ask("HSET", NAMES.case(REFS[0]), *(x for y in kept.items() for x in y))

    blind = await walked(server, exported)
    assert (blind.wrong, blind.matches) == ([], []), "only the words of the export tell"


async def test_a_tail_cut_below_an_anchor_is_found_without_its_words(
    store: RedisStore, server: EmbeddedServer
) -> None:
    await store.commit(event(4))
    kept = await store.line.ask("HGETALL", NAMES.case(REFS[0]))
    await store.commit(event(5))
    await store.ledger.anchor(SCHOOL, NOW + 3 * DAY)
    await store.line.ask("XDEL", NAMES.record(REFS[0]), "6-0")
    await store.line.ask("HSET", NAMES.case(REFS[0]), *(x for y in kept.items() for x in y))

    found = await walked(server)

    assert [(each.case, each.what) for each in found.wrong] == [
        (REFS[0], "an anchor covers 6 entries of it, and 5 hold")
    ]


@pytest.mark.parametrize("ref", REFS)
async def test_a_case_taken_out_whole_is_found(
    store: RedisStore, server: EmbeddedServer, ref: str
) -> None:
    await store.line.ask("DEL", NAMES.record(ref), NAMES.case(ref))
    await store.line.ask("HDEL", NAMES.keys, ref)
    await store.line.ask("ZREM", NAMES.cases, ref)

    found = await walked(server)

    assert {each.case for each in found.wrong} == {ref}
    assert any("an anchor covers" in each.what for each in found.wrong)


async def test_words_of_an_export_are_found_with_the_entry_that_they_stand_for(
    store: RedisStore, server: EmbeddedServer
) -> None:
    words = [await store.anchor(SCHOOL, REFS[0], place) for place in (1, 2, 3, 4)]

    assert [(await walked(server, each)).matches for each in words] == [
        [f"YP-7K3Q as it was after entry {place} of 4"] for place in (1, 2, 3, 4)
    ]
    assert len(set(words)) == 4
    assert await store.anchor(SCHOOL, REFS[0], 5) == ""


async def test_two_who_anchor_at_once_both_hold(store: RedisStore, server: EmbeddedServer) -> None:
    async with opened(server.url) as other:
        said = [
            await each.ledger.anchor(SCHOOL, NOW + 9 * DAY)
            for each in random.Random(7).choices([store, other], k=6)
        ]

    found = await walked(server, said[0])
    assert found.wrong == []
    assert len(found.anchors) == 9
    assert len(found.matches) == 1
