"""A school's own timer: once a month the DSL is asked to check the numbers to ring."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.due import fire_due
from bot.ports import Queue
from bot.school_clock import set_school_timers
from tests.engine import World, a_school, london


def nudged(world: World) -> list[tuple[str, str, str]]:
    """Return who was told what, and when (local)."""
    return [(f"{sent.at:%d %b %H:%M}", sent.to, sent.card.name) for sent in world.chat.sent]


async def moved(world: World, until: str) -> None:
    await set_school_timers(world.store, world.school, world.clock)
    await world.move_to(london(until))


def test_the_dsl_is_asked_on_a_school_morning_and_again_each_month() -> None:
    world = World()  # a Friday evening; nobody has verified a number of the shipped pack

    asyncio.run(moved(world, "2026-12-31 12:00"))

    assert nudged(world) == [
        ("09 Nov 08:30", "dsl", "nudge_contacts"),
        ("10 Dec 08:30", "dsl", "nudge_contacts"),
    ]
    assert all(not sent.card.case for sent in world.chat.sent)


def test_where_there_is_no_dsl_the_head_is_asked() -> None:
    world = World(a_school(without=("dsl",)))

    asyncio.run(moved(world, "2026-11-10 12:00"))

    assert [to for _, to, _ in nudged(world)] == ["head"]


@pytest.mark.parametrize(("day", "asked"), [(date(2026, 6, 1), 0), (date(2026, 1, 5), 1)])
def test_what_was_rung_within_half_a_year_is_not_asked_about(day: date, asked: int) -> None:
    school = a_school()
    contacts = tuple(
        each.model_copy(update={"last_verified": day}) for each in school.pack.contacts
    )
    pack = school.pack.model_copy(update={"contacts": contacts})
    world = World(school.model_copy(update={"pack": pack}))

    asyncio.run(moved(world, "2026-11-10 12:00"))

    assert len(nudged(world)) == asked


def test_it_is_set_once_however_often_it_is_begun_and_fires_once() -> None:
    world = World()

    async def begun_thrice() -> list[str]:
        for _ in range(3):
            await set_school_timers(world.store, world.school, world.clock)
        world.clock.at = london("2026-11-09 09:00")
        while await fire_due(world.handler, world.school.id):
            pass
        return [key for key, _ in await world.store.pending(world.school.id, Queue.TIMERS)]

    assert asyncio.run(begun_thrice()) == [":contacts"]
    assert len(nudged(world)) == 1


def test_while_chat_is_down_it_is_not_spent() -> None:
    world = World()
    world.chat.down = True

    async def down_till_ten() -> None:
        await moved(world, "2026-11-09 10:00")
        world.chat.down = False
        await world.move_to(london("2026-11-09 10:05"))

    asyncio.run(down_till_ten())

    assert [to for _, to, _ in nudged(world)] == ["dsl"]
