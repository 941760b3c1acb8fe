"""How a test presses a button of an alert."""

from __future__ import annotations

from bot.fsm.said import Pressed
from bot.inbound import Reply
from tests.engine import REFS, World


async def press(world: World, who: str, deed: str, ref: str = REFS[0]) -> Reply:
    """Let somebody press a button of a case's alert, whether or not they were shown it."""
    return await world.say(who, Pressed(f"deed.{ref}.{deed}"))
