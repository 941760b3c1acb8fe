"""What waited until it was no longer true is not said: that nobody has been reached."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogs.flags import Level
from bot.fsm.case import Alert
from bot.fsm.said import Typed
from tests.engine import FRIDAY_MORNING, World
from tests.fundamentals.pressing import press

TEAM = frozenset({"dsl", "deputy1", "deputy2"})
A_LADDER = timedelta(minutes=4)


async def while_chat_is_busy(*said: str) -> World:
    """Return a world in which Sam was to hear that nobody was reached, and it waits."""
    world = World(at=FRIDAY_MORNING)
    for each in ("hello", *said[:-1]):
        await world.say("sam", Typed(each))
    world.chat.slow |= {*TEAM, "head", "sam"}
    await world.say("sam", Typed(said[-1]))
    await world.wait(timedelta(seconds=13))
    assert (await alert(world)).told_unreached
    world.chat.take()
    return world


async def alert(world: World) -> Alert:
    """Return the last alert of the case."""
    last = (await world.case()).alert
    assert last is not None
    return last


async def test_that_nobody_was_reached_is_not_said_once_an_alert_has_arrived() -> None:
    world = await while_chat_is_busy("danger")
    world.chat.slow -= TEAM
    await world.wait(A_LADDER)

    world.chat.slow.clear()
    await world.wait(A_LADDER)

    heard = world.chat.names("sam")
    assert "unreached" not in heard
    assert {"told", "phone", "reached"} <= set(heard)


async def test_it_is_said_late_while_it_is_still_so() -> None:
    world = await while_chat_is_busy("danger")
    world.chat.slow.remove("sam")

    await world.wait(A_LADDER)

    assert world.chat.names("sam").count("unreached") == 1


async def test_it_is_not_said_once_somebody_has_the_case() -> None:
    world = await while_chat_is_busy("danger")
    await press(world, "deputy1", "coming")
    assert (await world.case()).owner == "deputy1"
    world.chat.slow.clear()

    await world.wait(A_LADDER)

    heard = world.chat.names("sam")
    assert "unreached" not in heard
    assert "ack_coming" in heard


async def test_it_is_said_where_a_later_alert_has_reached_nobody() -> None:
    world = await while_chat_is_busy("no", "another adult")
    world.chat.slow -= TEAM
    await world.wait(A_LADDER)
    assert (await alert(world)).reached
    world.chat.slow |= TEAM
    for said in ("change 1", "danger"):
        await world.say("sam", Typed(said))
    assert (await alert(world)).level is Level.EMERGENCY
    world.chat.slow.remove("sam")

    await world.wait(A_LADDER)

    assert "unreached" in world.chat.names("sam")


async def test_no_alert_is_left_out_because_another_has_arrived() -> None:
    world = await while_chat_is_busy("danger")
    world.chat.slow -= {"dsl"}
    await world.wait(A_LADDER)
    assert (await alert(world)).reached == ("dsl",)

    world.chat.slow.clear()
    await world.wait(A_LADDER)

    for each in ("deputy1", "deputy2"):
        assert "page" in world.chat.names(each)
