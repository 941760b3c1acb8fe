"""Every way in leads to the private chat; nobody is met with silence, and nothing is quoted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.engine import a_school
from tests.slack.fragments import FRAGMENTS
from tests.slack.hands import Hands, texts
from tests.slack.house import DSL, GUEST, SAM, house, on_slack

SECRET = "Jo B of 8C"
FIRST = "talking of suicide or self-harm"


async def from_home(hands: Hands, user: str) -> int:
    await hands.open_home(user)
    return await hands.press(user, "Raise a concern")


async def from_a_message(hands: Hands, user: str) -> int:
    return await hands.shortcut(user, {"text": SECRET, **FRAGMENTS["an upload"]})


async def by_command(hands: Hands, user: str) -> int:
    return await hands.command(user, SECRET)


WAYS: dict[str, Callable[[Hands, str], Awaitable[int]]] = {
    "home": from_home,
    "shortcut": Hands.shortcut,
    "a message's shortcut": from_a_message,
    "command": by_command,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("user", [SAM, GUEST])
async def test_each_way_in_asks_the_first_question_in_private(way: str, user: str) -> None:
    async with house() as here:
        status = await WAYS[way](here.hands, user)

        told = here.fake.take(user)
        assert (status, len(told), FIRST in str(told[0].blocks)) == (200, 1, True)
        assert FIRST in told[0].text
        assert "Danger now, needs 999" in told[0].text
        assert "Our private chat" in here.hands.words(user)
        assert SECRET not in str(here.store._schools) + str(here.fake.messages)
        here.assert_well()


@pytest.mark.parametrize("text", ["hello", "I need to tell you something"])
async def test_in_chat_mode_words_are_a_way_in(text: str) -> None:
    async with house() as here:
        await here.hands.type(SAM, text)

        assert FIRST in str(here.fake.take(SAM)[-1].blocks)


async def test_a_mention_is_answered_for_that_person_alone_and_leads_to_the_private_chat() -> None:
    async with house() as here:
        await here.hands.type(
            SAM, f"<@U0HANDRAIL> {SECRET}", type="app_mention", channel="C0STAFF", channel_type=""
        )

        told = here.fake.take()
        assert [(each.to, each.only) for each in told] == [("C0STAFF", SAM)]
        assert SECRET not in str(told) + str(here.store._schools)
        assert "Raise a concern" in list(texts(told[0].blocks))


async def test_a_picture_in_a_mention_is_an_incident_too() -> None:
    async with house() as here:
        place = {"type": "app_mention", "channel": "C0STAFF", "channel_type": ""}
        await here.hands.type(SAM, "see", **place, **FRAGMENTS["an upload"])

        assert any("I did not take that in" in str(told.blocks) for told in here.fake.take(SAM))
        assert here.fake.take(DSL) != []


async def test_a_guest_is_marked_as_not_on_the_roster() -> None:
    async with house() as here:
        await here.raised_and_opened(GUEST)

        assert not (await here.case()).account.rostered
        assert "not on the roster" in here.hands.words(DSL)


@pytest.mark.parametrize("way", ["shortcut", "home"])
async def test_people_of_another_organisation_get_the_numbers(way: str) -> None:
    async with house() as here:
        here.fake.person("U0FOREIGN", team_id="T0OTHER")
        if way == "shortcut":
            await here.hands.shortcut("U0FOREIGN")
            told = here.hands.words("U0FOREIGN")
        else:
            await here.hands.type("U0FOREIGN", "hello", team="T0OTHER")
            told = str(here.fake.take("U0FOREIGN"))

        assert "01632 960100" in told
        assert "999" in told
        assert await here.store.cases("school") == []
        here.assert_well()


async def test_where_several_schools_share_a_workspace_a_guest_is_asked_which() -> None:
    one = on_slack(a_school())
    two = one.model_copy(update={"id": "other", "name": "Southgate School", "people": ()})
    async with house(one, two) as here:
        await here.hands.command(GUEST)
        assert here.fake.take() == []
        await here.hands.press(GUEST, "Southgate School")
        assert FIRST in str(here.fake.take(GUEST)[0].blocks)
        here.hands.close(GUEST)

        await here.hands.press(GUEST, "No danger right now")

        assert (await here.store.cases("school"), len(await here.store.cases("other"))) == ([], 1)


async def test_somebody_on_one_schools_roster_is_not_asked_which() -> None:
    one = on_slack(a_school())
    two = one.model_copy(update={"id": "other", "name": "Southgate School", "people": ()})
    async with house(one, two) as here:
        await here.hands.command(SAM)

        assert FIRST in str(here.fake.take(SAM)[0].blocks)


async def test_a_dsls_home_lists_the_open_cases_without_detail() -> None:
    async with house() as here:
        await here.hands.command(SAM)
        await here.hands.press(SAM, "Danger now, needs 999")
        here.fake.take()

        for user in (DSL, SAM, GUEST):
            await here.hands.open_home(user)

        assert "YP-7K3Q · EMERGENCY · Nobody has it yet." in list(texts(here.fake.homes[DSL]))
        assert "YP-7K3Q" not in str(here.fake.homes[SAM]) + str(here.fake.homes[GUEST])
        here.assert_well()
