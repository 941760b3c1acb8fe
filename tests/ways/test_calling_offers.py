"""An offer of a case that is not taken calls the next person beside the chat, at once."""

from __future__ import annotations

from datetime import timedelta

from bot.fsm.handover.offering import ANSWER_WITHIN
from bot.fsm.said import Pressed, Typed
from bot.fsm.school import Way
from bot.ports import Queue
from tests.engine import REFS, World, london, with_ways
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed

TAKE, DECLINE = f"deed.{REFS[0]}.take", f"deed.{REFS[0]}.decline"


async def handed_over() -> World:
    """Return an urgent case of dsl's as duty changes: deputy1 has just been asked to take it."""
    school = with_ways(staffed(IN_SCHOOL, ON_CALL), *Way)
    world = World(school, london("2026-11-06 14:30"))
    for said in ("hello", "no", "no", "no", "yes", "send"):
        await world.say("sam", Typed(said))
    await world.say("dsl", Pressed(f"deed.{REFS[0]}.ringing"))
    await world.move_to(london("2026-11-06 15:30"))
    world.chat.take()
    return world


def called(world: World) -> list[str]:
    """Return and tick off who was called, and how."""
    return sorted(sent.to for sent in world.chat.take() if sent.card.name == "call")


async def test_who_is_asked_first_is_not_called() -> None:
    world = await handed_over()

    await world.wait(ANSWER_WITHIN - timedelta(seconds=1))

    assert called(world) == []


async def test_who_did_not_answer_and_who_is_asked_next_are_called() -> None:
    world = await handed_over()

    await world.wait(ANSWER_WITHIN)

    both = [f"{way}:{one}" for way in Way for one in ("deputy1", "deputy2")]
    assert called(world) == sorted(both)


async def test_who_said_that_they_cannot_is_left_in_peace() -> None:
    world = await handed_over()

    await world.say("deputy1", Pressed(DECLINE))

    assert called(world) == ["mail:deputy2", "phone:deputy2"]


async def test_a_call_on_its_way_is_taken_back_once_somebody_has_the_case() -> None:
    world = await handed_over()
    world.exchange.down |= set(Way)
    await world.wait(ANSWER_WITHIN)
    assert await world.store.pending(world.school.id, Queue.CALLS)

    await world.say("deputy2", Pressed(TAKE))

    assert await world.store.pending(world.school.id, Queue.CALLS) == []
    assert called(world) == []


async def test_without_other_ways_an_offer_goes_on_in_the_chat_alone() -> None:
    school = staffed(IN_SCHOOL, ON_CALL)
    world = World(school, london("2026-11-06 14:30"))
    for said in ("hello", "no", "no", "no", "yes", "send"):
        await world.say("sam", Typed(said))
    await world.say("dsl", Pressed(f"deed.{REFS[0]}.ringing"))

    await world.move_to(london("2026-11-06 15:41"))

    assert called(world) == []
    case = await world.case()
    assert case.offer is not None
    assert case.offer.asked == ("deputy1", "deputy2")
