"""The conversation when things are old, doubled or refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.teams.fragments import FRAGMENTS
from tests.teams.house import house
from tests.teams.sending import DSL, SAM
from tests.teams.telling import at_a_form, begun, words

SECRET = "planted-words-7"
STAFF = "19:staffroom@thread.tacv2"


@pytest.mark.parametrize("way", sorted(FRAGMENTS)[::8])
async def test_media_is_refused_the_dsl_is_told_and_nothing_of_it_is_kept(way: str) -> None:
    async with house() as here:
        await begun(here)

        await here.hands.type(SAM, SECRET, "", **{"text": SECRET, **FRAGMENTS[way]})

        assert "I did not take that in" in words(here.fake.take(SAM))
        assert (await here.case()).media == 1
        assert here.fake.take(DSL) != []
        kept = str(here.store._schools) + str(here.fake.messages) + str(here.out.book)
        assert SECRET not in kept
        assert "uks-d1" not in kept


async def test_a_message_without_words_is_held_and_answers_nothing() -> None:
    async with house() as here:
        await begun(here)

        await here.hands.type(SAM, "", "", text=None)

        assert "I did not take that in" in words(here.fake.take(SAM))
        await here.hands.press(SAM, "Danger now, needs 999")
        assert (await here.case()).level.name == "EMERGENCY"


async def test_a_picture_and_its_edit_are_one_incident() -> None:
    async with house() as here:
        told: dict[str, Any] = {"id": "17", "text": "x", **FRAGMENTS["a pasted image"]}
        await here.hands.send(here.hands.doing("message", SAM, "", **told))
        await here.hands.send(here.hands.doing("messageUpdate", SAM, "", **told))

        assert (await here.case()).media == 1


@pytest.mark.parametrize("text", ["see https://site.example/x", "look at www.site.example/x"])
async def test_a_link_is_refused_and_nothing_of_it_is_kept(text: str) -> None:
    async with house() as here:
        await begun(here)

        await here.hands.type(SAM, text)

        assert "had a link" in words(here.fake.take(SAM))
        assert "site.example" not in str(here.store._schools) + str(here.fake.messages)


async def test_one_message_delivered_eleven_times_is_one_answer() -> None:
    async with house() as here:
        await begun(here)
        activity = here.hands.doing("message", SAM, "", text="suicidal", id="9")

        for _ in range(11):
            assert await here.hands.send(activity) == 200

        alerts = [each for each in here.fake.take(DSL) if "EMERGENCY" in each.summary]
        assert len(alerts) == 1
        assert len(await here.store.cases("school")) == 1


async def test_an_old_button_gets_a_gentle_note_and_a_fresh_card() -> None:
    async with house() as here:
        await begun(here)
        old = here.hands.find(SAM, "No danger right now")
        await here.hands.press(SAM, "Danger now, needs 999")
        here.fake.take()

        await here.hands.press_found(SAM, old)

        told = words(here.fake.take(SAM))
        assert "That one is done. Here is where you are now." in told
        assert "Has 999 been called?" in told
        assert (await here.case()).level.name == "EMERGENCY"


async def test_the_same_press_sent_twice_or_by_two_hands_is_one_answer() -> None:
    async with house() as here:
        await begun(here)
        found = here.hands.find(SAM, "Danger now, needs 999")

        await here.hands.press_found(SAM, found)
        await here.hands.press_found(SAM, found)

        alerts = [each for each in here.fake.take(DSL) if "EMERGENCY" in each.summary]
        assert len(alerts) == 1
        assert len(await here.store.cases("school")) == 1


async def test_a_link_in_a_form_is_refused_and_the_question_stays() -> None:
    async with house() as here:
        await at_a_form(here)

        await here.hands.fill(SAM, "https://site.example/x")

        assert "had a link" in words(here.fake.take(SAM))
        assert "site.example" not in str(here.store._schools)
        await here.hands.fill(SAM, "Room 4")
        assert "Room 4" in str((await here.case()).account)


async def test_two_machines_do_not_talk_for_ever() -> None:
    async with house() as here:
        await begun(here)

        for _ in range(150):
            await here.hands.type(SAM, "again")
        told = here.fake.calls.count("send")
        await here.move(timedelta(minutes=2))
        here.fake.take()
        await here.hands.type(SAM, "suicidal")

        assert told < 150
        assert (await here.case()).level.name == "EMERGENCY"


async def test_a_notification_reads_out_what_can_be_answered_and_not_the_help_below() -> None:
    async with house() as here:
        await begun(here)

        await here.hands.press(SAM, "Danger now, needs 999")
        here.fake.take()
        await here.hands.press(SAM, "999 has been called")
        [*_, written] = here.fake.take(SAM)
        assert "[Say where you are] [Cannot say now]" in written.summary
        assert "[Back]" not in written.summary
