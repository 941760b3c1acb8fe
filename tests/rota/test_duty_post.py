"""The post of a change of duty: counts and names of staff, once, at the right time, of no child."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.changes import CaseWrite, Change
from bot.due import fire_due
from bot.fsm.said import Pressed, Typed
from bot.fsm.school import CHANNEL, School
from bot.ports import Queue
from bot.school_clock import set_school_timers
from tests.engine import REFS, World, a_school, london
from tests.rota.chatting import offers, press
from tests.rota.staff import IN_SCHOOL, ON_CALL, line, staffed


async def a_world(school: School | None = None, at: str = "2026-11-06 14:30") -> World:
    """Return the school with its rota, its timers set."""
    world = World(school or staffed(IN_SCHOOL, ON_CALL), london(at))
    await set_school_timers(world.store, world.school, world.clock)
    return world


async def told(world: World, *answers: str) -> None:
    """Let Sam raise a concern."""
    for said in ("hello", *answers):
        await world.say("sam", Typed(said))


def posts(world: World) -> list[str]:
    """Return and tick off the posts of a change of duty."""
    return [
        each.card.text for each in world.chat.take(CHANNEL) if each.card.name.startswith("turn")
    ]


async def test_a_quiet_change_says_who_has_it_and_until_when() -> None:
    world = await a_world()

    await world.move_to(london("2026-11-09 08:30"))

    first, second = posts(world)
    calm, nothing = "There is no live case.", "0 taken, 0 noted, 0 still theirs."
    assert first == f"Mr Day has it until Mon 9 Nov 08:30. {calm} Mrs Hall hands back: {nothing}"
    assert second == f"Mrs Hall has it until 15:30. {calm} Mr Day hands back: {nothing}"


async def test_it_counts_what_is_live_what_is_due_and_what_must_not_wait() -> None:
    world = await a_world()
    await told(world, "no", "no", "no", "yes", "send")
    await press(world, "dsl", "Ringing you now")
    world.chat.take()

    await world.move_to(london("2026-11-06 15:30"))

    (post,) = posts(world)
    assert "Live cases: 1. Due before then: 1. Must not wait: 0." in post
    assert "Mrs Hall hands back: 1 taken, 0 noted, 1 still theirs." in post


async def test_what_nobody_has_must_not_wait() -> None:
    world = await a_world(at="2026-11-06 15:25")
    await told(world, "no", "no", "no", "yes", "send")

    await world.move_to(london("2026-11-06 15:30"))

    assert "Live cases: 1. Due before then: 0. Must not wait: 1." in posts(world)[0]


@pytest.mark.parametrize("answers", [("no", "yes, someone who works or helps here")])
async def test_a_case_that_goes_round_the_channel_is_in_no_count(answers: tuple[str, ...]) -> None:
    world = await a_world()
    await told(world, *answers)
    assert (await world.case()).around

    await world.move_to(london("2026-11-06 15:30"))

    assert "There is no live case." in posts(world)[0]


async def test_it_has_no_word_of_any_case() -> None:
    world = await a_world()
    await told(world, "danger now")
    case = await world.case()

    await world.move_to(london("2026-11-09 08:30"))

    text = " ".join(posts(world))
    assert case.ref not in text
    assert case.level.name not in text
    assert "Sam" not in text


async def test_without_a_rota_duty_never_changes() -> None:
    world = await a_world(a_school())

    await world.move_to(london("2026-11-20 12:00"))

    assert posts(world) == []


async def test_of_changes_that_were_missed_only_the_last_is_posted() -> None:
    world = await a_world()
    world.clock.at = london("2026-11-07 10:00")

    while await fire_due(world.handler, world.school.id):
        pass

    assert len(posts(world)) == 1


async def test_a_change_agreed_in_chat_is_posted_when_it_comes() -> None:
    world = await a_world()
    await offers(world)
    await press(world, "deputy1", "Yes, they cover it")

    await world.move_to(london("2026-11-07 08:30"))

    first, second = posts(world)
    assert first.startswith("Ms Dee has it until Sat 7 Nov 08:30.")
    assert second.startswith("Mr Day has it until Mon 9 Nov 08:30.")


async def test_going_off_now_is_a_change_of_duty_now() -> None:
    world = await a_world()
    await world.say("dsl", Typed("I'm off now"))
    await press(world, "dsl", "Ask Mr Day")
    await press(world, "deputy1", "I'll take it")

    await world.wait(timedelta(seconds=1))

    assert [post.partition(".")[0] for post in posts(world)] == [
        "Mr Day has it until Mon 9 Nov 08:30"
    ]


async def test_a_new_rota_sets_an_earlier_turn_at_the_next_start() -> None:
    world = await a_world()
    changed = staffed(line("Days", "08:30-15:00", "dsl"), ON_CALL)
    world.schools[world.school.id] = changed
    world.clock.at += timedelta(minutes=1)

    await set_school_timers(world.store, changed, world.clock)

    pending = dict(await world.store.pending(world.school.id, Queue.TIMERS))
    assert pending[":turn"] == london("2026-11-06 15:00")


async def test_a_case_that_cannot_be_read_keeps_no_post_back() -> None:
    world = await a_world()
    await told(world, "no", "no", "no", "yes", "send")
    broken = CaseWrite(REFS[1], 0, b"not a case", b"{}")
    await world.store.commit(Change("school", "broken", world.clock.now(), case=broken))

    await world.move_to(london("2026-11-06 15:30"))

    assert "Live cases: 1." in posts(world)[0]
    assert world.failures


async def test_a_hand_back_counts_what_was_noted_on_that_duty() -> None:
    world = await a_world()
    await told(world, "no", "no", "no", "yes", "send")
    await press(world, "dsl", "Ringing you now")
    await world.say("dsl", Pressed(f"deed.{REFS[0]}.sheet.harm.0"))
    await press(world, "dsl", "No sign of harm or risk")

    await world.move_to(london("2026-11-06 15:30"))

    assert "Mrs Hall hands back: 1 taken, 1 noted, 1 still theirs." in posts(world)[0]
