"""A reporter who falls silent while Handrail itself was away."""

from __future__ import annotations

from datetime import timedelta

from bot.fsm.alert.silence import NUDGE, NUDGE_AFTER, PASS_ON_AFTER
from bot.fsm.said import Typed
from tests.engine import FRIDAY_MORNING, World


async def back_after(away: timedelta) -> World:
    """Return a world that was away from the last answer on, and has just come back."""
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "no"):
        await world.say("sam", Typed(said))
    world.chat.take()
    world.clock.at += away
    await world.move_to(world.clock.at)
    return world


async def test_nobody_is_asked_and_passed_on_in_one_breath() -> None:
    world = await back_after(PASS_ON_AFTER)

    assert world.chat.names("sam") == ["passed_on"]
    assert NUDGE not in (await world.case()).wakes


async def test_who_is_asked_late_is_told_how_long_there_is() -> None:
    world = await back_after(NUDGE_AFTER + timedelta(minutes=4, seconds=30))

    (asked,) = world.chat.take("sam")
    assert "In 2 minutes I pass on" in asked.card.text
