"""The watch looks at every case as it is kept, and finds what no single step can see."""

from __future__ import annotations

from adapters.monitoring.sweep import sweep
from bot.changes import CaseWrite, Change, Queue
from bot.fsm.alert.raising import LADDER
from bot.fsm.case import Case
from tests.programs.deployed import CASE, SCHOOL, Deployed


async def keep(world: Deployed, before: Case, after: Case) -> None:
    """Keep a case in a state that no step of ours would leave it in."""
    state = after.model_copy(update={"version": before.version + 1}).model_dump_json().encode()
    write = CaseWrite(CASE, before.version, state, b"{}")
    change = Change(SCHOOL, "behind our back", world.clock.at, case=write)
    await world.deployment.store.commit(change)


async def lose(world: Deployed, name: str) -> None:
    """Take a timer out of the store, as a fault of ours would."""
    gone = ((Queue.TIMERS, f"{CASE}:{name}"),)
    change = Change(SCHOOL, f"lost {name}", world.clock.at, cancels=gone)
    await world.deployment.store.commit(change)


async def test_a_store_in_which_all_is_well_gives_nothing_to_do(world: Deployed) -> None:
    await world.raise_red()

    found = await sweep(world.deployment)

    assert found.clean
    assert found.cases == 1


async def test_a_timer_that_the_store_lost_is_set_again_at_its_own_time(world: Deployed) -> None:
    await world.raise_red()
    due = (await world.case()).wakes[LADDER]
    await lose(world, LADDER)

    found = await sweep(world.deployment)

    assert found.timers_set_again == 1
    assert not found.clean
    assert (f"{CASE}:{LADDER}", due) in await world.deployment.store.pending(SCHOOL, Queue.TIMERS)


async def test_a_second_sweep_after_a_mend_finds_nothing(world: Deployed) -> None:
    await world.raise_red()
    await lose(world, LADDER)
    await sweep(world.deployment)

    again = await sweep(world.deployment)

    assert again.clean


async def test_a_timer_that_is_being_fired_is_not_lost(world: Deployed) -> None:
    await world.raise_red()
    world.clock.at = (await world.case()).wakes[LADDER]
    await world.deployment.store.claim(
        SCHOOL,
        Queue.TIMERS,
        due=world.clock.at,
        now=world.clock.at,
        lease=world.clock.at - world.clock.at.replace(year=2025),
        limit=9,
    )

    found = await sweep(world.deployment)

    assert found.timers_set_again == 0


async def test_a_broken_promise_is_found_and_told_in_our_words(world: Deployed) -> None:
    await world.raise_red()
    case = await world.case()
    await keep(world, case, case.model_copy(update={"wakes": {}}))

    found = await sweep(world.deployment)

    assert {(each.school, each.case) for each in found.findings} == {(SCHOOL, CASE)}
    assert "An alert that nobody has acknowledged always has a wake." in {
        each.what for each in found.findings
    }


async def test_words_that_are_lost_are_found(world: Deployed) -> None:
    await world.raise_red()
    case = await world.case()
    await keep(world, case, case.model_copy(update={"edition": "nobody kept it"}))

    found = await sweep(world.deployment)

    assert [each.what for each in found.findings] == ["The words that it began with are lost."]
