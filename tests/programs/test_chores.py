"""Each evening, and on Friday for the weekend: whom the chat does not reach is said in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.playground.directory import PageDirectory
from adapters.playground.switches import Switches
from adapters.programs.chores import LATEST, Chores
from bot.directory import Standing
from bot.fsm.school import CHANNEL, Way
from bot.preflight import CHORES, Chore
from tests.engine import london
from tests.programs.deployed import SCHOOL, Deployed

EVENING, WEEKEND = CHORES


@pytest.fixture
def switches(world: Deployed) -> Switches:
    """Let the pre-flight ask a directory of which we have the switches; there are no phones."""
    switches = Switches()
    world.deployment.directory = PageDirectory(switches)
    schools = world.deployment.handler.schools
    assert isinstance(schools, dict)
    for school in schools.values():
        schools[school.id] = school.model_copy(update={"ways": frozenset()})
    return switches


async def at(world: Deployed, moment: str) -> dict[str, str]:
    """Return what the people of one school are told when it is `moment` there, by their ids."""
    world.clock.at = london(moment)
    await Chores(world.deployment, world.clock.at - LATEST).beat()
    told = [sent for sent in world.chat.take() if sent.school == SCHOOL and sent.to != CHANNEL]
    return {sent.to: sent.card.text for sent in told}


def test_a_chore_falls_due_on_the_schools_clock() -> None:
    assert EVENING.last(london("2026-07-01 18:00")) == london("2026-07-01 18:00")
    assert EVENING.last(london("2026-07-01 17:59")) == london("2026-06-30 18:00")
    assert WEEKEND.last(london("2026-11-09 09:00")) == london("2026-11-06 15:00")
    assert WEEKEND.last(london("2026-11-06 14:59")) == london("2026-10-30 15:00")


def test_a_chore_falls_due_once_where_clocks_go_back() -> None:
    twice = Chore("twice", london("2026-01-01 01:30").time())
    first = twice.last(london("2026-10-25 03:00"))

    assert twice.last(first + timedelta(hours=1)) == first


async def test_an_evening_on_which_all_can_be_reached_is_silent(
    world: Deployed, switches: Switches
) -> None:
    assert switches.gone == {}
    assert await at(world, "2026-11-05 18:01") == {}


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.LEFT, "has left"),
        (Standing.DEACTIVATED, "their account is off"),
        (Standing.NOT_IN_CHANNEL, "not in the DSL channel"),
        (Standing.BLOCKED, "has blocked me"),
        (Standing.NO_CHAT, "has no chat with me yet"),
    ],
)
async def test_whom_the_chat_does_not_reach_is_named_to_the_dsl_and_to_it(
    world: Deployed, switches: Switches, standing: Standing, said: str
) -> None:
    switches.gone[SCHOOL, "deputy"] = standing

    told = await at(world, "2026-11-05 18:01")

    assert set(told) == {"dsl", "it"}
    assert f"Owen Pryce ({said})" in told["dsl"]
    assert "Nobody's phone will ring at night." in told["dsl"]


async def test_where_it_is_the_dsl_who_is_gone_the_deputies_hear(
    world: Deployed, switches: Switches
) -> None:
    switches.gone[SCHOOL, "dsl"] = Standing.LEFT

    assert set(await at(world, "2026-11-05 18:01")) == {"deputy", "deputy-2", "it"}


async def test_on_friday_the_dsl_hears_who_covers_the_weekend(
    world: Deployed, switches: Switches
) -> None:
    switches.gone[SCHOOL, "deputy"] = Standing.BLOCKED

    told = await at(world, "2026-11-06 15:00")

    assert told == {
        "dsl": "The weekend is covered: yes, by Grace Bell, Leah Stone. "
        "Nobody's phone will ring at night."
    }


async def test_a_weekend_that_nobody_covers_is_said_to_whoever_is_left(
    world: Deployed, switches: Switches
) -> None:
    for one in ("dsl", "deputy", "deputy-2"):
        switches.gone[SCHOOL, one] = Standing.LEFT

    told = await at(world, "2026-11-06 15:00")

    assert list(told) == ["head"]
    assert told["head"].startswith("The weekend is covered: NO.")


async def test_a_phone_reaches_whom_the_chat_does_not(world: Deployed, switches: Switches) -> None:
    schools = world.deployment.handler.schools
    assert isinstance(schools, dict)
    schools[SCHOOL] = schools[SCHOOL].model_copy(update={"ways": frozenset(Way)})
    for one in ("dsl", "deputy", "deputy-2"):
        switches.gone[SCHOOL, one] = Standing.LEFT

    told = await at(world, "2026-11-06 15:00")

    assert told["head"] == "The weekend is covered: yes, by Grace Bell, Leah Stone."


async def test_where_nobody_can_look_the_weekend_is_not_called_covered(world: Deployed) -> None:
    schools = world.deployment.handler.schools
    assert isinstance(schools, dict)
    schools[SCHOOL] = schools[SCHOOL].model_copy(update={"ways": frozenset()})

    told = await at(world, "2026-11-06 15:00")

    assert list(told) == ["dsl"]
    assert told["dsl"].startswith("The weekend is covered: NOT KNOWN. The rota has Grace Bell")


async def test_a_gap_is_said_even_where_others_were_not_looked_for(
    world: Deployed, switches: Switches
) -> None:
    switches.gone[SCHOOL, "dsl"] = Standing.UNKNOWN
    switches.gone[SCHOOL, "deputy-2"] = Standing.LEFT

    told = await at(world, "2026-11-06 15:00")

    assert told["dsl"].startswith("The weekend is covered: NO. From ")


async def test_a_weekend_with_one_night_that_nobody_has_is_not_covered(
    world: Deployed, switches: Switches
) -> None:
    switches.gone[SCHOOL, "deputy-2"] = Standing.DEACTIVATED

    told = await at(world, "2026-11-06 15:00")

    assert told["dsl"].startswith("The weekend is covered: NO. From ")


async def test_it_is_said_once_whatever_starts_anew(world: Deployed, switches: Switches) -> None:
    assert switches.gone == {}
    assert await at(world, "2026-11-06 15:00")

    assert await at(world, "2026-11-06 15:30") == {}


async def test_what_was_missed_is_done_late_and_half_a_day_later_no_more(
    world: Deployed, switches: Switches
) -> None:
    assert switches.gone == {}
    assert "weekend" in (await at(world, "2026-11-06 23:00"))["dsl"]
    assert await at(world, "2026-11-14 03:01") == {}


async def test_a_platform_that_does_not_answer_is_asked_again(
    world: Deployed, switches: Switches
) -> None:
    switches.chat_down = True
    chores = Chores(world.deployment, london("2026-11-06 12:00"))
    world.clock.at = london("2026-11-06 15:00")

    assert await chores.beat() == 0
    switches.chat_down = False
    assert await chores.beat() == len(world.deployment.schools)
    assert await chores.beat() == 0


async def test_what_our_own_code_fails_on_keeps_no_other_school_waiting(
    world: Deployed, switches: Switches, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def standing(school: str, _person: str) -> Standing:
        asked.append(school)
        if school == SCHOOL:
            raise RuntimeError
        return Standing.REACHABLE

    assert switches.gone == {}
    monkeypatch.setattr(world.deployment.directory, "standing", standing)

    assert await at(world, "2026-11-06 15:00") == {}
    assert set(asked) == set(world.deployment.schools)
