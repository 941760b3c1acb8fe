"""The watch raises what is behind beside the chat, beats when all is well, and is never silent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.heartbeat import Heart
from adapters.monitoring.health import look
from adapters.monitoring.raising import AGAIN
from adapters.programs.ringer import Ringer
from adapters.programs.watch import LOOKS, SWEEPS, Fault, Watch
from adapters.redis.opening import WakingStore
from bot.changes import Change, Put, Queue
from bot.fsm.said import Opened, Typed
from bot.fsm.school import Way
from tests.chat import Exchange
from tests.embedded import RING
from tests.programs.deployed import CASE, SCHOOL, Deployed
from tests.programs.test_watch import keep

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def exchange(world: Deployed, tmp_path: Path) -> Exchange:
    """Give the world both ways beside the chat, and a heart that beats into a file."""
    school = world.deployment.schools[SCHOOL]
    addresses = {school.address(person, way): person.id for person in school.people for way in Way}
    exchange = Exchange(world.chat, addresses)
    world.deployment.callers = {way: exchange.by(way) for way in Way}
    world.deployment.heart = Heart(tmp_path / "live" / "heartbeat")
    return exchange


async def work(world: Deployed) -> None:
    """Let the clock and the ringer do what is due."""
    await world.worker.beat()
    await Ringer(world.deployment).beat()


async def raised(world: Deployed) -> None:
    """Raise an emergency; whoever is rung with it has been."""
    await world.raise_red()
    await Ringer(world.deployment).beat()
    called(world)


def called(world: Deployed) -> set[str]:
    """Return and tick off who was called."""
    return {sent.to for sent in world.chat.take() if sent.card.name == "call"}


def said(world: Deployed) -> set[str]:
    return {sent.card.text for sent in world.chat.untaken if sent.card.name == "call"}


async def test_it_beats_when_all_is_well(world: Deployed) -> None:
    await raised(world)
    watch = Watch(world.deployment)

    assert await watch.look()

    world.pass_time(timedelta(seconds=7))
    assert (await look(world.deployment)).heartbeat == 7.0
    assert called(world) == set()


async def test_a_deployment_that_is_not_watched_says_so(world: Deployed) -> None:
    assert (await look(world.deployment)).heartbeat is None


async def test_a_clock_that_has_stopped_is_raised_past_the_chat(world: Deployed) -> None:
    await raised(world)
    watch = Watch(world.deployment)
    world.pass_time(6 * MINUTE)  # the reporter was to be asked at three, and told to phone

    assert not await watch.look()

    assert said(world) == {
        f"Handrail: case {CASE} is behind, and nobody may have been told. Open your chat now."
    }
    assert called(world) >= {"phone:dsl", "mail:dsl", "phone:deputy"}


async def test_what_is_less_than_two_minutes_behind_is_not_raised(world: Deployed) -> None:
    await raised(world)
    world.pass_time(4 * MINUTE)

    assert await Watch(world.deployment).look()
    assert called(world) == set()


async def test_an_alert_that_reaches_nobody_is_raised_though_it_is_tried_again_and_again(
    world: Deployed,
) -> None:
    world.chat.down = True
    await raised(world)
    watch = Watch(world.deployment)
    for _ in range(7):
        world.pass_time(LOOKS)
        await work(world)

    assert not await watch.look()

    assert "phone:dsl" in called(world)


async def test_it_raises_the_same_once_an_hour(world: Deployed) -> None:
    await raised(world)
    watch = Watch(world.deployment)
    world.pass_time(6 * MINUTE)

    await watch.look()
    assert called(world)
    await watch.look()
    assert called(world) == set()
    world.pass_time(AGAIN)
    await watch.look()
    assert called(world)


async def test_where_nobody_can_be_called_it_is_a_fault_and_is_tried_at_the_next_look(
    world: Deployed, exchange: Exchange
) -> None:
    exchange.down = set(Way)
    await raised(world)
    watch = Watch(world.deployment)
    world.pass_time(6 * MINUTE)

    await watch.look()
    assert watch.faults[Fault.NOBODY_CALLED] > 0

    exchange.down = set()
    await watch.look()
    assert called(world)


async def test_a_case_that_goes_round_the_dsl_is_raised_to_nobody_it_goes_round(
    world: Deployed,
) -> None:
    await world.say(Opened())
    for answer in ("no danger right now", "yes, the head"):
        await world.say(Typed(answer))
    world.pass_time(45 * MINUTE)

    await Watch(world.deployment).look()

    assert {one.partition(":")[2] for one in called(world)} == {"chair"}


async def test_a_broken_promise_is_raised_and_stops_the_heart(world: Deployed) -> None:
    await raised(world)
    case = await world.case()
    await keep(world, case, case.model_copy(update={"wakes": {}}))

    assert not await Watch(world.deployment).look()

    assert "phone:dsl" in called(world)
    assert (await look(world.deployment)).heartbeat is None


async def test_a_case_that_cannot_be_read_is_raised_without_its_name(world: Deployed) -> None:
    await raised(world)
    await world.deployment.store.line.ask(
        "HSET", f"{{hr:{SCHOOL}}}:case:{CASE}", "state", b"damage"
    )

    assert not await Watch(world.deployment).look()

    assert all(CASE not in text for text in said(world))
    assert called(world) == {"phone:it", "mail:it", "phone:dsl", "mail:dsl"}


async def test_a_store_that_is_gone_for_two_minutes_is_raised(
    world: Deployed, tmp_path: Path
) -> None:
    watch = Watch(world.deployment)
    world.deployment.store = WakingStore(f"unix://{tmp_path}/gone.sock", RING, replicas=0)

    assert not await watch.look()
    assert called(world) == set()
    world.pass_time(2 * MINUTE)
    await watch.look()

    assert {"phone:it", "phone:dsl"} <= called(world)
    assert watch.faults[Fault.STORE] == 2


async def test_what_our_own_code_fails_on_is_raised_too_and_the_next_look_comes(
    world: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(world.deployment)

    async def fails(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("adapters.programs.watch.overdue", fails)
        assert not await watch.look()

    assert watch.faults[Fault.OURS] == 1
    assert "phone:it" in called(world)
    assert await watch.look(), "and then all is well again"


async def test_a_call_that_nobody_makes_is_behind_too(world: Deployed) -> None:
    await raised(world)
    put = Put(Queue.CALLS, f"{CASE}:phone:dsl", world.clock.at, b"waits", CASE)
    await world.deployment.store.commit(Change(SCHOOL, "waits", world.clock.at, puts=(put,)))
    watch = Watch(world.deployment)
    assert await watch.look()

    world.pass_time(2 * MINUTE + timedelta(seconds=1))

    assert not await watch.look()


async def test_it_goes_through_all_cases_again_in_time(world: Deployed) -> None:
    watch = Watch(world.deployment)
    await watch.look()
    await raised(world)
    case = await world.case()
    await keep(world, case, case.model_copy(update={"wakes": {}}))

    assert await watch.look(), "it is not due yet"
    world.pass_time(timedelta(seconds=1) + SWEEPS - LOOKS)
    await work(world)
    world.pass_time(LOOKS)

    assert not await watch.look()
