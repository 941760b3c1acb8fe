"""What is agreed about the rota in chat is seen by every open case, unseen by none."""

from __future__ import annotations

from datetime import timedelta

from bot.fsm.handover.offering import DUTY
from bot.fsm.offers import RotaChanged
from bot.fsm.said import Typed
from bot.ports import Queue
from tests.engine import london
from tests.rota.chatting import a_world, offers, press


async def test_every_open_case_sees_a_change_and_plans_for_it() -> None:
    world = a_world()
    for said in ("hello", "no", "no", "no", "yes", "send"):
        await world.say("sam", Typed(said))
    await press(world, "dsl", "Ringing you now")
    await world.say("deputy2", Typed("I'll cover for Mrs Hall"))
    await press(world, "deputy2", "Now to Fri 6 Nov 15:30")
    await press(world, "deputy2", "Ask Mrs Hall")

    await press(world, "dsl", "Yes, they cover it")
    await world.wait(timedelta(seconds=1))

    case = await world.case()
    assert case.owner == "dsl"
    assert case.offer is not None
    assert case.offer.to == "deputy2"
    assert case.wakes[DUTY] == london("2026-11-06 15:30")
    events = [each for line in await world.record() for each in line.events]
    assert RotaChanged(holds=True) in events


async def test_a_change_of_next_week_moves_no_case_now() -> None:
    world = a_world()
    for said in ("hello", "no", "no", "no", "yes", "send"):
        await world.say("sam", Typed(said))
    await press(world, "deputy1", "Ringing you now")
    await offers(world)

    await press(world, "deputy1", "Yes, they cover it")
    await world.wait(timedelta(seconds=1))

    case = await world.case()
    assert (case.owner, case.offer) == ("deputy1", None)


async def test_an_alert_in_flight_asks_whoever_comes_on_by_agreement() -> None:
    world = a_world(at="2026-11-06 18:00")
    for said in ("hello", "no", "no", "no", "yes"):
        await world.say("sam", Typed(said))
    await world.say("head", Typed("I'll cover tonight"))
    await press(world, "head", "Ask Mr Day")
    world.chat.take()

    await press(world, "deputy1", "Yes, they cover it")
    await world.wait(timedelta(seconds=1))

    assert "page" in world.chat.names("head")
    assert (await world.case()).alert is not None


async def test_cases_are_told_of_a_change_after_a_crash() -> None:
    world = a_world()
    await offers(world)
    await press(world, "deputy1", "Yes, they cover it")
    for said in ("hello", "no", "no", "no", "yes", "send"):
        await world.say("sam", Typed(said))

    pending = await world.store.pending("school", Queue.TIMERS)
    world.restart()
    await world.wait(timedelta(seconds=1))

    assert ":moved.1" in {key for key, _ in pending}
    assert RotaChanged(holds=False) in [e for each in await world.record() for e in each.events]
