"""The playground shows who would be called beside the chat, and lets somebody leave it."""

from __future__ import annotations

import pytest

from adapters.playground.places import ELSEWHERE
from adapters.playground.switches import Switches
from bot.directory import Standing
from bot.fsm.school import Way
from tests.playground.page import Page


def with_ways(page: Page) -> None:
    """Give the school both ways beside the chat, and Mrs Khan a phone and an address of her own."""
    schools = page.stage.playground.handler.schools
    assert isinstance(schools, dict)
    own = {"phone": "07700 900123", "email": "khan@hillside.example"}
    people = [
        each.model_copy(update=own) if each.id == "khan" else each
        for each in schools["hillside"].people
    ]
    ways = {"people": tuple(people), "ways": frozenset(Way)}
    schools["hillside"] = schools["hillside"].model_copy(update=ways)


async def test_who_has_left_the_chat_is_called_and_the_pane_says_what_they_hear(page: Page) -> None:
    with_ways(page)
    assert (await page.post("gone", {"school": "hillside", "person": "khan"})).status == 200

    await page.danger()
    await page.stage.playground.player.flush("hillside")

    called = page.texts(ELSEWHERE)
    (ref,) = await page.stage.store.cases("hillside")
    heard = f"“Handrail: open your chat. Case {ref} needs you.”"
    assert f"The phone of Mrs Khan rings, 07700 900123: {heard}" in called
    assert f"An e-mail to Mrs Khan, khan@hillside.example: {heard}" in called
    assert page.texts("khan") == []


@pytest.mark.parametrize("person", ["nobody", "elsewhere", "guest"])
async def test_only_people_of_the_school_can_leave(page: Page, person: str) -> None:
    answer = await page.post("gone", {"school": "hillside", "person": person})

    assert answer.status == 404
    assert page.stage.playground.switches.gone == {}


async def test_nobody_acts_in_the_pane_of_calls(page: Page) -> None:
    answer = await page.say(ELSEWHERE, typed="hello")

    assert answer.status == 404


def test_one_person_of_a_school_has_left_at_a_time() -> None:
    switches = Switches()
    switches.leave("a", "dsl")
    switches.leave("b", "dsl")
    switches.leave("a", "head")

    assert switches.gone == {("a", "head"): Standing.LEFT, ("b", "dsl"): Standing.LEFT}
    switches.leave("a", "")
    assert (switches.who_left("a"), switches.who_left("b")) == ("", "dsl")
