"""The one door: what is acknowledged is on disk, whatever else happens."""

from __future__ import annotations

import asyncio

import pytest

from adapters.memory.store import MemoryStore
from bot.fsm.edition import compiled, edition_of
from bot.fsm.said import Typed
from bot.inbound import Outcome
from bot.ports import Change, Committed, Conflict, NotSaved, Queue, Stored
from bot.retrying import LEASE
from tests.engine import FRIDAY_MORNING, World, a_school, broken
from tests.fundamentals.pressing import press


async def asked() -> World:
    """Return a world in which Sam has been asked the first question."""
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    world.chat.take()
    return world


async def test_what_is_saved_is_on_disk_before_anything_is_sent() -> None:
    world = await asked()

    reply = await world.handler.receive(world.inbound("sam", Typed("danger")))

    assert reply.outcome is Outcome.SAVED
    assert (await world.case()).level.name == "EMERGENCY"
    assert len(reply.jobs) > 0
    world.chat.assert_nothing_more()


async def test_the_same_operation_again_changes_nothing_and_says_nothing() -> None:
    world = await asked()
    inbound = world.inbound("sam", Typed("no"))
    await world.hand_in(inbound)
    world.chat.take()

    again = await world.hand_in(inbound)

    assert again.outcome is Outcome.AGAIN
    world.chat.assert_nothing_more()


async def test_a_store_that_is_down_is_never_a_tick() -> None:
    world = await asked()
    world.store.down = True

    reply = await world.say("sam", Typed("danger"))

    assert reply.outcome is Outcome.NOT_SAVED
    assert reply.card is not None
    assert world.school.office in reply.card.text
    world.chat.assert_nothing_more()


class Quarrelsome(MemoryStore):
    """A store in which somebody else is always faster, a number of times."""

    quarrels = 0

    async def commit(self, change: Change) -> Committed:
        """Refuse as many times as there are quarrels left."""
        if self.quarrels:
            self.quarrels -= 1
            raise Conflict("somebody else was faster")
        return await super().commit(change)


def quarrelling(quarrels: int) -> World:
    """Return a world whose store refuses the next commits."""
    world = World(at=FRIDAY_MORNING)
    world.store = Quarrelsome()
    world.store.quarrels = quarrels
    world.restart()
    return world


async def test_when_another_process_was_faster_the_step_is_taken_again() -> None:
    world = quarrelling(3)

    reply = await world.say("sam", Typed("hello"))

    assert reply.outcome is Outcome.SAVED
    assert world.chat.names("sam") == ["question.danger"]


async def test_when_it_is_never_our_turn_the_person_is_told_that_it_is_not_saved() -> None:
    world = quarrelling(1000)

    reply = await world.say("sam", Typed("hello"))

    assert reply.outcome is Outcome.NOT_SAVED


async def test_a_timer_that_is_never_our_turn_stays_claimed_and_comes_back() -> None:
    world = quarrelling(0)
    for said in ("hello", "no"):
        await world.say("sam", Typed(said))
    case = await world.case()
    assert isinstance(world.store, Quarrelsome)
    world.store.quarrels = 1000

    with pytest.raises(NotSaved, match="8 conflicts in a row"):
        await world.move_to(case.wakes["nudge"])


async def test_our_own_bug_reaches_a_person_and_the_record() -> None:
    world = await asked()
    await world.say("sam", Typed("no"))
    world.chat.take()
    world.schools["school"] = broken(world.school)

    reply = await world.say("sam", Typed("another adult"))

    assert reply.outcome is Outcome.FAILED
    assert reply.card is not None
    assert world.school.office in reply.card.text
    assert [type(error) for error in world.failures] == [RuntimeError]
    assert world.chat.names("dsl") == ["page_broken"]
    assert (await world.record())[-2].events[0].type == "engine_failed"


async def test_nothing_of_a_step_that_failed_is_kept() -> None:
    world = await asked()
    await world.say("sam", Typed("no"))
    world.schools["school"] = broken(world.school)

    await world.say("sam", Typed("another adult"))

    assert set((await world.case()).account.answers) == {"danger"}


class Unreadable(MemoryStore):
    """A store that hands back what this release cannot read."""

    async def load_conversation(self, school: str, key: str) -> Stored | None:
        """Return bytes that are no conversation."""
        del school, key
        return Stored(1, b"{}")


async def test_whatever_breaks_the_person_gets_a_number() -> None:
    world = World(at=FRIDAY_MORNING)
    world.store = Unreadable()
    world.restart()

    reply = await world.say("sam", Typed("hello"))

    assert reply.outcome is Outcome.FAILED
    assert reply.card is not None
    assert world.school.office in reply.card.text
    assert len(world.failures) == 1


async def test_whatever_breaks_somebody_else_hears_that_it_did() -> None:
    world = World(at=FRIDAY_MORNING)
    world.store = Unreadable()
    world.restart()

    await world.say("sam", Typed("danger"))

    assert world.chat.names("dsl") == ["engine_alarm"]
    assert world.school.office in world.chat.sent[0].card.text


async def test_a_school_that_is_not_of_this_deployment_is_a_key_error() -> None:
    world = World()
    inbound = world.inbound("sam", Typed("hello"))

    with pytest.raises(KeyError):
        await world.handler.handle(type(inbound)("another", "op", "sam", Typed("hello")))


async def test_two_people_and_one_case_at_the_same_time_lose_nothing() -> None:
    world = await asked()
    world.restarts = False
    await world.say("sam", Typed("not known"))

    await asyncio.gather(world.say("sam", Typed("another adult")), press(world, "dsl", "coming"))

    case = await world.case()
    assert case.level.name == "IMMEDIATE"
    assert case.owner == "dsl"


async def test_a_case_keeps_the_script_that_it_began_with() -> None:
    world = World(at=FRIDAY_MORNING)
    content = compiled(world.school.script, world.school.pack)
    name = edition_of(content)
    await world.store.keep_edition(name, content)
    world.schools["school"] = a_school().model_copy(update={"edition": name})
    for said in ("hello", "no"):
        await world.say("sam", Typed(said))
    newer = broken(a_school()).model_copy(update={"edition": "newer"})
    world.schools["school"] = newer

    reply = await world.say("sam", Typed("no adults"))

    assert reply.outcome is Outcome.SAVED
    assert (await world.case()).edition == name


async def test_a_timer_that_the_case_no_longer_waits_for_is_only_struck_off() -> None:
    world = await asked()
    await world.say("sam", Typed("no"))
    case = await world.case()
    world.clock.at = case.wakes["nudge"]
    jobs = await world.store.claim(
        "school", Queue.TIMERS, due=world.clock.at, now=world.clock.at, lease=LEASE, limit=1
    )
    await world.say("sam", Typed("send"))
    world.chat.take()

    followed = await world.handler.fire(jobs[0])

    assert followed == ()
    world.chat.assert_nothing_more()
