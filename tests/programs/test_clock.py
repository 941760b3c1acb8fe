"""The clock fires what is due, delivers what follows, and nothing can stop it for long."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.playground.switches import SwitchedStore, Switches
from adapters.programs.clock import Worker
from bot.changes import CaseWrite, Change, Put, Queue
from bot.due import TRIES
from bot.fsm.alert.raising import LADDER
from bot.fsm.always import broken
from tests.programs.deployed import CASE, SCHOOL, Deployed

MINUTE = timedelta(minutes=1)
UNHEARD_OF = "a timer of another release"


async def set_unheard_of(world: Deployed) -> None:
    """Have the case wait for a timer that our code cannot fire."""
    case = await world.case()
    wakes = {**case.wakes, UNHEARD_OF: world.clock.at}
    after = case.model_copy(update={"wakes": wakes, "version": case.version + 1})
    key = f"{CASE}:{UNHEARD_OF}"
    await world.deployment.store.commit(
        Change(
            SCHOOL,
            "another release",
            world.clock.at,
            case=CaseWrite(CASE, case.version, after.model_dump_json().encode(), b"{}"),
            puts=(Put(Queue.TIMERS, key, world.clock.at, b"", CASE),),
        )
    )


async def test_nothing_is_fired_before_its_time(world: Deployed) -> None:
    await world.raise_red()

    fired = await world.worker.beat()

    assert fired == 0


async def test_what_is_due_is_fired_and_what_follows_is_delivered(world: Deployed) -> None:
    await world.raise_red()
    world.chat.take()

    world.pass_time(10 * MINUTE)
    fired = await world.worker.beat()

    assert fired >= 1
    assert world.chat.take("head")


async def test_how_late_a_timer_was_is_known(world: Deployed) -> None:
    await world.raise_red()
    due = min((await world.case()).wakes.values())

    world.clock.at = due + timedelta(seconds=90)
    await world.worker.beat()

    assert world.worker.lag <= timedelta(seconds=90)
    assert world.worker.lag > timedelta()


async def test_a_day_of_missed_timers_is_made_up_for_and_nobody_is_paged_twice_for_one(
    world: Deployed,
) -> None:
    await world.raise_red()
    world.chat.take()
    world.pass_time(timedelta(days=1))

    while await world.worker.beat():
        pass

    case = await world.case()
    told = [sent.key for sent in world.chat.take() if sent.card.name == "page"]
    assert len(told) == len(set(told))
    assert {key.split(":")[2] for key in told} >= {"dsl", "deputy", "head"}
    assert broken(world.deployment.handler.schools[SCHOOL], case) == []
    assert min(case.wakes.values()) > world.clock.at


async def test_a_worker_that_does_not_fire_only_delivers(world: Deployed) -> None:
    world.chat.down = True
    await world.raise_red()
    world.chat.down = False

    world.pass_time(10 * MINUTE)
    fired = await Worker(world.deployment, fires=False).beat()

    assert fired == 0
    assert world.chat.take("dsl")


class DownTwice(Switches):
    """A store that does not answer the first two times it is asked."""

    asked = 0

    def __getattribute__(self, name: str) -> object:
        """Count how often it was asked whether the store is down."""
        if name != "store_down":
            return super().__getattribute__(name)
        self.asked += 1
        return self.asked <= 2


@pytest.mark.slow
async def test_a_store_that_is_gone_is_asked_until_it_is_back(world: Deployed) -> None:
    await world.raise_red()
    world.chat.take()
    world.pass_time(10 * MINUTE)
    deployment, done = world.deployment, asyncio.Event()
    switches = DownTwice()
    deployment.handler.store = SwitchedStore(deployment.store, switches)

    async def flush(_school: str) -> int:
        done.set()  # a school's outbox is flushed when all of its timers have been fired
        return 0

    deployment.handler.schools = {SCHOOL: deployment.schools[SCHOOL]}
    deployment.flush = flush
    working = asyncio.ensure_future(world.worker.run())
    await asyncio.wait_for(done.wait(), 20)
    working.cancel()

    assert switches.asked > 2
    assert world.chat.take("head")


async def test_a_commit_of_this_process_wakes_the_clock_at_once_for_its_own_school(
    world: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.programs.clock.BEAT", timedelta(hours=1))
    deployment, looked = world.deployment, asyncio.Queue[str]()

    async def flush(school: str) -> int:
        looked.put_nowait(school)
        return 0

    deployment.flush = flush
    deployment.store.take_stirred()
    working = asyncio.ensure_future(Worker(deployment, fires=False).run())

    await world.raise_red()
    woken = [await asyncio.wait_for(looked.get(), 20)]
    working.cancel()
    woken += [looked.get_nowait() for _ in range(looked.qsize())]

    assert set(woken) == {SCHOOL}


async def test_a_beat_goes_into_no_school_in_which_nothing_is_due(world: Deployed) -> None:
    await world.raise_red()
    world.pass_time(10 * MINUTE)
    flush, looked = world.deployment.flush, list[str]()
    assert flush is not None

    async def seen(school: str) -> int:
        looked.append(school)
        return await flush(school)

    world.deployment.flush = seen
    assert await world.worker.beat() > 0

    assert len(world.deployment.schools) > 1
    assert looked == [SCHOOL]


async def test_a_timer_that_our_code_cannot_fire_stops_nobody_elses(world: Deployed) -> None:
    await world.raise_red()
    world.chat.take()
    world.pass_time(10 * MINUTE)
    await set_unheard_of(world)

    fired = await world.worker.beat()

    assert fired >= 2
    assert world.chat.take("head")
    assert LADDER in (await world.case()).wakes


async def test_a_timer_that_can_never_be_fired_is_buried_and_people_are_told(
    world: Deployed,
) -> None:
    await world.raise_red()
    await set_unheard_of(world)

    for _ in range(TRIES):
        await world.worker.beat()
        world.pass_time(MINUTE)

    assert await world.deployment.store.dead(SCHOOL) == 1
    assert (await world.case()).broken
    assert world.chat.take("dsl", "page_broken") or world.chat.take("dsl", "alert")
