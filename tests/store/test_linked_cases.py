"""A link that is made in one case reaches the other over the real store, where each is sealed."""

from __future__ import annotations

from adapters.redis.store import RedisStore
from bot.fsm.said import Filled
from tests.engine import FRIDAY_MORNING, MINUTE, World
from tests.fundamentals.test_linking import FIRST, SECOND, WHY, report_twice


async def test_each_case_keeps_the_link_under_its_own_key(redis_store: RedisStore) -> None:
    world = World(at=FRIDAY_MORNING)
    world.store = redis_store  # type: ignore[assignment]  # a store of the same contract
    world.restart()
    await report_twice(world)

    await world.say("dsl", Filled(f"deed.{SECOND}.link.{FIRST}.form", WHY))
    await world.wait(MINUTE)

    for ref, other in ((FIRST, SECOND), (SECOND, FIRST)):
        assert (await world.case(ref)).links[other].reason == WHY
