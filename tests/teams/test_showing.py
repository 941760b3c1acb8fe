"""A private view: its reader's alone, put away by Close or after ten minutes, whatever happens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from adapters.chat.forms import SEE
from adapters.chat.held import Held
from adapters.memory.addresses import MemoryAddresses
from adapters.teams.acting import ACTING, Acting
from adapters.teams.opened import LASTS, Opened
from adapters.teams.posting import Place
from adapters.teams.showing import Showing
from bot.dialogs.card import Button, Card, CardKind, Field
from bot.fsm.school import CHANNEL
from bot.ports import NotSaved
from tests.teams.seen import Fault
from tests.teams.sending import DEPUTY, ROOM, Sending, sending, words_of
from tests.teams.strict import card_problems

SECRET = "Jo B, room 4 *bold*"
POST = Card(
    name="p", kind=CardKind.ALERT, text="EMERGENCY", buttons=(Button(label="O", value="o"),)
)
VIEW = Card(
    name="v",
    kind=CardKind.NOTICE,
    title="YP-7K3Q",
    text="What is known",
    fields=(Field(label="Child", text=SECRET),),
    case="YP-7K3Q",
)


class Down(MemoryAddresses):
    """A store that is down."""

    async def keep_address(self, school: str, who: str, address: bytes) -> None:
        del school, who, address
        raise NotSaved("down")


async def posted(here: Sending) -> Place:
    """Post a case's card; return where it is."""
    place = Place.read(await here.messenger.send("school", CHANNEL, POST, key="k"))
    assert place is not None
    here.fake.take()
    return place


async def opens(here: Sending, place: Place, person: str = "dsl", *, waits: bool = True) -> Acting:
    """Press the card, and send the private view that follows."""
    acting = Acting("school", person, place.conversation, place.activity, waits)
    before = ACTING.set(acting)
    try:
        await here.messenger.send("school", person, VIEW, key=f"v-{person}")
    finally:
        ACTING.reset(before)
    return acting


async def test_it_is_in_the_answer_alone_and_no_message() -> None:
    async with sending() as here:
        acting = await opens(here, await posted(here))

        assert SECRET in words_of(acting.answer)
        assert "Close" in words_of(acting.answer)
        assert list(card_problems(acting.answer or {})) == []
        assert SECRET not in str(here.fake.messages)
        assert here.fake.take() == []


async def test_where_no_answer_is_waited_for_a_button_leads_to_it() -> None:
    async with sending() as here:
        acting = await opens(here, await posted(here), waits=False)

        assert acting.answer is None
        [told] = here.fake.take()
        assert SECRET not in str(told)
        assert "Show it to me alone" in words_of(told.card)
        assert here.fake.wrongs == []


async def test_close_shows_the_card_again_at_once_and_everywhere_else_soon() -> None:
    async with sending() as here:
        place = await posted(here)
        acting = await opens(here, place)

        await here.messenger.showing.close(acting)

        assert "EMERGENCY" in words_of(acting.answer)
        assert SECRET not in words_of(acting.answer)
        assert await here.messenger.showing.put_away() == 1
        assert [each.edited for each in here.fake.take(ROOM)] == [True]


async def test_after_ten_minutes_the_card_is_written_over_it_as_it_stands_now() -> None:
    async with sending() as here:
        place = await posted(here)
        await opens(here, place)
        newer = POST.model_copy(update={"text": "Mrs Hall has it"})
        await here.messenger.send("school", CHANNEL, newer, key="k", edit=str(place))
        here.fake.take()

        here.clock.at += LASTS - timedelta(seconds=1)
        assert await here.messenger.showing.put_away() == 0
        here.clock.at += timedelta(seconds=1)
        assert await here.messenger.showing.put_away() == 1

        [told] = here.fake.take(ROOM)
        assert "Mrs Hall has it" in words_of(told.card)
        assert await here.messenger.showing.put_away() == 0


async def test_a_restart_leaves_nothing_open() -> None:
    async with sending() as here:
        await opens(here, await posted(here))
        again = Showing(here.messenger.chats, Opened(here.book, ("school",)), Held(), here.clock)
        here.clock.at += LASTS

        assert await again.put_away() == 1

        [told] = here.fake.take(ROOM)
        assert "EMERGENCY" in words_of(told.card)


