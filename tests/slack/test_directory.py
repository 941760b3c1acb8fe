"""Slack's directory keeps the port's promises: each way of not being there is told apart."""

from __future__ import annotations

import pytest

from adapters.chat.by_school import DirectoryBySchool
from adapters.slack.directory import SlackDirectory
from bot.directory import Directory, Standing
from bot.ports import Retry
from tests.slack.house import ACCOUNTS, CHANNEL, DSL, House, house
from tests.slack.methods import Fault


def directory(here: House) -> Directory:
    people = here.slack.messenger.people
    return SlackDirectory(here.slack.client, people, here.handler.schools)


async def test_each_standing_is_told_apart() -> None:
    async with house() as here:
        asked = directory(here)
        assert await asked.standing("school", "dsl") is Standing.REACHABLE

        here.fake.members[CHANNEL].remove(DSL)
        here.fake.users[ACCOUNTS["deputy1"]]["deleted"] = True
        del here.fake.users[ACCOUNTS["head"]]

        assert await asked.standing("school", "dsl") is Standing.NOT_IN_CHANNEL
        assert await asked.standing("school", "deputy1") is Standing.DEACTIVATED
        assert await asked.standing("school", "head") is Standing.LEFT
        assert await asked.standing("school", "nobody") is Standing.NO_CHAT
        assert await asked.standing("school", "sam") is Standing.REACHABLE


async def test_a_slack_that_does_not_answer_is_no_answer() -> None:
    async with house() as here:
        here.fake.faults.append(Fault("users.info", 503, ""))

        with pytest.raises(Retry):
            await directory(here).standing("school", "dsl")


async def test_a_school_that_is_not_on_slack_is_asked_about_on_the_page() -> None:
    class Page:
        async def standing(self, school: str, person: str) -> Standing:
            del school, person
            return Standing.BLOCKED

    async with house() as here:
        asked = DirectoryBySchool(directory(here), Page(), frozenset({"school"}))

        assert await asked.standing("school", "dsl") is Standing.REACHABLE
        assert await asked.standing("other", "dsl") is Standing.BLOCKED
