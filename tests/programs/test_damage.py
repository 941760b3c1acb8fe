"""One damaged case, or one school that the store refuses, stops nothing for anybody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from adapters.monitoring.health import look
from adapters.monitoring.sweep import sweep
from adapters.redis.keys import Names
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.opening import WakingStore
from bot.fsm.said import Opened, Said, Typed
from bot.inbound import Inbound
from bot.ports import Job, NotSaved, Queue
from tests.embedded import RING
from tests.programs.deployed import CASE, SCHOOL, Deployed

FIRST, LAST = "college", "westcroft"
"""The schools whose turn comes before and after that of the damaged case."""


class Refusing(WakingStore):
    """A store that refuses whatever is asked about the timers of one school."""

    async def claim(
        self,
        school: str,
        queue: Queue,
        *,
        due: datetime,
        now: datetime,
        lease: timedelta,
        limit: int,
    ) -> list[Job]:
        """Refuse for the one school; claim for the others."""
        if (school, queue) == (SCHOOL, Queue.TIMERS):
            raise NotSaved("the store refused")
        return await super().claim(school, queue, due=due, now=now, lease=lease, limit=limit)


async def raise_everywhere(world: Deployed) -> None:
    """Raise an emergency in the school of the case, and in one before and one after it."""
    await world.raise_red()
    for school in (FIRST, LAST):
        doings: tuple[Said, ...] = (Opened(), Typed("danger now"))
        for number, said in enumerate(doings):
            inbound = Inbound(school, f"{school}-{number}", "teacher", said)
            await world.deployment.handler.handle(inbound)
    world.chat.take()


@asynccontextmanager
async def begun_anew(world: Deployed, store: WakingStore) -> AsyncIterator[WakingStore]:
    """Have the programs ask a store that knows nothing yet, as after a restart."""
    world.deployment.store = world.deployment.handler.store = store
    yield store
    await store.close()


async def lose_the_key(world: Deployed) -> None:
    """Leave the case wrapped with a key that the ring does not hold."""
    line = world.deployment.store.line
    await line.ask("HSET", Names(SCHOOL).keys, CASE, b"another:" + bytes(40))


async def test_a_case_that_does_not_open_keeps_no_other_schools_timers_waiting(
    world: Deployed, server: EmbeddedServer
) -> None:
    await raise_everywhere(world)
    await lose_the_key(world)
    world.pass_time(timedelta(minutes=10))

    async with begun_anew(world, WakingStore(server.url, RING, replicas=0)) as store:
        await world.worker.beat()
        dead = await store.dead(SCHOOL)

    heads = [sent for sent in world.chat.take("head") if sent.card.name == "page"]
    assert len(heads) == 2, "one in each of the other schools"
    assert dead > 0


async def test_what_waits_can_be_listed_though_one_job_does_not_open(
    world: Deployed, server: EmbeddedServer
) -> None:
    await raise_everywhere(world)
    await lose_the_key(world)

    async with begun_anew(world, WakingStore(server.url, RING, replicas=0)) as store:
        assert await store.pending(SCHOOL, Queue.TIMERS) == []


async def test_a_case_that_does_not_open_is_a_finding_and_the_sweep_goes_on(
    world: Deployed, server: EmbeddedServer
) -> None:
    await raise_everywhere(world)
    await lose_the_key(world)

    async with begun_anew(world, WakingStore(server.url, RING, replicas=0)):
        found = await sweep(world.deployment)

    assert found.cases == 3
    assert [(each.school, each.what) for each in found.findings] == [
        (SCHOOL, "This release cannot read what was kept.")
    ]


async def test_a_school_that_the_store_refuses_keeps_no_other_waiting(
    world: Deployed, server: EmbeddedServer
) -> None:
    await raise_everywhere(world)
    world.pass_time(timedelta(minutes=10))

    async with begun_anew(world, Refusing(server.url, RING, replicas=0)):
        with pytest.raises(NotSaved, match="refused"):
            await world.worker.beat()

    assert len([each for each in world.chat.take("head") if each.card.name == "page"]) == 2


async def test_a_damaged_case_with_an_alert_on_its_way_is_told_by_health(
    world: Deployed, server: EmbeddedServer
) -> None:
    world.chat.down = True
    await raise_everywhere(world)
    state = Names(SCHOOL).case(CASE)
    await world.deployment.store.line.ask("HSET", state, "state", b"\x01" + bytes(40))

    async with begun_anew(world, WakingStore(server.url, RING, replicas=0)):
        found = await look(world.deployment)

    assert found.status == "attention"
    assert found.oldest_undelivered_alert is not None, "the other schools are looked at"


@pytest.mark.parametrize("body", [b"", b"\x00", b"\x00\x02\xff\xff and so on"], ids=repr)
async def test_a_damaged_message_is_dead_and_the_others_go_out(
    world: Deployed, body: bytes
) -> None:
    world.chat.down = True
    await world.raise_red()
    world.chat.down = False
    queue, line = Names(SCHOOL).queues[Queue.OUTBOX], world.deployment.store.line
    kept = await line.ask("HGETALL", queue.jobs)
    first = min(kept)
    slip, _, _ = kept[first].partition(b"\n")
    await line.ask("HSET", queue.jobs, first, slip + b"\n" + body)

    world.pass_time(timedelta(minutes=1))
    await world.worker.beat()

    assert await world.deployment.store.dead(SCHOOL) == 1
    assert len(world.chat.take()) >= len(kept) - 1
    assert await world.deployment.store.pending(SCHOOL, Queue.OUTBOX) == []
