"""After a hand-over nobody's last message of a case names an owner who has it no more."""

from __future__ import annotations

import pytest

from bot.fsm.effects import Amend, Page
from bot.fsm.events import Acknowledged, Recused
from bot.fsm.offers import Offered
from bot.fsm.said import Pressed, Typed
from tests.engine import REFS, World, london
from tests.rota.test_handover import MORNING, SCHOOL, TURN, happen, owned, turned

RED = ("hello", "danger")
URGENT = ("hello", "no", "no", "no", "Yes, passed on or not agreed to")


async def raised(*said: str) -> World:
    """Return a world in which a concern was raised in school hours, and the DSL has it."""
    world = World(SCHOOL, london("2026-11-06 10:15"))
    for word in said:
        await world.say("sam", Typed(word))
    await press(world, "dsl", "ringing")
    return world


async def press(world: World, who: str, deed: str) -> None:
    await world.say(who, Pressed(f"deed.{REFS[0]}.{deed}"))


def last_alert(world: World, person: str) -> str:
    """Return the words of the alert, or offer, that somebody was sent last, as it stands."""
    alerts = {"page", "page_owned", "hand_over", "hand_back"}
    return next(card.text for card in world.chat.live(person) if card.name in alerts)


@pytest.mark.parametrize("said", [RED, URGENT], ids=["everybody was alerted", "one was"])
async def test_whoever_was_asked_before_reads_who_has_it_now(said: tuple[str, ...]) -> None:
    world = await raised(*said)
    await press(world, "dsl", "hand.deputy1")
    await press(world, "deputy1", "decline")
    await press(world, "dsl", "hand.deputy2")
    await press(world, "deputy2", "take")
    await press(world, "deputy2", "hand.dsl")
    await press(world, "dsl", "take")

    for person in ("dsl", "deputy1", "deputy2"):
        assert "Mrs Hall has it, 10:15" in last_alert(world, person), person


async def test_whoever_is_asked_can_still_answer_when_its_owner_does_something() -> None:
    world = await raised(*RED)
    await press(world, "dsl", "hand.deputy1")

    await press(world, "dsl", "with_child")

    assert "hands over" in last_alert(world, "deputy1")
    assert "Mrs Hall has it" in last_alert(world, "deputy2")
    await press(world, "deputy1", "take")
    assert (await world.case()).owner == "deputy1"


def test_whoever_stepped_aside_is_shown_nothing_more() -> None:
    case, _ = happen(turned(owned())[0], Recused(by="deputy1"), TURN)

    _, effects = happen(case, Acknowledged(by="deputy2", deed="take"), TURN)

    edited = {each.to for each in effects if isinstance(each, Amend)}
    assert "deputy2" in edited
    assert "deputy1" not in edited


def test_nobody_is_sent_a_new_message_for_it() -> None:
    case, _ = happen(owned(), Offered(by="dsl", to="deputy1"), MORNING)

    _, effects = happen(case, Acknowledged(by="deputy1", deed="take"), MORNING)

    assert [each for each in effects if isinstance(each, Page) and each.to != "dsl"] == []
    told = {each.to for each in effects if isinstance(each, Amend)}
    assert told >= {"deputy1", "deputy2", "head"}
