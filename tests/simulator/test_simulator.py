"""In any weather: no alert is lost, nothing acknowledged is lost, and all that waited arrives."""

from __future__ import annotations

import asyncio

import pytest

from adapters.redis.store import RedisStore
from tests.figures import told
from tests.simulator.simulate import PLATFORMS, figures, platform_of, played, simulate

QUICK = range(100, 124)
"""Tens of seeds that two cores play in four minutes; the soak plays a thousand tens."""


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
@pytest.mark.parametrize("ten", QUICK)
def test_no_weather_of_several_hundred_does(ten: int, request: pytest.FixtureRequest) -> None:
    lose_nothing(request, range(ten * 10, ten * 10 + 10))


@pytest.mark.soak
@pytest.mark.parametrize("ten", range(1000))
def test_no_weather_of_thousands_does(ten: int, request: pytest.FixtureRequest) -> None:
    lose_nothing(request, range(ten * 10, ten * 10 + 10))


def lose_nothing(request: pytest.FixtureRequest, seeds: range) -> None:
    """Play seeds, and see that no promise was broken; what they saw is in the table."""
    outcomes = [simulate(seed) for seed in seeds]
    told(request, figures(outcomes))

    assert {each.line: each.wrongs for each in outcomes if each.wrongs} == {}
