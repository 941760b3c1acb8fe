"""No alert of a case reads as untrue: the older points to the newer, and all say who has it."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogs.card import Card
from bot.fsm.alert.shown import landed, page_slot
from bot.fsm.case import Alert, Case
from bot.fsm.deeds import DEEDS
from bot.fsm.effects import Amend
from bot.fsm.events import Acknowledged, AlertDelivered, Recused
from bot.fsm.said import Pressed, Typed
from bot.fsm.step import step
from bot.ports import Queue, Reroute
from bot.writing import LATER
from tests.chat import Chat
from tests.engine import FRIDAY_MORNING, REFS, World, owned_case

TEAM = ("dsl", "deputy1", "deputy2")
AGAIN = timedelta(minutes=10)


async def raised() -> World:
    """Return a world in which Sam has just said that a child is in danger, in school hours."""
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    await world.say("sam", Typed("danger"))
    return world


async def press(world: World, who: str, deed: str) -> None:
    await world.say(who, Pressed(f"deed.{REFS[0]}.{deed}"))


def alerts(world: World, person: str) -> list[Card]:
    """Return the alerts that stand in somebody's own chat, the newest first, as they read now."""
    cards = {sent.id: sent.card for sent in world.chat.sent if sent.to == person}
    return [each for each in reversed(cards.values()) if each.level or each.name == "newer_below"]


def calls(card: Card) -> bool:
    """Return whether a card asks somebody to take the case."""
    return any(button.value.rpartition(".")[2] in DEEDS[:2] for button in card.buttons)


async def test_an_older_alert_points_to_the_newer_and_calls_nobody() -> None:
    world = await raised()

    await world.wait(AGAIN + LATER)

    for person in TEAM:
        newest, *older = [each for each in alerts(world, person) if each.name != "page_unfinished"]
        assert newest.text.startswith("Sent again")
        assert calls(newest)
        assert [(each.name, each.buttons) for each in older] == [("newer_below", ())]


async def test_an_older_alert_stays_as_it_is_until_the_newer_has_come() -> None:
    world = await raised()
    world.chat.slow = {"deputy1"}

    await world.wait(AGAIN + timedelta(minutes=1))
    assert [calls(each) for each in alerts(world, "deputy1")] == [True]

    world.chat.slow = set()
    await world.wait(timedelta(minutes=2))
    assert [each.name for each in alerts(world, "deputy1")][-1] == "newer_below"
    assert calls(alerts(world, "deputy1")[0])


async def test_once_it_is_taken_everything_that_anybody_reads_says_who_has_it() -> None:
    world = await raised()
    await world.wait(3 * AGAIN + LATER)

    await press(world, "deputy1", "coming")

    for person in (*TEAM, "head"):
        for each in alerts(world, person):
            assert not calls(each), each
            said = f"{each.text} {each.hint}"
            assert "Mr Day has it" in said or each.name == "newer_below", said


async def test_once_nobody_has_it_any_more_no_alert_says_that_somebody_has() -> None:
    world = await raised()
    await press(world, "dsl", "coming")
    await press(world, "dsl", "not_me")

    await world.wait(LATER)

    for person in ("deputy1", "deputy2"):
        assert calls(alerts(world, person)[0])
        assert not any("Mrs Hall has it" in each.text for each in alerts(world, person))


async def test_what_arrives_after_somebody_has_taken_it_says_so_as_soon_as_it_is_there() -> None:
    case = owned_case(World().school).model_copy(update={"pages": 4, "shown": {}, "stood": 4})

    after, effects = landed(World().school, case, arrived("page_added", 3), FRIDAY_MORNING)

    assert after.shown == {"deputy1": {"page_added": 3}}
    [edit] = effects
    assert isinstance(edit, Amend)
    assert (edit.later, edit.last) == (True, False)
    assert "Mrs Hall has it" in edit.card.hint


async def test_what_arrives_late_is_shut_where_a_newer_one_is_there() -> None:
    shown = {"deputy1": {"alert": 7}}
    case = owned_case(World().school).model_copy(update={"pages": 7, "shown": shown})

    after, effects = landed(World().school, case, arrived("page", 3), FRIDAY_MORNING)

    assert after.shown == shown
    assert [(each.slot, each.last) for each in effects if isinstance(each, Amend)] == [
        (page_slot(case.ref, "deputy1", 3), True)
    ]


def arrived(name: str, count: int) -> AlertDelivered:
    return AlertDelivered(to="deputy1", name=name, count=count)


async def test_no_more_than_one_of_a_kind_is_kept_for_a_reader_however_long_it_goes_on() -> None:
    world = await raised()

    await world.wait(20 * AGAIN + LATER)

    shown = (await world.case()).shown
    assert shown is not None
    assert {kind for kinds in shown.values() for kind in kinds} <= {"alert", "page_unfinished"}
    for person in TEAM:
        assert sum(calls(each) for each in alerts(world, person)) == len(shown[person])


async def test_whoever_steps_aside_reads_so_in_all_that_was_open_to_them() -> None:
    world = await raised()
    await world.wait(3 * AGAIN + LATER)

    await press(world, "deputy1", "not_me")

    mine = {sent.id: sent.card for sent in world.chat.sent if sent.to == "deputy1"}
    assert {each.name for each in mine.values()} == {"recused", "newer_below"}
    assert "deputy1" not in ((await world.case()).shown or {})


def test_a_case_from_before_has_its_only_place_put_right() -> None:
    school = World().school
    old = owned_case(school).model_copy(update={"pages": 3, "owner": "", "owned_at": None})
    alert = Alert(level=old.level, raised_at=FRIDAY_MORNING, paged=TEAM, reached=TEAM)
    old = Case.model_validate_json(old.model_copy(update={"alert": alert}).model_dump_json())
    assert old.shown is None

    _, taken = step(school, old, Acknowledged(by="dsl", deed="coming"), FRIDAY_MORNING)
    after, shut = step(school, old, arrived("page", 4), FRIDAY_MORNING)
    _, left = step(school, old, Recused(by="dsl"), FRIDAY_MORNING)

    assert {each.slot for each in taken if isinstance(each, Amend)} >= {
        f"{old.ref}:page:{person}" for person in TEAM
    }
    assert [each.slot for each in shut if isinstance(each, Amend)] == [f"{old.ref}:page:deputy1"]
    assert after.shown is not None
    assert after.shown["deputy1"] == {"alert": 4}
    assert f"{old.ref}:page:dsl" in {getattr(each, "slot", "") for each in left}


async def test_an_edit_that_cannot_be_made_is_left_and_nobody_hears_of_it() -> None:
    world = await raised()
    world.chat = Uneditable(world.clock, world.chat.members, sent=world.chat.sent)
    world.restart()
    world.restarts = False

    await world.wait(AGAIN + LATER)

    assert all(calls(each) for each in alerts(world, "dsl"))
    assert await world.store.pending(world.school.id, Queue.OUTBOX) == []
    assert await world.store.dead(world.school.id) == 0
    assert world.bugs == []


class Uneditable(Chat):
    """A chat that lets nothing be changed."""

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        raise Reroute(f"{school}: {to} has {edit} for good: {card.name}")
