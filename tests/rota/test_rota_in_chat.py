"""The rota changed from chat: kept, agreed on once, seen by every case, and never in the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.changes import ROTA, CaseWrite, Change
from bot.fsm.said import Pressed, Typed
from bot.inbound import Outcome
from bot.rota.book import NOTED, Book, after
from tests.engine import REFS, a_school
from tests.rota.chatting import MORNING, a_world, offers, on_at_night, press
from tests.rota.staff import line, staffed


async def test_an_offer_changes_nothing_until_it_is_agreed() -> None:
    world = a_world()

    await offers(world)

    assert await on_at_night(world) == ("deputy1",)
    await press(world, "deputy1", "Yes, they cover it")
    assert await on_at_night(world) == ("deputy2",)


async def test_who_asked_who_agreed_and_when_are_in_a_record_that_makes_the_document() -> None:
    world = a_world()
    await offers(world)
    await world.wait(timedelta(minutes=20))
    await press(world, "deputy1", "Yes, they cover it")

    stored = await world.store.load_case(world.school.id, ROTA)
    lines = [NOTED.validate_json(each) for each in await world.store.entries("school", ROTA)]

    book = Book()
    for each in lines:
        for event in each.events:
            book = after(book, event, each.at)
    assert stored is not None
    assert Book.model_validate_json(stored.state) == book
    assert [each.by for each in lines] == ["deputy2", "deputy1"]
    (agreed,) = book.agreed
    assert (agreed.by, agreed.agreed_by) == ("deputy2", "deputy1")
    assert agreed.at == MORNING + timedelta(minutes=20)


async def test_of_two_offers_for_one_night_only_one_is_taken() -> None:
    world = a_world()
    await offers(world, "deputy2")
    await offers(world, "head")
    world.chat.take()
    first, second = (
        button.value
        for card in reversed(world.chat.live("deputy1"))
        for button in card.buttons
        if button.label == "Yes, they cover it"
    )

    await asyncio.gather(
        world.handler.handle(world.inbound("deputy1", Pressed(first))),
        world.handler.handle(world.inbound("deputy1", Pressed(second))),
    )

    book = await world.handler.rotas.book(world.school.id)
    assert len(book.agreed) == 1
    assert book.asks == ()
    heard = {*world.chat.names("deputy2"), *world.chat.names("head")} - {"rota_asked"}
    assert heard == {"rota_agreed", "rota_overtaken"}


async def test_two_processes_that_agree_at_once_agree_one_after_the_other() -> None:
    world = a_world()
    world.restarts = False
    await offers(world, "deputy2")
    await world.say("deputy1", Typed("swap with Mrs Hall"))
    one, here = world.handler, world.inbound("deputy1", Pressed("rota.yes.1"))
    world.restart()
    other, there = world.handler, world.inbound("deputy1", Pressed("rota.yes.1"))

    await asyncio.gather(one.receive(here), other.receive(there))

    assert len((await other.rotas.book(world.school.id)).agreed) == 1
    assert await one.rotas.school("school") == await other.rotas.school("school")


async def test_the_same_press_twice_is_one() -> None:
    world = a_world()
    await offers(world)
    answer = world.inbound("deputy1", Pressed("rota.yes.1"))

    await world.hand_in(answer)
    again = await world.hand_in(answer)

    assert again.outcome is Outcome.AGAIN
    assert len((await world.handler.rotas.book("school")).agreed) == 1


@pytest.mark.parametrize("person", ["sam", "guest", "chair"])
async def test_who_is_not_on_the_rota_changes_nothing(person: str) -> None:
    world = a_world()
    await offers(world)
    world.chat.take()

    await world.say(person, Pressed("rota.yes.1"))

    assert world.chat.names(person) == ["rota_not_yours"]
    assert await on_at_night(world) == ("deputy1",)


async def test_only_who_was_asked_can_agree() -> None:
    world = a_world()
    await offers(world)

    await world.say("dsl", Pressed("rota.yes.1"))
    await world.say("deputy2", Pressed("rota.yes.1"))

    assert await on_at_night(world) == ("deputy1",)


async def test_words_of_an_account_are_never_taken_for_the_rota() -> None:
    world = a_world()
    for said in ("hello", "no", "no", "no", "no", "none of these"):
        await world.say("dsl", Typed(said))
    talk = await world.conversation("dsl")
    question = world.school.script.question(talk.asked)
    assert question.kind == "text"

    await world.say("dsl", Typed("I'm off now"))

    case = await world.case()
    assert case.account.answers[talk.asked].value == "I'm off now"


async def test_a_question_of_choices_stays_open_while_the_rota_is_looked_at() -> None:
    world = a_world()
    await world.say("dsl", Typed("hello"))
    asked = (await world.conversation("dsl")).asked

    await world.say("dsl", Typed("rota"))

    assert world.chat.names("dsl")[-1] == "rota_home"
    assert (await world.conversation("dsl")).asked == asked


@pytest.mark.parametrize("said", ["rota", "I'm off now", "swap with Mr Day"])
async def test_a_teacher_who_types_so_is_asked_about_a_child(said: str) -> None:
    world = a_world()

    await world.say("sam", Typed(said))

    assert world.chat.names("sam") == ["question.danger"]


async def test_without_a_rota_it_is_said_so() -> None:
    world = a_world(a_school())

    await world.say("dsl", Typed("rota"))

    assert world.chat.names("dsl") == ["rota_none"]


async def test_a_gap_is_filled_at_once_and_everybody_hears_it() -> None:
    world = a_world(staffed(line("Days", "08:30-15:30", "dsl")))

    await world.say("deputy2", Typed("I'll cover tonight"))
    await press(world, "deputy2", "I'll have it")

    assert await on_at_night(world) == ("deputy2",)
    assert [each.card.name for each in world.chat.take("channel:dsl")] == ["rota_changed"]


async def test_a_paper_that_cannot_be_read_leaves_the_configured_rota() -> None:
    world = a_world()
    broken = CaseWrite(ROTA, 0, b"not a paper", b"{}")
    await world.store.commit(Change("school", "broken", MORNING, case=broken))

    school = await world.handler.rotas.school("school")
    await world.say("sam", Typed("hello"))

    assert school is world.school
    assert world.chat.names("sam") == ["question.danger"]
    assert world.failures


async def test_a_deed_on_the_paper_is_no_way_into_it() -> None:
    world = a_world()
    await offers(world)
    world.chat.take()

    await world.say("dsl", Pressed(f"deed.{ROTA}.open"))

    assert world.chat.names("dsl") == ["not_yours"]
    assert world.failures == []
    assert REFS[0] not in await world.store.cases("school")


@pytest.mark.parametrize(
    "value",
    ["rota.", "rota.yes", "rota.yes.x", "rota.cover.dsl.m1.ask", "rota.swap.a.b.c.d", "rota.+x"],
)
async def test_a_button_that_was_never_given_changes_nothing(value: str) -> None:
    world = a_world()

    reply = await world.say("deputy2", Pressed(value))

    assert reply.outcome is Outcome.SAVED
    assert len(world.chat.take("deputy2")) == 1
    assert await world.store.load_case("school", ROTA) is None


async def test_while_the_store_is_down_nothing_is_said_to_be_saved() -> None:
    world = a_world()
    await offers(world)
    world.store.down = True

    reply = await world.say("deputy1", Pressed("rota.yes.1"))

    assert reply.outcome is Outcome.NOT_SAVED
