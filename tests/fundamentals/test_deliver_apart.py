"""One message that goes wrong costs nobody else theirs, and none is sent twice for its record."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.memory.store import MemoryStore
from bot.changes import Change, Committed, Put, Queue, Stored
from bot.dialogs.card import Card
from bot.fsm.events import AlertFailed
from bot.fsm.said import Typed
from bot.fsm.school import CHANNEL, Person, Role
from bot.retrying import LEASE, TRIES
from tests.chat import Chat
from tests.engine import FRIDAY_MORNING, PEOPLE, REFS, World, a_school
from tests.fundamentals.pressing import press

SECOND = timedelta(seconds=1)


class Interleaving(MemoryStore):
    """A store that lets everybody else go first, as one behind a socket does."""

    async def load_case(self, school: str, ref: str) -> Stored | None:
        """Return the case, a little later."""
        found = await super().load_case(school, ref)
        await asyncio.sleep(0)
        return found

    async def commit(self, change: Change) -> Committed:
        """Write the change, a little later."""
        await asyncio.sleep(0)
        return await super().commit(change)


class Failing(Chat):
    """A chat whose library throws what nobody expects, for one person."""

    fails_for = ""
    fails = 0

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Fail, or send."""
        if to == self.fails_for:
            self.fails += 1
            raise RuntimeError("a library of ours")
        return await super().send(school, to, card, key=key, edit=edit, again=again)


class Gated(Chat):
    """A chat in which the channel's edits wait at a gate, the first one longest."""

    gate: asyncio.Event
    waiting: asyncio.Event

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Wait at the gate, then send."""
        if to == CHANNEL and edit and not self.waiting.is_set():
            self.waiting.set()
            await self.gate.wait()
        return await super().send(school, to, card, key=key, edit=edit, again=again)


async def asked(world: World) -> World:
    """Ask Sam the first question."""
    await world.say("sam", Typed("hello"))
    world.chat.take()
    return world


async def test_a_rung_of_fifteen_people_is_alerted_once_each_and_all_of_it_recorded() -> None:
    more = tuple(
        Person(id=f"deputy{n}", name=f"Deputy {n}", roles=(Role.DEPUTY,)) for n in range(3, 15)
    )
    world = World(a_school(people=(*PEOPLE, *more)), FRIDAY_MORNING)
    world.store = Interleaving()
    world.restart()
    await asked(world)

    await world.say("sam", Typed("danger"))
    await world.wait(LEASE + SECOND)

    alert = (await world.case()).alert
    assert alert is not None
    assert len(alert.reached) == 15
    assert len(world.chat.take("", "page")) == 15


async def test_a_message_that_cannot_be_read_is_buried_told_and_stops_no_other() -> None:
    world = await asked(World(at=FRIDAY_MORNING))
    put = Put(Queue.OUTBOX, f"{REFS[0]}:alert:dsl", world.clock.at + SECOND, b"{}", REFS[0])
    world.chat.down = True
    await world.say("sam", Typed("danger"))
    await world.store.commit(Change("school", "another release", world.clock.at, puts=(put,)))
    world.chat.down = False

    await world.wait(timedelta(seconds=10))

    assert world.bugs == [f"{REFS[0]}:alert:dsl"]
    assert await world.store.dead("school") == 1
    assert world.chat.take("deputy1", "page")
    assert "page_broken" in world.chat.names("dsl")


def failing(person: str) -> World:
    """Return a world in which sending to one person throws."""
    world = World(at=FRIDAY_MORNING)
    world.chat = Failing(world.clock, world.chat.members)
    world.chat.fails_for = person
    world.restart()
    return world


async def test_what_a_library_throws_is_raised_once_everybody_else_has_theirs() -> None:
    world = await asked(failing("dsl"))

    with pytest.raises(RuntimeError, match="a library of ours"):
        await world.say("sam", Typed("danger"))

    assert {sent.to for sent in world.chat.take("", "page")} == {"deputy1", "deputy2"}
    assert world.chat.take(CHANNEL)
    assert world.chat.names("sam")[-1] == "question.called_999"


async def test_what_is_thrown_again_and_again_is_buried_and_the_next_person_is_alerted() -> None:
    world = await asked(failing("dsl"))
    with pytest.raises(RuntimeError):
        await world.say("sam", Typed("not known"))

    for _ in range(TRIES - 1):
        world.clock.at += timedelta(seconds=20)
        with pytest.raises(RuntimeError):
            await world.delivery.flush("school")

    assert isinstance(world.chat, Failing)
    assert world.chat.fails == TRIES
    assert world.bugs == [f"{REFS[0]}:alert:dsl"]
    assert await world.store.dead("school") == 1
    assert world.chat.names("deputy1") == ["page"]


async def test_an_alert_that_arrived_is_not_sent_again_when_noting_it_fails() -> None:
    world = await asked(World(at=FRIDAY_MORNING))
    reply = await world.handler.receive(world.inbound("sam", Typed("not known")))

    async def note(*_: object) -> tuple[()]:
        raise RuntimeError("a step of ours")

    world.delivery.note = note
    with pytest.raises(RuntimeError):
        await world.delivery.deliver("school", reply.jobs)
    world.clock.at += LEASE + SECOND
    await world.delivery.flush("school")

    assert world.chat.names("dsl") == ["page"]


async def test_of_two_edits_of_the_channel_card_the_newest_stands() -> None:
    world = World(at=FRIDAY_MORNING)
    world.restarts = False
    chat = world.chat = Gated(world.clock, world.chat.members)
    chat.gate, chat.waiting = asyncio.Event(), asyncio.Event()
    world.restart()
    await asked(world)
    await world.say("sam", Typed("not known"))

    first = asyncio.ensure_future(world.say("sam", Typed("another adult")))
    await chat.waiting.wait()
    second = asyncio.ensure_future(press(world, "dsl", "coming"))
    for _ in range(50):
        await asyncio.sleep(0)  # whoever can go on, goes on
    chat.gate.set()
    await asyncio.gather(first, second)

    assert "Mrs Hall has it" in chat.take(CHANNEL)[-1].card.text


async def test_a_delay_is_recorded_though_another_process_had_the_message_first() -> None:
    world = await asked(World(at=FRIDAY_MORNING))
    reply = await world.handler.receive(world.inbound("sam", Typed("not known")))
    for job in reply.jobs:
        await world.store.postpone(job, world.clock.at)
    world.chat.slow = {"dsl"}

    await world.delivery.flush("school")

    events = [event for entry in await world.record() for event in entry.events]
    assert AlertFailed(to="dsl", final=False) in events
    assert "unreached" in world.chat.names("sam")
