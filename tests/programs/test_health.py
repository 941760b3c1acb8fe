"""`/health` says how a deployment is, in counts and ages, and never what anybody wrote."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from adapters.monitoring.health import look
from adapters.redis.opening import WakingStore
from bot.due import TRIES
from tests.embedded import RING
from tests.programs.deployed import Deployed
from tests.programs.test_clock import set_unheard_of


async def test_all_is_well_at_first(world: Deployed) -> None:
    found = await look(world.deployment)

    assert found.status == "ok"
    assert "on the disk before it is acknowledged" in found.store


async def test_timers_that_nobody_fires_are_late(world: Deployed) -> None:
    await world.raise_red()
    due = min((await world.case()).wakes.values())

    world.clock.at = due + timedelta(minutes=1)
    found = await look(world.deployment)

    assert (found.status, found.timers_late) == ("late", 60.0)


async def test_an_alert_that_has_reached_nobody_needs_attention_and_has_an_age(
    world: Deployed,
) -> None:
    world.chat.down = True
    await world.raise_red()

    world.pass_time(timedelta(seconds=40))
    found = await look(world.deployment)

    assert found.status == "attention"
    assert found.oldest_undelivered_alert == 40.0


async def test_a_dead_job_needs_attention(world: Deployed) -> None:
    await world.raise_red()
    await set_unheard_of(world)
    for _ in range(TRIES):
        await world.worker.beat()
        world.pass_time(timedelta(seconds=30))

    found = await look(world.deployment)

    assert (found.status, found.dead_jobs) == ("attention", 1)


async def test_a_store_that_is_gone_is_an_answer_too(world: Deployed, tmp_path: Path) -> None:
    nobody = tmp_path / "nobody-listens.sock"
    world.deployment.store = WakingStore(f"unix://{nobody}", RING, replicas=0)

    found = await look(world.deployment)

    assert found.status == "down"
    assert found.store == "The store does not answer."
