"""What has to be written at a case's desks is written in Slack too: whatever asks, a form opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.chat.forms import asked_by
from tests.engine import REFS
from tests.slack.house import CHANNEL, DEPUTY, DSL, SAM, House, house

REASON = "Planted words of a reason"


async def owned(here: House) -> None:
    """Let Sam raise a case and the DSL take it."""
    await here.hands.command(SAM)
    await here.hands.press(SAM, "Danger now, needs 999")
    await here.hands.press(DSL, "Coming to you", CHANNEL)
    here.mint.used = 1


async def nudged(here: House) -> None:
    """Let time go by until the DSL is nudged."""
    await owned(here)
    await here.move(timedelta(hours=30))


async def test_a_time_and_a_reason_to_put_something_off_are_typed_into_forms() -> None:
    async with house() as here:
        await nudged(here)
        await here.hands.press(DSL, "Not yet")
        await here.hands.fill(DSL, "Another time", "Monday 16:00")
        await here.hands.fill(DSL, "Write why", REASON)

        [later] = (await here.case()).put_off.values()
        assert later.reason == REASON
        assert REASON not in str(here.fake.messages)
        assert here.failures == []


async def test_cases_are_linked_and_parted_with_a_reason_from_a_form() -> None:
    async with house() as here:
        await owned(here)
        await here.hands.command(DEPUTY)
        here.hands.close(DEPUTY)
        await here.hands.press(DEPUTY, "Danger now, needs 999")
        for begins, undone in (("Link to another report", False), ("Undo a link", True)):
            here.hands.close(DSL)
            await here.hands.press(DSL, "Open case", CHANNEL)
            await here.hands.press(DSL, "What may be noted")
            await here.hands.press(DSL, begins)
            here.hands.close(DSL)
            await here.move(timedelta(seconds=15))
            await here.hands.press(DSL, REFS[0])
            await here.move(timedelta(seconds=15))
            await here.hands.fill(DSL, "Write the reason", REASON)

            assert (await here.case(REFS[1])).links[REFS[0]].undone is undone
        assert REASON not in str(here.fake.messages)
        assert here.failures == []


@pytest.mark.parametrize("person", ["sam", "it", "nobody"])
async def test_no_form_of_a_desk_opens_for_who_may_not_read_the_case(person: str) -> None:
    async with house() as here:
        await owned(here)
        value = f"deed.{REFS[0]}.later.review.0.form"
        assert await asked_by(here.handler, "school", "dsl", value) is not None

        assert await asked_by(here.handler, "school", person, value) is None


@pytest.mark.parametrize(
    "deed", ["take_over.form", "not_me.form", "hand.deputy1.form", "rang.1.police.form", "form", ""]
)
async def test_a_forged_form_shows_nothing_and_does_nothing(deed: str) -> None:
    async with house() as here:
        await owned(here)
        before = await here.case()

        assert await asked_by(here.handler, "school", "dsl", f"deed.{REFS[0]}.{deed}") is None

        assert await here.case() == before
