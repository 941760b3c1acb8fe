"""Calls are handed over until they are taken: whatever fails, none is lost and none is silent."""

from __future__ import annotations

from datetime import timedelta

from bot.calls import Caller
from bot.fsm.events import CallFailed, EngineFailed
from bot.fsm.said import Opened, Typed
from bot.fsm.school import Way
from bot.ports import Change, OurBug, Put, Queue
from bot.retrying import LEASE, TRIES
from bot.switchboard import Switchboard
from tests.chat import FRIDAY_EVENING
from tests.engine import REFS, World, a_school, with_ways

CASE = REFS[0]
KEY = f"{CASE}:phone:dsl"


class Breaks(Caller):
    """A caller that fails as it is told to."""

    def __init__(self, how: Exception) -> None:
        self.how = how

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        del school, address, text, key
        raise self.how


async def a_call_waits() -> World:
    """Give a world in which an emergency rings at night, and the gateway is down."""
    world = World(with_ways(a_school(), Way.PHONE), FRIDAY_EVENING)
    world.exchange.down = {Way.PHONE}
    await world.say("sam", Opened())
    await world.say("sam", Typed("danger now"))
    return world


async def events(world: World) -> list[object]:
    return [event for entry in await world.record() for event in entry.events]


async def waiting(world: World) -> set[str]:
    return {key for key, _ in await world.store.pending(world.school.id, Queue.CALLS)}


def with_caller(world: World, how: Exception) -> Switchboard:
    return Switchboard(world.handler, {Way.PHONE: Breaks(how)}, world.bugs.append)


async def flush_later(world: World, board: Switchboard) -> None:
    world.clock.at += timedelta(minutes=2)
    await board.flush(world.school.id)


async def test_a_call_survives_a_process_that_dies_while_it_holds_it() -> None:
    world = await a_call_waits()
    later = world.clock.at + timedelta(minutes=2)
    await world.store.claim(
        world.school.id, Queue.CALLS, due=later, now=later, lease=LEASE, limit=9
    )

    world.exchange.down = set()
    world.clock.at = later + LEASE + timedelta(seconds=1)
    await world.switchboard.flush(world.school.id)

    assert "phone:dsl" in [sent.to for sent in world.chat.untaken]


async def test_what_the_other_side_calls_our_mistake_is_counted_and_recorded() -> None:
    world = await a_call_waits()

    await flush_later(world, with_caller(world, OurBug("no such request")))

    assert KEY in world.bugs
    assert CallFailed(to="dsl", way=Way.PHONE, final=True) in await events(world)
    assert await world.store.dead(world.school.id) == 3


async def test_our_own_failure_is_tried_again_then_buried_and_recorded() -> None:
    world = await a_call_waits()
    board = with_caller(world, RuntimeError("ours"))

    for _ in range(TRIES):
        await flush_later(world, board)

    assert isinstance(world.failures[0], RuntimeError)
    assert CallFailed(to="dsl", way=Way.PHONE, final=True) in await events(world)
    assert await world.store.dead(world.school.id) == 3
    assert await waiting(world) == set()


async def test_a_call_that_this_release_cannot_read_reaches_people_all_the_same() -> None:
    world = await a_call_waits()
    put = Put(Queue.CALLS, KEY, world.clock.at, b"from another release", CASE)
    await world.store.commit(Change(world.school.id, "behind", world.clock.at, puts=(put,)))

    await flush_later(world, world.switchboard)

    assert world.bugs == [KEY]
    assert EngineFailed() in await events(world)
    assert "page_broken" in [sent.card.name for sent in world.chat.untaken]


async def test_whoever_has_no_address_any_more_is_recorded_as_not_called() -> None:
    world = await a_call_waits()
    left = tuple(person for person in world.school.people if person.id != "dsl")
    world.schools[world.school.id] = world.school.model_copy(update={"people": left})

    await flush_later(world, world.switchboard)

    assert CallFailed(to="dsl", way=Way.PHONE, final=True) in await events(world)
    assert KEY not in await waiting(world)


async def test_a_slow_gateway_keeps_no_chat_waiting() -> None:
    world = await a_call_waits()

    paged = [sent.to for sent in world.chat.untaken if sent.card.name == "page"]

    assert "dsl" in paged, "the chat got through while the gateway was down"
    assert KEY in await waiting(world)
