"""`handrail check` runs the pre-flight: whom nothing reaches is said with the cure."""

from __future__ import annotations

import pytest

from adapters.commands.checking_people import LOST, check_reach
from bot.directory import NobodyLooks, Standing
from bot.fsm.school import School, Way
from bot.ports import Retry
from tests.engine import a_school, with_ways


class Standings:
    """A directory in which these stand so, and all others can be reached."""

    def __init__(self, *, all_: Standing = Standing.REACHABLE, **people: Standing) -> None:
        self.people, self.otherwise = people, all_

    async def standing(self, school: str, person: str) -> Standing:
        del school
        return self.people.get(person, self.otherwise)


class Silent:
    """A directory of a platform that does not answer."""

    async def standing(self, school: str, person: str) -> Standing:
        raise Retry(f"{school} {person}")


async def lines(school: School, directory: Standings | Silent | NobodyLooks) -> list[str]:
    return [str(line) async for line in check_reach(school, directory)]


async def test_where_all_can_be_reached_one_line_says_so() -> None:
    assert await lines(a_school(), Standings()) == [
        "ok    school reach: the chat reaches all 5 who are alerted"
    ]


@pytest.mark.parametrize("standing", [each for each in Standing if each in LOST])
async def test_whoever_the_chat_misses_is_named_with_the_cure(standing: Standing) -> None:
    (found,) = await lines(a_school(), Standings(deputy1=standing))

    assert found.startswith("warn  school reach: deputy1: ")
    assert "so nothing reaches them." in found
    assert found.endswith(LOST[standing][1])


async def test_whoever_has_a_phone_is_reached_by_that_alone() -> None:
    school = with_ways(a_school(), Way.PHONE)

    (found,) = await lines(school, Standings(dsl=Standing.DEACTIVATED))

    assert "dsl: their account is off, so reached by phone alone." in found


async def test_a_school_of_which_nobody_can_be_reached_is_not_ready() -> None:
    *_, last = await lines(a_school(), Standings(all_=Standing.LEFT))

    assert last.startswith("FAIL  school reach: nothing reaches anybody who is alerted.")


@pytest.mark.parametrize("directory", [Silent(), NobodyLooks()])
async def test_where_nobody_looked_it_says_so(directory: Silent | NobodyLooks) -> None:
    (found,) = await lines(a_school(), directory)

    assert found.startswith("warn  school reach: nobody looked how the chat reaches dsl, ")
