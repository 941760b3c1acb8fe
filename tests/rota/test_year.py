"""No minute without somebody: random rotas, cover, absences and people who are out of reach."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from bot.dialogs.flags import Flag
from bot.rota.model import Rota
from tests.figures import told
from tests.rota.year import a_school_year, faults, ownerless, unnamed_minutes

SEEDS = 10_000
PARTS = 20


def test_whoever_can_be_reached_is_asked_at_once_in_a_sample() -> None:
    assert [fault for seed in range(60) for fault in faults(seed, 4)] == []


def test_every_minute_of_a_sample_of_years_has_a_name() -> None:
    assert [unnamed_minutes(seed) for seed in range(4)] == [0] * 4


@pytest.mark.slow
def test_in_three_hundred_years_nobody_reachable_is_left_unasked() -> None:
    assert [fault for seed in range(300) for fault in faults(seed, 4)] == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_in_ten_thousand_years_nobody_reachable_is_left_unasked(
    part: int, request: pytest.FixtureRequest
) -> None:
    seeds = range(part * SEEDS // PARTS, (part + 1) * SEEDS // PARTS)
    found = [fault for seed in seeds for fault in faults(seed, 4)]
    told(request, {"random years": len(seeds), "somebody reachable not asked": len(found)})

    assert found == []


@pytest.mark.soak
def test_every_minute_of_a_hundred_years_has_a_name() -> None:
    assert sum(unnamed_minutes(seed) for seed in range(100)) == 0


def test_a_ladder_that_forgot_the_last_deputy_would_be_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    school = a_school_year(Random("year 1")).model_copy(update={"rota": Rota()})
    at, urgent = datetime(2026, 11, 7, 22, 40, tzinfo=UTC), frozenset({Flag.URG})
    assert not ownerless(school, {"deputy3"}, urgent, at)

    monkeypatch.setattr("bot.fsm.alert.raising.left", lambda *_: ())

    assert ownerless(school, {"deputy3"}, urgent, at)
