"""The main story over HTTP, from the first word to the open case, on the strict Teams."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.teams.hands import titles
from tests.teams.house import house
from tests.teams.seen import Told
from tests.teams.sending import DEPUTY, DSL, HEAD, ROOM, SAM, TEAM, words_of

A_WHILE = timedelta(seconds=15)
SECRETS = ("Jo B", "Room 4")


def said(told: list[Told]) -> list[str]:
    """Return the words of each message."""
    return [words_of(each.card) for each in told]


@pytest.mark.parametrize("old", [False, True], ids=["execute", "submit"])
async def test_two_presses_raise_a_red_alert_and_the_dsls_button_is_the_reply(old: bool) -> None:
    async with house() as here:
        hands, fake = here.hands, here.fake
        hands.old |= {SAM} if old else set()

        await hands.type(SAM, "hello")
        assert ["talking of suicide" in each for each in said(fake.take(SAM))] == [True]

        await hands.press(SAM, "Danger now, needs 999")
        told = fake.take(SAM)
        assert "You said: Danger now, needs 999" in words_of(told[0].card)
        assert (told[0].edited, titles(told[0].card)) == (True, [])
        assert any(each.startswith("Call 999 now") for each in said(told))
        assert said(told)[-1].startswith("Has 999 been called?")
        for user in (*TEAM[:3], ROOM):
            alert = fake.take(user)
            assert [each.startswith("EMERGENCY · case YP-7K3Q") for each in said(alert)] == [True]
            assert not any(each in str(alert) for each in ("Danger now, needs", "Sam Reed"))

        await hands.press(DSL, "Coming to you", ROOM)
        assert "Mrs Hall, 10:15: coming to you." in said(fake.take(SAM))
        assert "Mrs Hall has it, 10:15." in said(fake.take(ROOM))[0]
        assert "Mrs Hall has it, 10:15." in words_of(hands.answers[-1]["value"])
        assert [each.edited for each in fake.take(DEPUTY)] == [True]
        assert any(each.startswith("Noted, 10:15.") for each in said(fake.take(DSL)))
        fake.take()

        await here.move(A_WHILE)
        await hands.press(SAM, "Call 999 for me")
        await hands.fill(SAM, "Room 4 <at>All</at> & *bold*")
        await here.move(A_WHILE)
        await hands.fill(SAM, "Jo B")
        await hands.press(SAM, "With me")
        assert any("You can stop here" in each for each in said(fake.take(SAM)))
        assert not any(each in str(fake.messages) for each in SECRETS)
        fake.take()

        await hands.press(DSL, "Open case", ROOM)
        opened = hands.words(DSL)
        assert "Sam Reed, 07700 900111" in opened
        assert "Room 4 <at>All</at> & *bold*" in opened
        assert "Jo B" in opened
        assert not any(each in str(fake.messages) for each in SECRETS)
        assert fake.take() == []
        assert hands.words(DEPUTY) == ""
        assert (await here.case()).owner == "dsl"
        here.assert_well()


async def test_typed_answers_are_understood_and_the_reporter_reads_their_own_words_alone() -> None:
    async with house() as here:
        hands, fake = here.hands, here.fake
        await hands.type(SAM, "hello")

        await hands.type(SAM, "suicidal")
        assert "You said: Talk of self-harm, adult with them" in said(fake.take(SAM))[0]
        assert (await here.case()).level.name == "EMERGENCY"
        await hands.press(SAM, "999 has been called")
        await here.move(A_WHILE)
        await hands.type(SAM, "Room 4")
        await hands.type(SAM, "Jo B")
        await hands.press(SAM, "With me")
        fake.take()

        await hands.press(SAM, "See what I said")
        assert "Jo B" in hands.words(SAM)
        assert "Jo B" not in str(fake.messages)
        await hands.press(SAM, "Close")
        assert hands.words(SAM) == ""
        await here.move(timedelta(minutes=1))
        assert await here.out.messenger.showing.put_away() == 1
        fake.take()
        here.assert_well()


async def test_an_opened_case_is_shown_to_who_opened_it_and_put_away_after_ten_minutes() -> None:
    async with house() as here:
        hands, fake = here.hands, here.fake
        await hands.type(SAM, "hello")
        await hands.press(SAM, "Danger now, needs 999")
        await hands.press(DSL, "Coming to you", ROOM)
        fake.take()

        await hands.press(DSL, "Open case", ROOM)
        assert "Sam Reed" in hands.words(DSL)
        assert hands.words(DEPUTY) + hands.words(HEAD) == ""
        assert fake.take() == []

        here.clock.at += timedelta(minutes=10)
        assert await here.out.messenger.showing.put_away() == 1
        assert hands.words(DSL) == ""
        assert [each.to for each in fake.take()] == [ROOM]
        here.assert_well()


async def test_a_case_is_shown_only_to_whom_the_roster_names_checked_at_each_press() -> None:
    async with house() as here:
        hands, fake = here.hands, here.fake
        other = "30000000-0000-4000-8000-0000000000aa"
        await hands.type(SAM, "hello")
        await hands.press(SAM, "Danger now, needs 999")
        fake.take()
        fake.person(other)
        fake.rooms[ROOM].append(other)

        await hands.press(other, "Open case", ROOM)

        assert hands.words(other) == ""
        assert ["nothing here for you" in each for each in said(fake.take(other))] == [True]
        here.assert_well()
