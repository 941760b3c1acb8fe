"""What one reader is told of one case comes in the order in which it came about."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.dialogs.card import Card
from bot.fsm.said import Opened, Typed
from bot.ports import Retry
from tests.chat import Chat
from tests.engine import World


class Slowly(Chat):
    """A chat in which a message takes its time, as each does over a line."""

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return await super().send(school, to, card, key=key, edit=edit, again=again)


class BusyOnce(Chat):
    """A chat that takes nothing once, and then everything."""

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        if to in self.slow:
            self.slow.remove(to)
            raise Retry("busy")
        return await super().send(school, to, card, key=key, edit=edit, again=again)


SOON, LONG = timedelta(seconds=2), timedelta(minutes=5)
A_WHILE = {"sam": timedelta(seconds=30)}


class EachAtItsTime(Chat):
    """A chat that is back, but wants each reader who was refused left alone for a while."""

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        if to in self.slow:
            raise Retry("busy", LONG if card.name == "unreached" else A_WHILE.get(to, SOON))
        return await super().send(school, to, card, key=key, edit=edit, again=again)


def over(chat: type[Chat]) -> World:
    """Return a world whose chat is one of that kind."""
    world = World()
    world.chat = chat(world.clock, world.chat.members)
    world.restart()
    return world


async def test_that_nobody_was_reached_is_told_after_that_they_are_being_told() -> None:
    world = over(Slowly)
    world.chat.gone |= {"dsl", "deputy1", "deputy2", "head"}
    await world.say("sam", Opened())
    world.chat.take()

    await world.say("sam", Typed("danger"))

    told = world.chat.names("sam")
    assert "unreached" in told
    assert told[-1] == "unreached"


async def test_what_follows_a_message_that_has_to_wait_waits_with_it() -> None:
    world = over(BusyOnce)
    await world.say("sam", Opened())
    world.chat.take()
    expected = over(Chat)
    await expected.say("sam", Opened())
    expected.chat.take()
    await expected.say("sam", Typed("danger"))

    world.chat.slow.add("sam")
    await world.say("sam", Typed("danger"))
    assert world.chat.names("sam") == []
    await world.wait(timedelta(seconds=5))

    assert world.chat.names("sam") == expected.chat.names("sam")


async def test_after_an_outage_that_an_alert_got_through_comes_after_that_it_is_out() -> None:
    world = over(EachAtItsTime)
    await world.say("sam", Opened())
    world.chat.take()
    world.chat.slow |= {"sam", "dsl", "deputy1", "deputy2"}
    await world.say("sam", Typed("danger"))
    world.chat.slow.clear()

    await world.wait(timedelta(seconds=4))
    assert "page" in world.chat.names("dsl")
    assert world.chat.names("sam") == []
    await world.wait(A_WHILE["sam"])

    told = world.chat.names("sam")
    assert told.index("told") < told.index("reached")
    assert told[-1] == "reached"
    await world.wait(LONG)
    assert "unreached" not in world.chat.names("sam")


async def test_where_no_words_wait_that_an_alert_got_through_is_said_at_once() -> None:
    world = over(EachAtItsTime)
    await world.say("sam", Opened())
    world.chat.slow |= {"dsl", "deputy1", "deputy2"}
    await world.say("sam", Typed("danger"))
    world.chat.take()
    world.chat.slow.clear()

    await world.wait(timedelta(seconds=4))

    assert world.chat.names("sam") == ["reached"]
    assert "page" in world.chat.names("dsl")
