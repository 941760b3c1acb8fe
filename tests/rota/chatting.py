"""A rota as people change it in chat: somebody offers to cover a night, and presses a button."""

from __future__ import annotations

from bot.fsm.said import Pressed, Typed
from bot.fsm.school import School
from bot.inbound import Outcome
from bot.rota.duty import duty_at
from tests.engine import World, london
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed

MORNING = london("2026-11-06 10:15")
NIGHT = london("2026-11-06 22:00")
OFFER = ("I'll cover Friday night", "Ask Mr Day")


def a_world(school: School | None = None, at: str = "2026-11-06 10:15") -> World:
    """Return the school with its rota: dsl in school hours, deputy1 at all other times."""
    return World(school or staffed(IN_SCHOOL, ON_CALL), london(at))


async def press(world: World, person: str, label: str) -> Outcome:
    """Press the newest button of that name that somebody has."""
    found = [
        button.value
        for card in world.chat.live(person)
        for button in card.buttons
        if button.label == label
    ]
    return (await world.say(person, Pressed(found[0]))).outcome


async def offers(world: World, person: str = "deputy2") -> None:
    """Let somebody offer to cover deputy1's Friday night."""
    await world.say(person, Typed(OFFER[0]))
    await press(world, person, OFFER[1])


async def on_at_night(world: World) -> tuple[str, ...]:
    """Return who has it on Friday night, as a fresh process reads it."""
    world.restart()
    school = await world.handler.rotas.school(world.school.id)
    return duty_at(school, NIGHT).on
