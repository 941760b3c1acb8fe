"""A private view: what is in it is its reader's alone, and nothing is shown before it is kept."""

from __future__ import annotations

import re

import pytest

from adapters.chat.forms import SEE
from adapters.memory.addresses import MemoryAddresses
from adapters.teams.acting import ACTING, Acting
from adapters.teams.posting import Place
from bot.dialogs.card import CardKind, Field
from bot.ports import NotSaved
from tests.teams.sending import DEPUTY, sending, words_of
from tests.teams.strict import card_problems
from tests.teams.viewing import POST, SECRET, VIEW, opens, posted


class Down(MemoryAddresses):
    """A store that is down."""

    async def keep_address(self, school: str, who: str, address: bytes) -> None:
        del school, who, address
        raise NotSaved("down")


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
