"""A long outage beside the chat costs little: what is recorded is not worked out again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.fsm.events import CallFailed
from bot.fsm.said import Opened, Typed
from bot.fsm.school import Way
from bot.ports import Change, Committed, Queue, Stored
from bot.switchboard import Switchboard
from tests.chat import FRIDAY_EVENING
from tests.engine import World, a_school, with_ways


async def calls_wait() -> World:
    """Give a world in which an emergency rings and writes to everybody, and all of it is down."""
    world = World(with_ways(a_school(), *Way), FRIDAY_EVENING)
    world.exchange.down = set(Way)
    await world.say("sam", Opened())
    await world.say("sam", Typed("danger now"))
    await world.wait(timedelta(minutes=30))
    return world


def commits(world: World) -> list[str]:
    """Return the list in which each try to commit is noted from now on."""
    tried: list[str] = []
    commit = world.store.commit

    async def watched(change: Change) -> Committed:
        tried.append(change.operation)
        return await commit(change)

    world.store.commit = watched  # type: ignore[method-assign]
    return tried


async def test_calls_of_one_case_do_not_get_in_each_others_way() -> None:
    world = await calls_wait()
    waiting = await world.store.pending(world.school.id, Queue.CALLS)
    assert len(waiting) > 5
    world.exchange.down = set()
    load, tried = world.store.load_case, commits(world)

    async def slowly(school: str, ref: str) -> Stored | None:
        found = await load(school, ref)
        await asyncio.sleep(0)
        return found

    world.store.load_case = slowly  # type: ignore[method-assign]
    world.clock.at += timedelta(minutes=2)
    board = Switchboard(world.handler, {way: world.exchange.by(way) for way in Way}, print)
    await board.flush(world.school.id)

    assert len(tried) == len(waiting)
    assert await world.store.pending(world.school.id, Queue.CALLS) == []


async def test_a_try_that_fails_again_is_not_worked_out_again() -> None:
    world = await calls_wait()
    tried = commits(world)

    await world.wait(timedelta(minutes=10))

    assert len(tried) == len(set(tried))
    record = [event for entry in await world.record() for event in entry.events]
    assert any(isinstance(event, CallFailed) for event in record)
