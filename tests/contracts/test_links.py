"""A one-time link: ten minutes, one use, one person; each reason for nothing is told apart."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.memory.links import MemoryLinks
from adapters.redis.store import RedisStore
from bot.grants import LASTS, REMEMBERED, TRIES, Grant, Verdict
from bot.ports import LinkKeeper

NOW = datetime.now(UTC)
UNTIL = NOW + LASTS
MOMENT = timedelta(microseconds=1)
GRANT = Grant(school="westcroft", person="dsl", ref="YP-7K3Q", child=2, form="pdf")


@pytest.fixture(params=["memory", "redis"])
def keeper(request: pytest.FixtureRequest) -> LinkKeeper:
    if request.param == "memory":
        return MemoryLinks()
    durable: RedisStore = request.getfixturevalue("redis_store")
    return durable.links


async def kept(keeper: LinkKeeper, link: str = "link") -> LinkKeeper:
    await keeper.keep_link(link, "proof", GRANT, UNTIL, NOW)
    return keeper


async def test_a_link_gives_its_grant_to_its_proof_once(keeper: LinkKeeper) -> None:
    await kept(keeper)

    first = await keeper.take_link("westcroft", "link", "proof", NOW)
    again = await keeper.take_link("westcroft", "link", "proof", NOW)

    assert (first.verdict, first.grant) == (Verdict.GIVEN, GRANT)
    assert (again.verdict, again.grant) == (Verdict.USED, None)


@pytest.mark.parametrize(
    ("after", "verdict"), [(LASTS - MOMENT, Verdict.GIVEN), (LASTS, Verdict.EXPIRED)]
)
async def test_a_link_lasts_ten_minutes_and_no_longer(
    keeper: LinkKeeper, after: timedelta, verdict: Verdict
) -> None:
    await kept(keeper)

    assert timedelta(minutes=10) == LASTS
    found = await keeper.take_link("westcroft", "link", "proof", NOW + after)
    assert found.verdict is verdict


async def test_another_proof_gives_nothing_and_does_not_use_it_up(keeper: LinkKeeper) -> None:
    await kept(keeper)

    wrong = await keeper.take_link("westcroft", "link", "another", NOW)

    assert (wrong.verdict, wrong.grant) == (Verdict.FOREIGN, None)
    assert (await keeper.take_link("westcroft", "link", "proof", NOW)).verdict is Verdict.GIVEN


async def test_guessing_shuts_it(keeper: LinkKeeper) -> None:
    await kept(keeper)

    for _ in range(TRIES):
        assert (await keeper.take_link("westcroft", "link", "guess", NOW)).verdict is (
            Verdict.FOREIGN
        )

    assert (await keeper.take_link("westcroft", "link", "proof", NOW)).verdict is Verdict.SHUT


@pytest.mark.parametrize(("school", "link"), [("canal", "link"), ("westcroft", "another")])
async def test_a_link_of_another_school_or_none_is_unknown(
    keeper: LinkKeeper, school: str, link: str
) -> None:
    await kept(keeper)

    assert (await keeper.take_link(school, link, "proof", NOW)).verdict is Verdict.UNKNOWN


async def test_of_many_who_take_it_at_once_one_is_given_it(keeper: LinkKeeper) -> None:
    await kept(keeper)

    found = await asyncio.gather(
        *(keeper.take_link("westcroft", "link", "proof", NOW) for _ in range(20))
    )

    assert [each.verdict for each in found].count(Verdict.GIVEN) == 1
    assert {each.verdict for each in found} == {Verdict.GIVEN, Verdict.USED}


async def test_links_that_are_long_over_are_forgotten_in_memory() -> None:
    keeper = MemoryLinks()
    await kept(keeper, "old")

    later = UNTIL + REMEMBERED
    assert (await keeper.take_link("westcroft", "old", "proof", later)).verdict is Verdict.UNKNOWN
    await keeper.keep_link("new", "proof", GRANT, later + LASTS, later)
    assert len(keeper._links) == 1


async def test_in_the_store_it_runs_out_by_itself_is_sealed_and_has_no_name(
    redis_store: RedisStore,
) -> None:
    await kept(redis_store.links)
    line = redis_store.line

    [key] = [key async for key in line.client.scan_iter(match="*link:*")]
    assert key.startswith(b"{hr:westcroft}:link:")
    assert 0 < await line.ask("TTL", key) <= (LASTS + REMEMBERED).total_seconds()
    everything = key + b"".join(await line.ask("HGETALL", key))
    assert not [word for word in (b"dsl", b"YP-7K3Q", b"proof,", b"pdf") if word in everything]
    await redis_store.links.take_link("westcroft", "link", "proof", NOW)
    assert await line.ask("HEXISTS", key, "grant") == 0


async def test_another_process_takes_what_this_one_kept(redis_store: RedisStore) -> None:
    await kept(redis_store.links)
    redis_store._vault.forget_school("westcroft")

    found = await redis_store.links.take_link("westcroft", "link", "proof", NOW)

    assert found.grant == GRANT
