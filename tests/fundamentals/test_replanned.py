"""A timer that is set anew while it is being fired is left to its new time."""

from __future__ import annotations

from datetime import timedelta

from bot.fsm.said import Typed
from bot.ports import Queue
from tests.engine import FRIDAY_MORNING, World

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
