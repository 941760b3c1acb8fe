"""The chain: whatever was done to a record behind our back can be seen."""

from __future__ import annotations

import pytest

from adapters.redis.chain import GENESIS, Head, Link, entry_context, extend, verify
from adapters.redis.crypto import context
from adapters.redis.keys import Names
from adapters.redis.store import RedisStore
from tests.store.changes import REF, SCHOOL, event

KEY = bytes(range(32))

# Computed apart from this program, with `openssl dgst -sha256 -mac HMAC` over the bytes of rule 1.
KNOWN = (
    "4c6d32f7920d58c0a1492b57a3ee9f2c42a6634caba1e630c61e808a864db0b9",
    "f009886ceba15ac0fbc14940489d10c99d1deae652d6a7ed97c36a6b15e34769",
)


async def test_a_key_that_another_task_drops_meanwhile_is_opened_again(
    redis_store: RedisStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await redis_store.commit(event(0))
    redis_store._vault.forget(SCHOOL, REF)
    ask = redis_store.record.head

    async def head(name: str, ref: str) -> Head | None:
        """Ask; meanwhile somebody else's conflict drops the key."""
        found = await ask(name, ref)
        redis_store._vault.forget(SCHOOL, REF)
        return found

    monkeypatch.setattr(redis_store.record, "head", head)

    committed = await redis_store.commit(event(1))

    assert not committed.again
    assert (await redis_store.record.verify(SCHOOL, REF)).holds


def chained(*events: bytes) -> list[Link]:
    links, mac = [], GENESIS
    for place, sealed in enumerate(events, start=1):
        mac = extend(KEY, mac, entry_context("westcroft", "YP-7K3Q", place), sealed)
        links.append(Link(place, sealed, mac))
    return links


def head_of(links: list[Link]) -> Head:
    return Head(links[-1].place, links[-1].mac)


WHOLE = chained(b"first", b"second", b"third", b"fourth")


def test_the_context_of_an_event_is_written_as_documented() -> None:
    assert entry_context("westcroft", "YP-7K3Q", 1) == b"9:westcroft7:YP-7K3Q1:15:entry1"
    assert context(school="é", case="", place="x", kind="k") == "1:é0:1:x1:k1".encode()


def test_the_chain_is_the_one_computed_by_another_program() -> None:
    assert tuple(link.mac.hex() for link in chained(b"first", b"second")) == KNOWN


@pytest.mark.parametrize("length", range(5))
def test_a_whole_record_holds_with_and_without_its_head(length: int) -> None:
    links = WHOLE[:length]

    assert verify(KEY, "westcroft", "YP-7K3Q", links).holds
    for known in links:
        assert verify(KEY, "westcroft", "YP-7K3Q", links, Head(known.place, known.mac)).holds


@pytest.mark.parametrize("place", [1, 2, 4])
def test_a_changed_event_is_found_at_its_place(place: int) -> None:
    links = list(WHOLE)
    links[place - 1] = Link(place, b"changed", links[place - 1].mac)

    verdict = verify(KEY, "westcroft", "YP-7K3Q", links)

    assert (verdict.holds, verdict.good) == (False, place - 1)


def test_two_swapped_events_are_found() -> None:
    one, two, three, four = WHOLE

    renumbered = [one, Link(2, three.sealed, three.mac), Link(3, two.sealed, two.mac), four]

    assert verify(KEY, "westcroft", "YP-7K3Q", renumbered).good == 1
    assert verify(KEY, "westcroft", "YP-7K3Q", [one, three, two, four]).good == 1


def test_an_event_left_out_or_put_in_is_found() -> None:
    one, two, three, four = WHOLE
    forged = Link(3, b"forged", bytes(32))

    assert not verify(KEY, "westcroft", "YP-7K3Q", [one, three, four]).holds
    assert not verify(KEY, "westcroft", "YP-7K3Q", [one, two, forged]).holds
    assert not verify(KEY, "westcroft", "YP-7K3Q", [two, three, four]).holds


@pytest.mark.parametrize("left", range(4))
def test_a_cut_tail_is_found_by_whoever_kept_the_head(left: int) -> None:
    cut = WHOLE[:left]

    assert verify(KEY, "westcroft", "YP-7K3Q", cut).holds
    verdict = verify(KEY, "westcroft", "YP-7K3Q", cut, head_of(WHOLE))
    assert (verdict.holds, verdict.good) == (False, left)


def test_a_record_written_anew_with_the_key_is_found_by_whoever_kept_the_head() -> None:
    anew = chained(b"first", b"other", b"third", b"fourth")

    assert verify(KEY, "westcroft", "YP-7K3Q", anew).holds
    assert not verify(KEY, "westcroft", "YP-7K3Q", anew, head_of(WHOLE)).holds


def test_the_record_of_another_case_school_or_key_does_not_hold() -> None:
    assert not verify(KEY, "westcroft", "YP-2222", WHOLE).holds
    assert not verify(KEY, "stoke", "YP-7K3Q", WHOLE).holds
    assert not verify(bytes(32), "westcroft", "YP-7K3Q", WHOLE).holds


async def test_a_record_in_the_store_holds_and_its_head_moves_on(redis_store: RedisStore) -> None:
    heads = []
    for number in range(4):
        await redis_store.commit(event(number))
        heads.append(await redis_store.record.head(SCHOOL, REF))

    for head in heads:
        assert (await redis_store.record.verify(SCHOOL, REF, head)).holds
    assert [head.place for head in heads if head] == [1, 2, 3, 4]
    assert len({head.mac for head in heads if head}) == 4


async def test_an_event_deleted_from_the_store_is_found(redis_store: RedisStore) -> None:
    for number in range(3):
        await redis_store.commit(event(number))

    await redis_store.line.ask("XDEL", Names(SCHOOL).record(REF), "2-0")

    verdict = await redis_store.record.verify(SCHOOL, REF)
    assert (verdict.holds, verdict.good) == (False, 1)


async def test_a_tail_cut_from_the_store_is_found_even_with_the_case_set_back(
    redis_store: RedisStore,
) -> None:
    kept: dict[bytes, bytes] = {}
    for number in range(3):
        kept = await redis_store.line.ask("HGETALL", Names(SCHOOL).case(REF))
        await redis_store.commit(event(number))
    anchor = await redis_store.record.head(SCHOOL, REF)

    await redis_store.line.ask("XDEL", Names(SCHOOL).record(REF), "3-0")
    bare = await redis_store.record.verify(SCHOOL, REF)
    fields = [part for pair in kept.items() for part in pair]
    await redis_store.line.ask("HSET", Names(SCHOOL).case(REF), *fields)
    careful = await redis_store.record.verify(SCHOOL, REF)
    anchored = await redis_store.record.verify(SCHOOL, REF, anchor)

    assert not bare.holds
    assert careful.holds
    assert not anchored.holds
