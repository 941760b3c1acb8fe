"""Private rows are never in a message; they are shown to whom they were made for, on asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from adapters.chat.forms import held_by
from adapters.chat.held import MOST, Held
from adapters.chat.people import Who
from bot.dialogs.card import CardKind
from bot.dialogs.words import card
from bot.fsm.events import ENTRY
from tests.engine import REFS
from tests.slack.hands import texts
from tests.slack.house import CHANNEL, DEPUTY, DSL, SAM, House, house

HELP = "Help"


def test_what_is_held_is_given_to_nobody_else() -> None:
    held, shown = Held(), card("one_moment")
    token = held.keep("school", "dsl", shown)

    assert held.get("school", "dsl", token) == shown
    assert held.get("school", "sam", token) is None
    assert held.get("other", "dsl", token) is None
    assert held.get("school", "dsl", "") is None


def test_only_the_newest_are_held() -> None:
    held, shown = Held(), card("one_moment")
    first = held.keep("school", "dsl", shown)
    for _ in range(MOST):
        held.keep("school", "dsl", shown)

    assert held.get("school", "dsl", first) is None


async def raised(here: House) -> None:
    await here.hands.command(SAM)
    here.hands.close(SAM)
    await here.hands.press(SAM, "Danger now, needs 999")
    here.fake.take()


async def test_help_shows_what_was_said_so_far_on_asking() -> None:
    async with house() as here:
        await raised(here)
        await here.hands.press(SAM, HELP)
        told = [list(texts(each.blocks)) for each in here.fake.take(SAM)]
        assert "Danger now, needs 999" not in str(told)

        await here.hands.press(SAM, "See what I said")

        assert "Danger now, needs 999" in here.hands.words(SAM)
        assert here.failures == []


async def test_after_a_restart_the_last_question_is_asked_anew() -> None:
    async with house() as here:
        await raised(here)
        await here.hands.press(SAM, HELP)
        here.slack.messenger.held._kept.clear()
        here.fake.take()

        await here.hands.press(SAM, "See what I said")

        await here.move(timedelta(seconds=15))
        assert any("Has 999 been called?" in str(each.blocks) for each in here.fake.take(SAM))


async def test_the_right_to_see_is_looked_at_again_at_that_press() -> None:
    async with house() as here:
        await raised(here)
        shown = card("one_moment").model_copy(update={"case": REFS[0], "fields": ()})
        for name, account, sees in (("deputy1", DEPUTY, True), ("deputy1", DEPUTY, False)):
            token = here.slack.messenger.held.keep("school", name, shown)
            button = {"type": "button", "action_id": "hr.school.a9", "action_ts": f"{sees}"}
            press = {**button, "value": f"see:{token}:{REFS[0]}"}
            said = {"type": "block_actions", "actions": [press], **here.hands.who(account)}
            here.hands.close(account)

            await here.hands.interact({**said, "container": {"message_ts": "1"}})

            assert ("One moment" in here.hands.words(account)) is sees
            if sees:
                await here.hands.press(account, "Not me: I am connected to this")


async def test_each_look_at_what_is_held_or_opens_in_a_form_is_on_the_access_log() -> None:
    async with house() as here:
        await raised(here)
        here.hands.late = True
        await here.hands.press(DSL, "Open case", CHANNEL)
        here.hands.late = False
        said = [each.blocks for each in here.fake.take(DSL)]
        asks = (each for each in buttons_of(said) if each.get("value", "").startswith("see:"))
        button = next(asks)
        for _ in range(2):
            here.hands.close(DSL)
            when = {"action_ts": f"{here.fake.number()}.1"}
            press = {"type": "block_actions", "actions": [{**button, **when}]}
            place = {"container": {"message_ts": "1"}}
            await here.hands.interact({**press, **here.hands.who(DSL), **place})
            assert "Sam Reed" in here.hands.words(DSL)
        here.hands.close(DSL)
        await press_form(here, f"form:deed.{REFS[0]}.sheet.decision.0.reason.form")

        lines = [ENTRY.validate_json(line) for line in await here.store.entries("school", REFS[0])]
        looks = [each for line in lines for each in line.events if each.type == "viewed"]
        assert [each.what for each in looks] == ["", "", "", "sheet.decision"]
        assert {each.by for each in looks} == {"dsl"}
        assert here.failures == []


def buttons_of(said: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield every button in some messages."""
    for blocks in said:
        for block in blocks:
            yield from block.get("elements", []) if block["type"] == "actions" else ()


async def press_form(here: House, value: str) -> None:
    """Press a button that opens a form."""
    action = {"type": "button", "action_id": "hr.school.a8", "action_ts": "8.1", "value": value}
    said = {"type": "block_actions", "actions": [action], **here.hands.who(DSL)}
    await here.hands.interact({**said, "container": {"message_ts": "1"}})


async def test_who_raised_a_case_reads_their_own_words_and_no_more_once_they_are_off_it() -> None:
    async with house() as here:
        await here.hands.command(DSL)
        here.hands.close(DSL)
        await here.hands.press(DSL, "Danger now, needs 999")
        whole = card("one_moment").model_copy(update={"case": REFS[0]})
        own = whole.model_copy(update={"kind": CardKind.QUESTION})
        case = await here.case()
        assert case.account.reporter == "dsl"
        await here.hands.press(DSL, "Open case")
        await here.hands.press(DSL, "Not me: I am connected to this")
        assert "dsl" in (await here.case()).recused
        here.fake.take()

        for shown, sees in ((own, True), (whole, False)):
            token = here.slack.messenger.held.keep("school", "dsl", shown)
            who = Who("school", "dsl")
            found = await held_by(here.handler, here.slack.messenger.held, who, f"see:{token}:x")
            assert (found is not None) is sees
