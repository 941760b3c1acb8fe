"""A private view is put away by Close or after ten minutes, whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.chat.held import Held
from adapters.teams.acting import Acting
from adapters.teams.opened import LASTS, LONGEST_WAIT, TRIES, Opened
from adapters.teams.posting import Place
from adapters.teams.showing import Showing
from bot.dialogs.card import Card
from bot.fsm.school import CHANNEL
from tests.engine import FRIDAY_MORNING
from tests.teams.seen import Fault
from tests.teams.sending import ROOM, sending, words_of
from tests.teams.viewing import POST, SECRET, VIEW, opens, posted


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


async def test_while_teams_is_busy_it_stays_to_be_put_away() -> None:
    async with sending() as here:
        await opens(here, await posted(here))
        here.clock.at += LASTS
        here.fake.faults.append(Fault("update", 502))

        await here.messenger.showing.put_away()

        assert len(await here.messenger.showing.opened.due(here.clock.at)) == 1


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_what_teams_refuses_to_put_away_is_put_away_once_it_lets_us(status: int) -> None:
    async with sending() as here:
        await opens(here, await posted(here))
        here.clock.at += LASTS
        here.fake.faults += [Fault("update", status) for _ in range(3)]

        for _ in range(4):
            await here.messenger.showing.put_away()
            here.clock.at += LONGEST_WAIT

        [told] = here.fake.take(ROOM)
        assert "EMERGENCY" in words_of(told.card)
        assert await here.messenger.showing.put_away() == 0


async def test_a_message_that_is_gone_is_not_looked_for_for_ever() -> None:
    async with sending() as here:
        await opens(here, await posted(here))
        showing, looks = here.messenger.showing, 0
        here.fake.messages.clear()

        while views := list(await showing.opened.due(here.clock.at + 2 * LONGEST_WAIT)):
            here.clock.at = max(here.clock.at, views[0].until)
            looks += await showing.put_away()

        assert looks == TRIES + 1
        assert here.clock.at - FRIDAY_MORNING < timedelta(days=15)


async def test_one_that_is_opened_again_while_it_is_refused_has_its_ten_minutes() -> None:
    async with sending() as here:
        place = await posted(here)
        await opens(here, place)
        here.clock.at += LASTS
        here.fake.faults.append(Fault("update", 404))
        await here.messenger.showing.put_away()
        here.clock.at += timedelta(minutes=5)

        await opens(here, place)

        here.clock.at += LASTS - timedelta(seconds=1)
        assert await here.messenger.showing.put_away() == 0
        here.clock.at += timedelta(seconds=1)
        assert await here.messenger.showing.put_away() == 1
