"""In any weather: no alert is lost, nothing acknowledged is lost, and all that waited arrives."""

from __future__ import annotations

import pytest

from tests.simulator.simulate import simulate


@pytest.mark.parametrize("seed", range(12))
def test_no_weather_loses_an_alert(seed: int) -> None:
    outcome = simulate(seed)

    assert outcome.wrongs == [], outcome.line


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
