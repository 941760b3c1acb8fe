"""What lingers in Slack: one line after the close, then nothing of ours; never while it is held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.chat.cap import Cap
from bot.dialogs.words import words
from bot.fsm.case import CaseStage
from bot.fsm.events import SheetAnswered
from bot.fsm.known.facts import hold_is_on
from tests.slack.hands import texts
from tests.slack.house import ACCOUNTS, CHANNEL, DSL, KEPT, SAM, House, house
from tests.slack.methods import Fault, Told

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONG = KEPT * DAY + 2 * HOUR
TOLD = ("police", "route", "call_101")
LIFTED = ("police", "advice", "may_go_ahead")
SHUT = ("close", "confirm", "close")


async def noted(here: House, sheet: str, key: str, value: str) -> None:
    """Note something as the DSL, past the desk: what is asked before it is not the point here."""
    event = SheetAnswered(sheet=sheet, child=0, key=key, value=value, by="dsl")
    operation = f"{sheet}.{key}.{here.fake.number()}"
    jobs = await here.handler.note("school", "YP-7K3Q", event, operation, None, by="dsl")
    await here.delivery.deliver("school", jobs)


async def worked(here: House) -> None:
    """Raise a case, and have the DSL take it."""
    await here.hands.command(SAM)
    await here.hands.press(SAM, "Danger now, needs 999")
    await here.hands.press(DSL, "Coming to you", CHANNEL)


async def closed(here: House, *, held: bool = False) -> None:
    for each in (TOLD, SHUT) if held else (TOLD, LIFTED, SHUT):
        await noted(here, *each)
    case = await here.case()
    assert case.stage is CaseStage.CLOSED
    assert hold_is_on(case) is held


def channel(here: House) -> list[Told]:
    return [each for each in here.fake.messages.values() if each.to == CHANNEL]


async def test_on_close_the_channels_card_becomes_one_line() -> None:
    async with house() as here:
        await worked(here)

        await closed(here)

        (card,) = channel(here)
        assert list(texts(card.blocks)) == [
            "Case YP-7K3Q is closed. To get back to it, type YP-7K3Q in our private chat.",
            "Open case",
        ]


async def test_days_after_the_close_nothing_of_ours_is_left_in_slack() -> None:
    async with house() as here:
        await worked(here)
        await closed(here)
        assert {each.to for each in here.fake.messages.values()} >= {SAM, DSL, CHANNEL}

        await here.move((KEPT - 1) * DAY)
        before = len(here.fake.messages)
        await here.move(DAY + 3 * HOUR)

        assert before > 8
        assert [(each.to, each.text) for each in here.fake.messages.values()] == []
        assert here.bugs == []
        assert (await here.case()).owner == "dsl"
        assert len(await here.store.entries("school", "YP-7K3Q")) > 3


async def test_a_case_of_which_nothing_is_left_in_slack_is_opened_by_its_number() -> None:
    async with house() as here:
        await worked(here)
        await closed(here)
        await here.move(LONG + DAY)
        here.hands.close(DSL)
        assert list(here.fake.messages.values()) == []

        await here.hands.type(DSL, "yp-7k3q")
        await here.hands.press(DSL, words().buttons["show_me"])

        shown = here.hands.words(DSL)
        assert "Sam Reed" in shown
        assert words().buttons["record"] in shown
        assert "Sam Reed" not in str(here.fake.messages)
        await here.move(LONG + DAY)
        assert list(here.fake.messages.values()) == []
        assert here.bugs == []


async def test_while_a_case_is_open_its_messages_stay() -> None:
    async with house() as here:
        await worked(here)

        here.clock.at += 3 * LONG
        await here.delivery.flush("school")

        assert channel(here) != []
        assert here.fake.calls.count("chat.delete") == 0


async def test_while_anything_is_held_for_the_police_nothing_is_taken_back() -> None:
    async with house() as here:
        await worked(here)
        await closed(here, held=True)
        await here.move(3 * LONG)
        assert channel(here) != []

        await noted(here, *LIFTED)
        await here.move(DAY + 2 * HOUR)

        assert channel(here) == []


async def test_an_edit_is_the_same_message_and_is_taken_back_once() -> None:
    async with house() as here:
        await worked(here)
        await closed(here)
        sent = len(here.fake.messages)

        await here.move(LONG + DAY)

        assert here.fake.calls.count("chat.delete") == sent


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        (Fault("chat.delete", 429, "ratelimited", {"Retry-After": "30"}), 0),
        (Fault("chat.delete", 500), 0),
        (Fault("chat.delete", 500, done=True), 0),
        (Fault("chat.delete", 200, "message_not_found"), 1),
        (Fault("chat.delete", 200, "cant_delete_message"), 1),
        (Fault("chat.delete", 200, "token_revoked"), 1),
    ],
)
async def test_what_slack_says_to_it_is_sorted_like_all_else(fault: Fault, left: int) -> None:
    async with house() as here:
        await worked(here)
        await closed(here)
        here.fake.faults.append(fault)

        await here.move(LONG + DAY)

        assert len(here.fake.messages) == left
        told = [each for each in here.bugs if "take-back" in each]
        assert len(told) == (1 if left and fault.error != "message_not_found" else 0)


async def test_a_message_about_no_case_goes_after_the_same_days() -> None:
    async with house() as here:
        await here.hands.command(SAM)
        told = [each for each in here.fake.messages.values() if each.to == SAM]

        await here.move(LONG)

        assert told != []
        assert not [each for each in told if each in here.fake.messages.values()]


async def test_what_went_past_the_outbox_is_taken_back_too() -> None:
    async with house() as here:
        here.slack.reception.cap = Cap(0)
        await here.hands.type(SAM, "hello")
        assert [each.to for each in here.fake.messages.values()] == [SAM]

        await here.move(LONG)

        assert here.fake.messages == {}


async def test_alerts_do_not_wait_behind_what_is_taken_back() -> None:
    async with house() as here:
        await worked(here)
        await closed(here)
        here.clock.at += 3 * LONG  # nothing was done for weeks: all of it is due at once

        await here.delivery.flush("school")

        assert here.fake.calls.count("chat.delete") <= 5
        await here.move(HOUR)
        assert not [each for each in here.fake.messages.values() if each.to in ACCOUNTS.values()]
