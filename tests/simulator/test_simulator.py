"""In any weather: no alert is lost, nothing acknowledged is lost, and all that waited arrives."""

from __future__ import annotations

import asyncio

import pytest

from adapters.redis.store import RedisStore
from tests.simulator.simulate import PLATFORMS, platform_of, played, simulate


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("seed", range(6))
def test_no_weather_loses_an_alert(seed: int, name: str) -> None:
    outcome = simulate(seed, name)

    assert outcome.wrongs == [], outcome.line


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2000, 2010))
async def test_nor_does_any_over_the_real_store(seed: int, redis_store: RedisStore) -> None:
    loop = asyncio.get_running_loop()
    try:
        outcome = await played(seed, platform_of(seed), redis_store)
    finally:
        loop.set_task_factory(None)

    assert outcome.wrongs == [], outcome.line
    for ref in await redis_store.cases("school"):
        assert (await redis_store.record.verify("school", ref)).holds


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_no_weather_of_several_hundred_does(seed: int) -> None:
    outcome = simulate(seed)

    assert outcome.wrongs == [], outcome.line


@pytest.mark.soak
@pytest.mark.parametrize("thousand", range(10))
def test_no_weather_of_thousands_does(thousand: int) -> None:
    wrongs = {
        seed: simulate(seed).wrongs for seed in range(thousand * 1000, thousand * 1000 + 1000)
    }

    assert {seed: found for seed, found in wrongs.items() if found} == {}
