"""Setting the clock forward plays every timer at its own time, in order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.changes import CaseWrite, Change, Put, Queue
from bot.fsm.case import Case
from bot.fsm.hours import clock_time
from bot.handle import Handler
from tests.playground.page import Page, eventually
from tests.playground.stage import MONDAY_NOON, beat, stage


def at_times(page: Page, pane: str) -> list[str]:
    return [clock_time(each.at, each.at) for each in page.shown(pane)]


async def test_ten_minutes_on_the_head_is_paged_at_the_ladders_own_time(page: Page) -> None:
    await page.danger()

    answer = await page.post("clock", {"to": "+11"})

    assert answer.status == 200
    assert answer.body["fired"] >= 3
    assert page.cards("price")[0].level == "EMERGENCY"
    assert at_times(page, "price")[0] == "12:10"


async def test_what_falls_due_on_the_way_comes_in_order_each_at_its_own_time(page: Page) -> None:
    await page.danger()

    await page.post("clock", {"to": "+20"})

    times = [each.at for each in page.shown("sam")]
    assert times == sorted(times)
    assert {"12:03", "12:10"} <= set(at_times(page, "sam"))


async def test_schools_share_the_clock_and_are_played_together(page: Page) -> None:
    await page.danger()
    canal = {"school": "canal", "person": "sam"}
    await page.post("said", {**canal, "operation": "opened-there", "opened": True})
    asked = page.stage.playground.panes.of("canal")[-1]
    assert asked.card is not None
    danger = {"pressed": asked.card.buttons[0].value, "message": asked.id}
    await page.post("said", {**canal, "operation": "danger-there", **danger})

    await page.post("clock", {"to": "+11"})

    heads = [each for each in page.stage.playground.panes.of("canal") if each.pane == "price"]
    assert len(heads) == len(page.shown("price")) == 1


async def test_the_clock_goes_on_from_where_it_was_set(page: Page) -> None:
    await page.post("clock", {"to": "tonight"})

    now = page.stage.playground.clock.now()
    assert clock_time(now, now) == "22:40"
    assert now - MONDAY_NOON < timedelta(hours=11)


async def test_a_step_back_is_refused_and_moves_nothing(page: Page) -> None:
    answer = await page.post("clock", {"to": "2126-11-25T11:00"})

    assert answer.status == 400
    assert "forward" in answer.body["problem"]


async def test_with_the_store_down_the_clock_waits_with_its_timers(page: Page) -> None:
    await page.danger()
    await page.post("switches", {"store_down": True})

    answer = await page.post("clock", {"to": "+11"})

    assert answer.status == 409
    assert page.stage.playground.clock.now() - MONDAY_NOON < timedelta(minutes=1)
    assert page.shown("price") == []


async def test_timers_that_waited_for_the_store_fire_when_it_is_back(page: Page) -> None:
    await page.danger()
    await page.post("switches", {"store_down": True})
    page.stage.playground.clock.set(MONDAY_NOON + timedelta(minutes=11))

    await page.post("switches", {"store_down": False})

    await eventually(lambda: page.shown("price") != [])


@pytest.mark.slow
async def test_a_whole_weekend_is_played_to_its_end(page: Page) -> None:
    await page.danger()

    answer = await page.post("clock", {"to": "monday"})

    assert answer.status == 200
    due = await page.stage.store.next_due("hillside", Queue.TIMERS)
    assert due is not None
    assert due > page.stage.playground.clock.now()


async def test_a_fault_on_the_way_does_not_leave_the_clock_standing(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_down(_handler: Handler, _school: str) -> bool:
        raise ZeroDivisionError

    await page.danger()
    player = page.stage.playground.player
    monkeypatch.setattr("adapters.playground.player.fire_next", break_down)

    with pytest.raises(ZeroDivisionError):
        await player.play(MONDAY_NOON + timedelta(minutes=20))

    assert player.clock._held is None
    assert player.clock.now() - MONDAY_NOON < timedelta(minutes=5)


async def test_a_restart_finds_panes_clock_and_timers_as_they_were(
    page: Page, tmp_path: Path
) -> None:
    await page.danger()
    await page.post("clock", {"to": "+5"})
    before = page.texts("sam")

    after = stage(tmp_path, page.stage.store, start=50)
    after.playground.clock.set(MONDAY_NOON + timedelta(minutes=11))
    await beat(after)

    again = [each for each in after.playground.panes.of("hillside") if each.pane == "sam"]
    assert [each.card.text if each.card else each.words for each in again][: len(before)] == before
    assert any(each.pane == "price" for each in after.playground.panes.of("hillside"))


async def unheard_of(page: Page) -> None:
    """Have the case wait for a timer that our code cannot fire, five minutes on."""
    store = page.stage.store
    (ref,) = await store.cases("hillside")
    kept = await store.load_case("hillside", ref)
    assert kept is not None
    case = Case.model_validate_json(kept.state)
    at = MONDAY_NOON + timedelta(minutes=5)
    after = case.model_copy(
        update={"wakes": {**case.wakes, "of another release": at}, "version": kept.version + 1}
    )
    write = CaseWrite(case.ref, kept.version, after.model_dump_json().encode(), b"{}")
    put = Put(Queue.TIMERS, f"{case.ref}:of another release", at, b"", case.ref)
    await store.commit(Change("hillside", "another release", MONDAY_NOON, write, puts=(put,)))


async def test_a_timer_that_our_code_cannot_fire_does_not_stop_the_clock(page: Page) -> None:
    await page.danger()
    await unheard_of(page)

    answer = await page.post("clock", {"to": "+11"})

    assert answer.status == 200
    assert at_times(page, "price")[0] == "12:10"
    assert await page.stage.store.dead("hillside") == 1
    assert any(card.name == "page_broken" for card in page.cards("khan"))
    assert {type(error) for error in page.stage.failures} == {KeyError}
    page.stage.failures.clear()
