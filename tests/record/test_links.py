"""A one-time link: ten minutes, one use, one person; every refusal reads the same."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta

import pytest

from adapters.export.links import LASTS, REMEMBERED, Grant, Links, MemoryKeeper, Verdict
from tests.chat import SimClock

GRANT = Grant(school="school", person="dsl", ref="YP-7K3Q", child=2)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def clock() -> SimClock:
    return SimClock()


@pytest.fixture
def links(clock: SimClock) -> Links:
    return Links(MemoryKeeper(), clock)


async def test_a_link_gives_its_case_to_its_person_once(links: Links) -> None:
    token = await links.make(GRANT)

    first = await links.redeem(token, "school", "dsl")
    again = await links.redeem(token, "school", "dsl")

    assert (first.verdict, first.grant, first.refusal) == (Verdict.GIVEN, GRANT, "")
    assert (again.verdict, again.grant) == (Verdict.USED, None)


@pytest.mark.parametrize(
    ("after", "verdict"), [(LASTS - MOMENT, Verdict.GIVEN), (LASTS, Verdict.EXPIRED)]
)
async def test_a_link_lasts_ten_minutes_and_no_longer(
    links: Links, clock: SimClock, after: timedelta, verdict: Verdict
) -> None:
    token = await links.make(GRANT)
    clock.at += after

    assert timedelta(minutes=10) == LASTS
    assert (await links.redeem(token, "school", "dsl")).verdict is verdict


@pytest.mark.parametrize(("school", "person"), [("school", "deputy1"), ("another", "dsl")])
async def test_somebody_else_gets_nothing_and_does_not_use_it_up(
    links: Links, school: str, person: str
) -> None:
    token = await links.make(GRANT)

    assert (await links.redeem(token, school, person)).verdict is Verdict.FOREIGN
    assert (await links.redeem(token, "school", "dsl")).verdict is Verdict.GIVEN


@pytest.mark.parametrize("token", ["", "x", "../..", "é\udcff", "A" * 5000])
async def test_what_is_no_token_is_unknown(links: Links, token: str) -> None:
    await links.make(GRANT)

    assert (await links.redeem(token, "school", "dsl")).verdict is Verdict.UNKNOWN


async def test_every_refusal_reads_the_same(links: Links, clock: SimClock) -> None:
    used, late = await links.make(GRANT), await links.make(GRANT)
    await links.redeem(used, "school", "dsl")
    refused = [await links.redeem(used, "school", "dsl"), await links.redeem("x", "school", "dsl")]
    refused.append(await links.redeem(late, "school", "head"))
    clock.at += LASTS
    refused.append(await links.redeem(late, "school", "dsl"))

    assert len({each.verdict for each in refused}) == 4
    assert len({each.refusal for each in refused}) == 1
    assert refused[0].refusal


async def test_of_many_who_take_it_at_once_one_is_given_it(links: Links) -> None:
    token = await links.make(GRANT)

    came = await asyncio.gather(*(links.redeem(token, "school", "dsl") for _ in range(20)))

    assert [each.verdict for each in came].count(Verdict.GIVEN) == 1


async def test_a_token_is_128_random_bits_and_is_kept_nowhere(clock: SimClock) -> None:
    keeper = MemoryKeeper()
    links = Links(keeper, clock)

    tokens = [await links.make(GRANT) for _ in range(50)]

    assert len(set(tokens)) == 50
    assert {len(base64.urlsafe_b64decode(f"{each}==")) * 8 for each in tokens} == {128}
    assert not [each for each in tokens if each in repr(keeper)]


async def test_links_that_are_long_over_are_forgotten(clock: SimClock) -> None:
    keeper = MemoryKeeper()
    links = Links(keeper, clock)
    old = await links.make(GRANT)
    clock.at += LASTS + REMEMBERED

    await links.make(GRANT)

    assert len(keeper._links) == 1
    assert (await links.redeem(old, "school", "dsl")).verdict is Verdict.UNKNOWN


async def test_after_a_restart_a_link_is_unknown(links: Links, clock: SimClock) -> None:
    token = await links.make(GRANT)

    anew = Links(MemoryKeeper(), clock)

    assert (await anew.redeem(token, "school", "dsl")).verdict is Verdict.UNKNOWN
