"""Who is called beside the chat, and when: the table, and whom it must never reach."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.dialogs.flags import Level
from bot.fsm.alert.calling import THROUGH_BY, WAYS, Occasion
from bot.fsm.always import broken
from bot.fsm.said import Opened, Pressed, Typed
from bot.fsm.school import Role, Way
from tests.chat import FRIDAY_EVENING
from tests.engine import FRIDAY_MORNING, REFS, World, a_school, with_ways

BOTH = (Way.PHONE, Way.MAIL)


def a_world(*ways: Way, at: datetime = FRIDAY_MORNING) -> World:
    return World(with_ways(a_school(), *ways), at)


async def told(world: World, *answers: str) -> None:
    """Let Sam say hello, and then these."""
    await world.say("sam", Opened())
    for answer in answers:
        await world.say("sam", Typed(answer))


def called(world: World) -> list[str]:
    """Return and tick off who was called, and how."""
    return [sent.to for sent in world.chat.take() if sent.card.name == "call"]


def test_every_level_says_what_every_occasion_asks_for() -> None:
    assert set(WAYS) == set(Level)
    assert all(set(row) == set(Occasion) for row in WAYS.values())


@pytest.mark.parametrize("level", [Level.URGENT, Level.IMMEDIATE, Level.EMERGENCY])
def test_what_is_urgent_rings_at_once_when_the_school_is_shut(level: Level) -> None:
    assert Way.PHONE in WAYS[level][Occasion.AT_ONCE_SHUT]
    assert set(WAYS[level][Occasion.UNANSWERED]) == set(Way)
    assert set(WAYS[level][Occasion.NOT_THROUGH]) == set(Way)


def test_what_waits_for_the_morning_rings_no_phone() -> None:
    assert all(Way.PHONE not in ways for ways in WAYS[Level.RECORD].values())


async def test_without_other_ways_nobody_is_called_and_nothing_waits() -> None:
    world = a_world(at=FRIDAY_EVENING)

    await told(world, "danger now")

    assert called(world) == []
    assert "elsewhere" not in (await world.case()).wakes


async def test_somebody_who_has_left_the_chat_is_called_at_once() -> None:
    world = a_world(*BOTH)
    world.chat.gone.add("dsl")

    await told(world, "not known")

    assert set(called(world)) == {"phone:dsl", "mail:dsl"}


async def test_whoever_is_reached_in_time_is_not_called() -> None:
    world = a_world(*BOTH)

    await told(world, "not known")
    await world.wait(THROUGH_BY + timedelta(seconds=1))

    assert called(world) == []
    assert "elsewhere" not in (await world.case()).wakes


async def test_nobody_is_called_for_a_case_that_somebody_has() -> None:
    world = a_world(*BOTH, at=FRIDAY_EVENING)
    world.exchange.down = set(Way)
    await told(world, "danger now")
    await world.say("dsl", Pressed(f"deed.{REFS[0]}.ringing"))

    world.exchange.down = set()
    await world.wait(timedelta(minutes=2))

    assert called(world) == []


async def test_whoever_a_concern_goes_round_is_not_called_for_it() -> None:
    world = a_world(*BOTH, at=FRIDAY_EVENING)
    world.exchange.down = set(Way)
    await told(world, "not known", "yes, someone who works or helps here")

    world.exchange.down = set()
    await world.wait(timedelta(minutes=45))

    assert {one.partition(":")[2] for one in called(world)} == {"head", "chair"}


async def test_whoever_is_connected_to_it_is_not_called_again() -> None:
    world = a_world(*BOTH, at=FRIDAY_EVENING)
    await told(world, "danger now")
    await world.say("dsl", Pressed(f"deed.{REFS[0]}.not_me"))
    called(world)

    await world.wait(timedelta(minutes=25))

    assert {one.partition(":")[2] for one in called(world)} == {"deputy1", "deputy2", "head"}


async def test_each_round_rings_again() -> None:
    world = a_world(Way.PHONE, at=FRIDAY_EVENING)
    await told(world, "danger now")
    called(world)

    await world.wait(timedelta(minutes=11))

    assert sorted(called(world)) == [
        "phone:deputy1", "phone:deputy2", "phone:dsl", "phone:head",
    ]  # fmt: skip


async def test_the_on_call_phone_stands_in_for_a_deputy_without_a_number() -> None:
    school = with_ways(a_school(), Way.PHONE)
    bare = [person.model_copy(update={"phone": ""}) for person in school.people]
    by_role = {person.roles[0]: school.address(person, Way.PHONE) for person in bare}

    assert by_role[Role.DSL] == by_role[Role.DEPUTY] == school.on_call
    assert by_role[Role.HEAD] == by_role[Role.CHAIR] == "", "it may go round whoever carries it"


async def test_what_became_of_a_call_is_in_the_record_once() -> None:
    world = a_world(*BOTH, at=FRIDAY_EVENING)
    world.exchange.down = {Way.PHONE}
    world.exchange.closed = {"mail:dsl"}
    world.chat.gone.add("dsl")
    await told(world, "danger now")
    await world.wait(timedelta(seconds=30))
    world.exchange.down = set()
    await world.wait(timedelta(minutes=2))

    events = [event for entry in await world.record() for event in entry.events]
    kept = [
        (event.type, getattr(event, "way", None), getattr(event, "final", None))
        for event in events
        if getattr(event, "to", "") == "dsl" and event.type.startswith("call")
    ]

    assert kept.count(("call_failed", Way.PHONE, False)) == 1
    assert kept.count(("called", Way.PHONE, None)) == 1
    assert kept.count(("call_failed", Way.MAIL, True)) == 1
    assert broken(world.school, await world.case()) == []
