"""The main story over HTTP, from the first press to the open case, on the strict Slack."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.slack.hands import texts
from tests.slack.house import CHANNEL, DEPUTY, DSL, SAM, TEAM, house
from tests.slack.methods import Told

A_WHILE = timedelta(seconds=15)


def said(told: list[Told]) -> list[str]:
    """Return the first words of each message."""
    return [next(texts(each.blocks)) for each in told]


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
async def test_two_taps_raise_a_red_alert_and_the_dsls_button_is_the_reply(*, socket: bool) -> None:
    async with house(socket=socket) as here:
        hands, fake = here.hands, here.fake

        await hands.open_home(SAM)
        await hands.press(SAM, "Raise a concern")
        assert "private chat" in hands.words(SAM)
        assert ["talking of suicide" in each for each in said(fake.take(SAM))] == [True]
        hands.close(SAM)

        await hands.press(SAM, "Danger now, needs 999")
        first = fake.take(SAM)
        assert said(first)[0].startswith("Is any child in danger")
        assert "You said: Danger now, needs 999" in list(texts(first[0].blocks))
        assert first[0].edited
        assert any(each.startswith("Call 999 now") for each in said(first))
        assert said(first)[-1] == "Has 999 been called?"
        for user in (*TEAM[:3], CHANNEL):
            alert = fake.take(user)
            assert [each.startswith("EMERGENCY · case YP-7K3Q") for each in said(alert)] == [True]
            assert alert[0].text.startswith("EMERGENCY · case YP-7K3Q")

        await hands.press(DSL, "Coming to you", CHANNEL)
        assert "Mrs Hall, 10:15: coming to you." in said(fake.take(SAM))
        assert "Mrs Hall has it, 10:15." in said(fake.take(CHANNEL))[0]
        assert [each.edited for each in fake.take(DEPUTY)] == [True]
        assert any(each.startswith("Noted, 10:15.") for each in said(fake.take(DSL)))
        fake.take()

        await here.move(A_WHILE)
        await hands.press(SAM, "Call 999 for me")
        await hands.fill(SAM, "Say where you are", "Room 4 <@here> & *bold*")
        await here.move(A_WHILE)
        await hands.fill(SAM, "Say which child", "Jo B")
        await hands.press(SAM, "With me")
        told = fake.take(SAM)
        assert "Jo B" not in str(fake.messages)
        assert "Room 4" not in str(fake.messages)
        assert any("You can stop here" in each for each in said(told))

        await hands.press(SAM, "See what I said")
        assert "Jo B" in hands.words(SAM)
        await hands.press(SAM, "That is all")
        assert any("Your case is YP-7K3Q" in each for each in said(fake.take(SAM)))
        hands.close(SAM)
        fake.take()

        await hands.press(DSL, "Open case", CHANNEL)
        opened = hands.words(DSL)
        assert "Sam Reed, 07700 900111" in opened
        assert "Room 4 <@here> & *bold*" in opened
        assert "Jo B" in opened
        assert fake.take() == []
        assert (await here.case()).owner == "dsl"
        here.assert_well()


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
async def test_a_case_is_shown_only_to_whom_the_roster_names_checked_at_each_press(
    *, socket: bool
) -> None:
    async with house(socket=socket) as here:
        hands, fake = here.hands, here.fake
        await hands.command(SAM)
        await hands.press(SAM, "Danger now, needs 999")
        fake.take()
        fake.members[CHANNEL].append("U0OTHER")
        fake.person("U0OTHER")

        await hands.press("U0OTHER", "Open case", CHANNEL)

        assert "YP-7K3Q" not in hands.words("U0OTHER")
        assert ["nothing here for you" in each for each in said(fake.take("U0OTHER"))] == [True]
        here.assert_well()
