"""Once an agency was told, nobody is woken again; harm found at the close is told to one first."""

from __future__ import annotations

import pytest

from bot.fsm.alert.raising import AGAIN
from bot.fsm.case import Case, Noted
from bot.fsm.events import SheetAnswered
from bot.fsm.known.facts import told_since
from bot.fsm.said import Typed
from bot.fsm.sheets.gates import barred
from tests.engine import FRIDAY_MORNING, MINUTE, World
from tests.fundamentals.pressing import press
from tests.fundamentals.test_clocks import FRIDAY, SCHOOL, a_case, noted
from tests.record.casework import fill


async def test_a_case_that_police_were_told_of_wakes_nobody_again() -> None:
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "no", "another adult"):
        await world.say("sam", Typed(said))
    await press(world, "dsl", "coming")
    assert AGAIN in (await world.case()).wakes

    await fill(world, "dsl", "police.0", route="call_101")

    assert AGAIN not in (await world.case()).wakes


async def test_whoever_takes_a_case_over_that_police_were_told_of_wakes_nobody() -> None:
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "no", "another adult"):
        await world.say("sam", Typed(said))
    await press(world, "dsl", "coming")
    await fill(world, "dsl", "police.0", route="call_101")

    await press(world, "deputy1", "take_over")

    case = await world.case()
    assert (case.owner, AGAIN in case.wakes) == ("deputy1", False)


async def test_a_note_that_tells_nobody_only_puts_it_off() -> None:
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "no", "another adult"):
        await world.say("sam", Typed(said))
    await press(world, "dsl", "coming")

    await fill(world, "dsl", "points.0", adult="not_known")

    assert AGAIN in (await world.case()).wakes


def closing(case: Case) -> str:
    last = SheetAnswered(sheet="close", child=0, key="confirm", value="close", by="dsl")
    return barred(SCHOOL, case, last)


def test_harm_that_is_found_at_the_close_is_told_before_the_case_closes() -> None:
    rung = noted("call_101")
    found = noted("yes", at=FRIDAY + MINUTE)

    assert closing(a_case(police={"route": rung}, close={"harm": noted("no")})) == ""
    assert closing(a_case(police={"route": rung}, close={"harm": found})) == "gate_harm"
    later = rung.model_copy(update={"at": FRIDAY + 2 * MINUTE})
    assert closing(a_case(police={"route": later}, close={"harm": found})) == ""


@pytest.mark.parametrize("value", ["not_yet", "not_needed"])
def test_what_was_not_rung_was_not_told(value: str) -> None:
    said: Noted = noted(value)

    assert not told_since(a_case(police={"route": said}, social={"rung": said}), FRIDAY)