async def test_what_was_covered_long_ago_is_made_anew_for_the_room_and_told_for_a_chat() -> None:
    async with sending() as here:
        in_room = await posted(here)
        in_chat = Place.read(await here.messenger.send("school", "dsl", POST, key="c"))
        assert in_chat is not None
        here.fake.take()
        again = Showing(here.messenger.chats, Opened(here.book, ("school",)), Held(), here.clock)

        async def room_card(school: str, ref: str) -> Card:
            return POST.model_copy(update={"text": f"anew {school} {ref}"})

        again.room_card = room_card
        for place in (in_room, in_chat):
            acting = Acting("school", "dsl", place.conversation, place.activity, waits=True)
            await again.show(acting, VIEW)
        here.clock.at += LASTS
        await again.put_away()

        room, chat = (words_of(each.card) for each in here.fake.take())
        assert "anew school YP-7K3Q" in room
        assert "put away" in chat
        assert "Open case" in chat


async def test_what_is_too_long_for_one_view_goes_on_in_the_next() -> None:
    rows = tuple(
        Field(label=f"Police: {number}", text=f"said {number} " * 20) for number in range(150)
    )
    async with sending() as here:
        place, left, seen = await posted(here), VIEW.model_copy(update={"fields": rows}), ""
        for _ in range(4):
            acting = Acting("school", "dsl", place.conversation, place.activity, waits=True)
            await here.messenger.showing.show(acting, left)
            assert list(card_problems(acting.answer or {})) == []
            seen += words_of(acting.answer)
            token = re.search(f"{SEE}([0-9a-f]+):YP-7K3Q", str(acting.answer))
            if token is None:
                break
            assert here.messenger.held.get("school", "deputy1", token[1]) is None
            held = here.messenger.held.get("school", "dsl", token[1])
            assert held is not None
            left = held

        assert all(f"said {number} said" in seen for number in range(150))
        assert seen.count("Show the rest") > 0


async def test_two_readers_of_one_card_each_have_their_own_ten_minutes() -> None:
    async with sending() as here:
        place = await posted(here)
        await opens(here, place)
        here.clock.at += timedelta(minutes=5)
        acting = await opens(here, place, "deputy1")
        assert SECRET in words_of(acting.answer)

        here.clock.at += timedelta(minutes=5)
        assert await here.messenger.showing.put_away() == 1
        here.clock.at += timedelta(minutes=5)
        assert await here.messenger.showing.put_away() == 1


@pytest.mark.parametrize(("status", "left"), [(502, 1), (404, 0)])
async def test_while_teams_is_busy_it_stays_to_be_put_away(status: int, left: int) -> None:
    async with sending() as here:
        await opens(here, await posted(here))
        here.clock.at += LASTS
        here.fake.faults.append(Fault("update", status))

        await here.messenger.showing.put_away()

        assert len(await here.messenger.showing.opened.due(here.clock.at)) == left


async def test_nothing_is_shown_that_could_not_be_put_away() -> None:
    async with sending() as here:
        place = await posted(here)
        here.messenger.showing.opened.book = Down()
        acting = Acting("school", "dsl", place.conversation, place.activity, waits=True)
        with pytest.raises(NotSaved):
            await here.messenger.showing.show(acting, VIEW)

        assert acting.answer is None


async def test_whoever_answers_a_card_sees_what_it_has_become() -> None:
    async with sending() as here:
        receipt = await here.messenger.send("school", "dsl", POST, key="k")
        place = Place.read(receipt)
        assert place is not None
        acting = Acting("school", "dsl", place.conversation, place.activity, waits=True)
        before = ACTING.set(acting)
        newer = POST.model_copy(update={"text": "answered"})
        await here.messenger.send("school", "dsl", newer, key="k", edit=receipt)
        await here.messenger.send("school", "deputy1", POST, key="d")
        ACTING.reset(before)

        assert "answered" in words_of(acting.answer)
        assert here.fake.take(DEPUTY) != []


async def test_a_question_with_private_rows_is_asked_in_the_chat_without_them() -> None:
    async with sending() as here:
        place = await posted(here)
        acting = Acting("school", "sam", place.conversation, place.activity, waits=True)
        before = ACTING.set(acting)
        asks = VIEW.model_copy(update={"kind": CardKind.QUESTION, "case": ""})
        await here.messenger.send("school", "sam", asks, key="q")
        ACTING.reset(before)

        [told] = here.fake.take()
        assert SECRET not in str(told)
        assert "See what I said" in words_of(told.card)
        assert acting.answer is None
