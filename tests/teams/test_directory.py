"""Who can be reached on Teams: asked without a word to anybody, before they are needed."""

from __future__ import annotations

import pytest

from adapters.teams.directory import TeamsDirectory
from bot.dialogs.words import card
from bot.directory import Standing
from bot.ports import Reroute, Retry
from tests.teams.seen import Fault
from tests.teams.sending import ACCOUNTS, DEPUTY, DSL, HEAD, ROOM, Sending, sending


async def standing(here: Sending, person: str) -> Standing:
    return await TeamsDirectory(here.messenger.chats, here.schools).standing("school", person)


async def test_each_standing_is_told_apart_and_nobody_is_sent_anything() -> None:
    async with sending() as here:
        await here.install(DSL)
        assert await standing(here, "dsl") is Standing.REACHABLE
        assert await standing(here, "sam") is Standing.REACHABLE
        assert await standing(here, "nobody") is Standing.NO_CHAT

        here.fake.rooms[ROOM].remove(DSL)
        here.fake.without_app.add(DEPUTY)
        here.fake.faults.append(Fault("begin", 404, to=HEAD))

        assert await standing(here, "dsl") is Standing.NOT_IN_CHANNEL
        assert await standing(here, "deputy1") is Standing.NO_CHAT
        assert await standing(here, "head") is Standing.LEFT
        assert here.fake.take() == []


async def test_whoever_took_the_app_out_has_no_chat_any_more() -> None:
    async with sending() as here:
        await here.install(HEAD)
        here.fake.without_app.add(HEAD)

        assert await standing(here, "head") is Standing.NO_CHAT


async def test_whoever_blocked_us_is_known_from_the_first_refusal_on_until_they_write_again() -> (
    None
):
    async with sending() as here:
        await here.install(HEAD)
        here.fake.blocked.add(HEAD)
        with pytest.raises(Reroute):
            await here.messenger.send("school", "head", card("one_moment"), key="k")

        assert await standing(here, "head") is Standing.BLOCKED

        here.fake.blocked.clear()
        await here.install(HEAD)
        assert await standing(here, "head") is Standing.REACHABLE


async def test_a_chat_that_was_begun_in_asking_is_the_one_that_an_alert_uses() -> None:
    async with sending() as here:
        assert await standing(here, "deputy2") is Standing.REACHABLE
        here.fake.calls.clear()

        await here.messenger.send("school", "deputy2", card("one_moment"), key="k")

        assert here.fake.calls == ["send"]
        assert [each.to for each in here.fake.take()] == [ACCOUNTS["deputy2"]]


@pytest.mark.parametrize("doing", ["begin", "members"])
async def test_a_teams_that_does_not_answer_is_no_answer(doing: str) -> None:
    async with sending() as here:
        here.fake.faults.append(Fault(doing, 503))

        with pytest.raises(Retry):
            await standing(here, "dsl")
