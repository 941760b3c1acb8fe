"""Run again from its record, a case comes to what is kept: each level, alert and clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.load import load_pack
from bot.fsm.events import Answered, Entry, TimerFired
from bot.fsm.said import Typed
from bot.record.rerun import changed, differs, rerun
from tests.chat import FRIDAY_EVENING
from tests.engine import FRIDAY_MORNING, MINUTE, World
from tests.record.casework import case_and_entries, tell, worked_case

DANGER = ("hello", "danger now", "called", "room 12", "Ava Stone", "with me", "13")


async def test_a_worked_case_comes_out_as_it_is_kept() -> None:
    world = await worked_case()
    case, entries = await case_and_entries(world)

    steps = rerun(world.school, entries)

    assert differs(steps, case) == ()
    assert [step.doubts for step in steps if step.doubts] == []
    assert [step.entry for step in steps] == list(range(1, len(entries) + 1))


async def test_an_alert_that_climbed_all_night_comes_out_as_it_is_kept() -> None:
    world = World(at=FRIDAY_EVENING)
    await tell(world, *DANGER)
    await world.wait(timedelta(hours=14))
    case, entries = await case_and_entries(world)

    steps = rerun(world.school, entries)

    assert differs(steps, case) == ()
    assert {one for step in steps for one in step.alerted} > {"dsl", "head"}


async def test_the_clock_goes_on_while_we_think_and_the_record_has_the_moment_of_the_step() -> None:
    world = World(at=FRIDAY_MORNING)
    now = world.clock.now

    def ticking() -> object:
        world.clock.at += timedelta(milliseconds=3)
        return now()

    world.clock.now = ticking  # type: ignore[method-assign,assignment]
    await tell(world, *DANGER)
    case, entries = await case_and_entries(world)

    assert case.opened_at == entries[0].at
    assert differs(rerun(world.school, entries), case) == ()


async def test_each_decision_has_its_question_and_its_paragraph() -> None:
    world = await worked_case()
    _, entries = await case_and_entries(world)

    asked = [each for step in rerun(world.school, entries) for each in step.asked]

    assert {"T-01", "H-01"} <= {each.ref for each in asked}
    assert all(each.source for each in asked)


@pytest.mark.parametrize("at", [3, 9, -1])
async def test_an_entry_that_was_left_out_is_noticed(at: int) -> None:
    world = await worked_case()
    case, entries = await case_and_entries(world)
    del entries[at]

    assert differs(rerun(world.school, entries), case)


async def test_a_clock_that_ran_out_and_was_never_set_is_a_doubt() -> None:
    world = await worked_case()
    _, entries = await case_and_entries(world)
    fired = TimerFired(name="again")
    entries.append(Entry(at=entries[-1].at, operation="x", by="", events=(fired,)))

    assert rerun(world.school, entries)[-1].doubts == (
        "a clock ran out that this edition does not set",
    )


async def test_a_question_that_another_edition_does_not_ask_is_said_and_passed_over() -> None:
    world = await worked_case()
    case, entries = await case_and_entries(world)
    gone = Answered(key="gone", value="yes")
    entries.insert(1, Entry(at=entries[0].at, operation="x", by="sam", events=(gone,)))

    steps = rerun(world.school, entries)

    assert steps[1].doubts == ("this edition does not ask it",)
    assert differs(steps, case) == ("entries",)


async def test_what_other_rules_would_have_changed_is_shown_entry_by_entry() -> None:
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "no adults", "no", "no", "none", "Ava Stone")
    await tell(world, "with an adult", "12", "made", "no", "nothing", "send")
    await world.wait(5 * MINUTE)
    _, entries = await case_and_entries(world)
    other = world.school.model_copy(update={"pack": load_pack("north-somerset")})

    pairs = list(zip(rerun(world.school, entries), rerun(other, entries), strict=True))

    found = {one.entry: changed(one, two) for one, two in pairs if changed(one, two)}
    assert found, "the two councils do not say the same of a child of twelve"
    assert any("level" in parts for parts in found.values())


async def test_nothing_that_was_said_is_in_it() -> None:
    world = await worked_case()
    await world.say("sam", Typed("hello"))
    _, entries = await case_and_entries(world)

    told = [step._replace(case=None) for step in rerun(world.school, entries)]  # type: ignore[arg-type]

    assert "Ava" not in str(told)
    assert "kept asking" not in str(told)
