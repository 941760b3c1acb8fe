"""Nobody here is left to take a case: whoever told it hears so at once, with a line outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.words import words
from bot.fsm.access.around import OUTSIDE
from bot.fsm.said import Typed
from tests.engine import FRIDAY_MORNING, World
from tests.fundamentals.pressing import press

TEAM = ("dsl", "deputy1", "deputy2", "head", "chair")


async def steps_aside(world: World, *people: str) -> None:
    for person in people:
        await press(world, person, "not_me")


async def about_the_chair() -> World:
    """Return a world in which only the head hears of a concern."""
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "no", "the chair of governors"):
        await world.say("sam", Typed(said))
    return world


@pytest.mark.parametrize("taken", [True, False])
async def test_the_last_one_steps_aside_and_the_reporter_hears_at_once(taken: bool) -> None:
    world = await about_the_chair()
    if taken:
        await press(world, "head", "coming")
    world.chat.take("sam")

    await steps_aside(world, "head")

    [told] = world.chat.take("sam")
    assert told.card.name == "told_outside"


@pytest.mark.parametrize("first", ["not known", "danger"])
async def test_the_team_and_the_chair_step_aside_from_what_is_about_nobody_here(first: str) -> None:
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", first):
        await world.say("sam", Typed(said))
    world.chat.take("sam")

    await steps_aside(world, *TEAM[:-1])
    assert "told_outside" not in world.chat.names("sam")
    await steps_aside(world, TEAM[-1])

    assert "told_outside" in world.chat.names("sam")


async def test_where_nobody_is_left_nobody_says_that_we_tell_try_or_ring() -> None:
    world = await about_the_chair()
    await steps_aside(world, "head")
    world.chat.take("sam")

    for said in ("ring me", "https://x.example/1", "send", "take it back"):
        await world.say("sam", Typed(said))
    await world.wait(timedelta(hours=1))

    heard = set(world.chat.names("sam"))
    assert heard & set(OUTSIDE) == set()
    assert heard & {"unreached", "unreached_around", "reached"} == set()


@pytest.mark.parametrize("instead", sorted(set(OUTSIDE.values())))
def test_what_is_said_instead_promises_nothing(instead: str) -> None:
    text = words().cards[instead].text

    assert "{team}" not in text
    assert "I am telling" not in text
    assert "keep trying" not in text
