"""The conversation when things are late, old, doubled, refused or not saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.slack.fragments import FRAGMENTS
from tests.slack.hands import texts
from tests.slack.house import CHANNEL, DSL, SAM, House, house

SECRET = "planted-words-7"
MOMENT = timedelta(seconds=15)


def words(told: list[Any]) -> str:
    return "\n".join(text for each in told for text in texts(each.blocks))


async def begun(here: House) -> None:
    """Let Sam begin: the first question is open."""
    await here.hands.type(SAM, "hello")
    here.fake.take()


@pytest.mark.parametrize("way", sorted(FRAGMENTS)[::8])
async def test_media_is_refused_the_dsl_is_told_and_nothing_of_it_is_kept(way: str) -> None:
    async with house() as here:
        await begun(here)

        await here.hands.type(SAM, **{"text": SECRET, **FRAGMENTS[way]})

        assert "I did not take that in" in words(here.fake.take(SAM))
        assert (await here.case()).media == 1
        assert here.fake.take(DSL) != []
        kept = str(here.store._schools) + str(here.fake.messages)
        assert SECRET not in kept
        assert "F0ABCDEF12" not in kept


async def test_a_picture_its_edit_its_late_preview_and_its_deletion_are_one_incident() -> None:
    async with house() as here:
        upload: dict[str, Any] = {"ts": "17.1", **FRAGMENTS["an upload"]}
        await here.hands.type(SAM, "x", **upload)
        upload |= {"user": SAM, "type": "message"}
        for subtype, inner in (
            ("message_changed", "message"),
            ("message_deleted", "previous_message"),
        ):
            await here.hands.type(SAM, "", subtype=subtype, **{inner: upload})

        assert (await here.case()).media == 1


@pytest.mark.parametrize("text", ["see <https://site.example/x>", "look at www.site.example/x"])
async def test_a_link_is_refused_and_nothing_of_it_is_kept(text: str) -> None:
    async with house() as here:
        await begun(here)

        await here.hands.type(SAM, text)

        assert "had a link" in words(here.fake.take(SAM))
        assert "site.example" not in str(here.store._schools) + str(here.fake.messages)


async def test_words_typed_in_chat_mode_answer() -> None:
    async with house() as here:
        await begun(here)

        await here.hands.type(SAM, "suicidal")

        assert (await here.case()).level.name == "EMERGENCY"
        assert "You said: Talk of self-harm, adult with them" in words(here.fake.take(SAM))


async def test_one_message_delivered_eleven_times_is_one_answer() -> None:
    async with house() as here:
        await begun(here)
        event: dict[str, Any] = {"type": "message", "user": SAM, "text": "suicidal", "ts": "9.9"}
        place = {"channel": "D1", "channel_type": "im"}

        for number in range(11):
            retry = {"X-Slack-Retry-Num": str(number)} if number % 2 else {}
            assert await here.hands.event({**event, **place}, f"Ev{number}", **retry) == 200

        alerts = [each for each in here.fake.take(DSL) if each.text.startswith("EMERGENCY")]
        assert len(alerts) == 1
        assert len(await here.store.cases("school")) == 1


async def test_an_old_button_gets_a_gentle_note_and_a_fresh_card() -> None:
    async with house() as here:
        await begun(here)
        old = here.hands.find(SAM, "No danger right now")
        await here.hands.press(SAM, "Danger now, needs 999")
        here.fake.take()
        action = {**old[1], "block_id": "b", "action_ts": "99.1"}

        await here.hands.interact(
            {"type": "block_actions", "actions": [action], **here.hands.who(SAM), **old[0]}
        )

        told = words(here.fake.take(SAM))
        assert "That one is done. Here is where you are now." in told
        assert "Has 999 been called?" in told
        assert (await here.case()).level.name == "EMERGENCY"


async def test_a_form_asked_for_too_late_leads_back_to_where_one_is() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        await here.hands.press(SAM, "Call 999 for me")
        await here.move(MOMENT)
        place, old = here.hands.find(SAM, "Say where you are")
        await here.hands.press(SAM, "Cannot say now")
        here.fake.take()
        here.hands.close(SAM)

        said = {"type": "block_actions", "actions": [{**old, "action_ts": "99.1"}], **place}
        await here.hands.interact({**said, **here.hands.who(SAM)})

        assert "That one is done." in words(here.fake.take(SAM))
        assert "Our private chat" in here.hands.words(SAM)


async def test_the_same_press_sent_twice_is_one_answer() -> None:
    async with house() as here:
        await begun(here)
        place, button = here.hands.find(SAM, "Danger now, needs 999")
        said = {"type": "block_actions", "actions": [{**button, "action_ts": "99.1"}], **place}

        for _ in range(2):
            await here.hands.interact({**said, **here.hands.who(SAM)})

        alerts = [each for each in here.fake.take(DSL) if each.text.startswith("EMERGENCY")]
        assert len(alerts) == 1


async def test_a_link_in_a_form_is_refused_and_the_question_stays() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        await here.hands.press(SAM, "Call 999 for me")
        await here.move(MOMENT)
        here.fake.take()

        await here.hands.fill(SAM, "Say where you are", "https://site.example/x")

        assert "had a link" in words(here.fake.take(SAM))
        assert "site.example" not in str(here.store._schools)


async def test_a_view_that_opens_too_late_costs_nobody_the_answer() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        here.hands.late = True

        await here.hands.press(DSL, "Open case", CHANNEL)

        assert here.failures == []
        assert "case YP-7K3Q" in words(here.fake.take(DSL))


async def test_what_is_not_saved_is_said_so_and_slack_is_asked_to_send_it_again() -> None:
    async with house() as here:
        await begun(here)
        here.store.down = True
        event = {"type": "message", "user": SAM, "text": "suicidal", "ts": "9.9"}
        place = {"channel": "D1", "channel_type": "im"}

        assert await here.hands.event({**event, **place}) == 503
        assert "That was NOT saved. Ring 01632 960100 now." in words(here.fake.take(SAM))

        here.store.down = False
        assert await here.hands.event({**event, **place}) == 200
        assert (await here.case()).level.name == "EMERGENCY"


async def test_a_press_that_is_not_saved_is_said_so() -> None:
    async with house() as here:
        await begun(here)
        here.store.down = True

        assert await here.hands.press(SAM, "Danger now, needs 999") == 200

        assert "That was NOT saved" in words(here.fake.take(SAM))


async def test_a_form_that_is_not_saved_stays_open_with_what_was_typed() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        await here.hands.press(SAM, "Call 999 for me")
        await here.move(MOMENT)
        here.hands.close(SAM)
        await here.hands.press(SAM, "Say where you are")
        here.store.down = True

        assert await here.hands.hand_in(SAM, "Room 4") == 200

        answer = here.hands.answers[-1]
        assert answer["response_action"] == "errors"
        assert "NOT saved" in answer["errors"]["form"]
        assert here.hands.view(SAM) is not None


async def test_two_machines_do_not_talk_for_ever() -> None:
    async with house() as here:
        await begun(here)

        for _ in range(200):
            await here.hands.type(SAM, "again")
        told = len([call for call in here.fake.calls if call == "chat.postMessage"])
        await here.move(timedelta(minutes=2))
        here.fake.take()
        await here.hands.type(SAM, "suicidal")

        assert told < 200
        assert (await here.case()).level.name == "EMERGENCY"


async def test_our_own_message_is_nobodys_even_without_a_mark_of_a_machine() -> None:
    async with house() as here:
        await here.hands.type(here.fake.bot, "hello")

        assert here.fake.take() == []
        assert await here.store.load_conversation("school", f"slack.{here.fake.bot}") is None
