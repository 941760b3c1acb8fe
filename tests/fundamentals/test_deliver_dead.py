"""What cannot be delivered is buried once people have been told of it, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.changes import Change, Put, Queue
from bot.dialogs.words import card
from bot.fsm.effects import MESSAGE, Say
from bot.fsm.said import Typed
from bot.ports import NotSaved
from bot.retrying import LEASE, TRIES
from tests.engine import FRIDAY_MORNING, REFS, World
from tests.fundamentals.test_deliver_apart import SECOND, asked, failing


async def waiting(world: World, *puts: Put) -> None:
    """Leave messages in the outbox, as another process did that has ended since."""
    operation = f"left behind: {puts[0].key}"
    at = world.clock.at
    await world.store.commit(Change("school", operation, at, puts=puts, lease=timedelta(0)))
    world.clock.at += SECOND


def of_another_release(world: World) -> Put:
    """Return an alert that this release cannot read."""
    return Put(Queue.OUTBOX, f"{REFS[0]}:alert:dsl", world.clock.at, b"{}", REFS[0])


async def test_though_nobody_can_be_told_of_an_unreadable_message_the_others_go_out() -> None:
    world = await asked(World(at=FRIDAY_MORNING))
    news = MESSAGE.dump_json(Say(to="sam", card=card("nudge", minutes="7")))
    put = Put(Queue.OUTBOX, "chat:say:1", world.clock.at, news)
    await waiting(world, of_another_release(world), put)

    async def note(*_: object) -> tuple[()]:
        raise RuntimeError("a case of another release")

    world.delivery.note = note
    with pytest.raises(RuntimeError, match="another release"):
        await world.delivery.flush("school")

    assert world.chat.names("sam") == ["nudge"]
    assert await world.store.dead("school") == 1


async def test_a_message_is_not_buried_before_people_have_been_told() -> None:
    world = await asked(World(at=FRIDAY_MORNING))
    await world.say("sam", Typed("danger"))
    world.chat.take()
    await waiting(world, of_another_release(world))
    noted = world.delivery.note

    async def down(*_: object) -> tuple[()]:
        raise NotSaved("the store does not answer")

    world.delivery.note = down
    await world.delivery.flush("school")
    assert await world.store.dead("school") == 0

    world.delivery.note = noted
    world.clock.at += LEASE
    await world.delivery.flush("school")

    assert await world.store.dead("school") == 1
    assert world.chat.names("dsl") == ["page_broken"]


async def test_an_alert_that_our_code_fails_on_is_not_buried_before_the_next_person_is_told() -> (
    None
):
    world = await asked(failing("dsl"))
    with pytest.raises(RuntimeError):
        await world.say("sam", Typed("not known"))
    noted = world.delivery.note

    async def down(*_: object) -> tuple[()]:
        raise NotSaved("the store does not answer")

    world.delivery.note = down
    for _ in range(TRIES - 1):
        world.clock.at += timedelta(seconds=20)
        with pytest.raises(RuntimeError):
            await world.delivery.flush("school")
    assert await world.store.dead("school") == 0

    world.delivery.note = noted
    world.clock.at += LEASE
    with pytest.raises(RuntimeError):
        await world.delivery.flush("school")

    assert await world.store.dead("school") == 1
    assert world.chat.names("deputy1") == ["page"]
