"""A timer is fired at the case as it stands then, whatever this process knew of it before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fsm.case import CaseStage
from bot.fsm.said import Pressed, Typed
from bot.handle import Handler
from bot.ports import Job, Queue, Stored
from tests.engine import FRIDAY_MORNING, REFS, World

LEASE = timedelta(seconds=30)


async def test_a_timer_that_was_set_anew_after_it_was_claimed_is_no_failure_of_the_store() -> None:
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    await world.say("sam", Typed("danger"))
    world.clock.at = due = (await world.case()).wakes["pass-on"]
    jobs = await world.store.claim("school", Queue.TIMERS, due=due, now=due, lease=LEASE, limit=20)
    await world.say("sam", Typed("999 has been called"))
    (claimed,) = [job for job in jobs if job.key.endswith(":pass-on")]

    followed = await world.handler.fire(claimed)

    assert followed == ()
    after = await world.case()
    assert not after.account.unfinished
    assert after.wakes["pass-on"] > due
    assert f"{after.ref}:pass-on" in dict(await world.store.pending("school", Queue.TIMERS))


async def other_process(world: World) -> Handler:
    """Return another process of ours over the same store."""
    return Handler(
        {"school": world.school}, world.store, world.clock, world.mint, world.failures.append
    )


async def claimed_again(world: World) -> Job:
    """Return the claimed timer that fires an owned case anew."""
    world.clock.at = due = (await world.case()).wakes["again"]
    jobs = await world.store.claim("school", Queue.TIMERS, due=due, now=due, lease=LEASE, limit=20)
    (claimed,) = [job for job in jobs if job.key.endswith(":again")]
    return claimed


async def owned_elsewhere() -> tuple[World, Handler]:
    """Return a world that last saw a case without an owner, and the process where it was taken."""
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "danger"):
        await world.say("sam", Typed(said))
    other = await other_process(world)
    await other.receive(world.inbound("dsl", Pressed(f"deed.{REFS[0]}.coming")))
    return world, other


async def test_a_timer_of_a_case_that_another_process_changed_fires() -> None:
    world, _ = await owned_elsewhere()

    followed = await world.handler.fire(await claimed_again(world))

    assert {job.key for job in followed} >= {f"{REFS[0]}:alert:dsl", f"{REFS[0]}:alert:deputy1"}
    assert (await world.case()).stage is CaseStage.ALERTED


async def test_one_that_another_process_fires_meanwhile_is_fired_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, other = await owned_elsewhere()
    slow = await claimed_again(world)
    world.clock.at += 2 * LEASE
    (taken_over,) = [
        job
        for job in await world.store.claim(
            "school", Queue.TIMERS, due=world.clock.at, now=world.clock.at, lease=LEASE, limit=20
        )
        if job.key == slow.key
    ]
    load, fired = world.store.load_case, list[tuple[Job, ...]]()

    async def overtaken(school: str, ref: str) -> Stored | None:
        found = await load(school, ref)
        monkeypatch.setattr(world.store, "load_case", load)
        fired.append(await other.fire(taken_over))
        return found

    monkeypatch.setattr(world.store, "load_case", overtaken)

    assert await world.handler.fire(slow) == ()

    assert fired[0] != ()
    assert (await world.case()).stage is CaseStage.ALERTED
