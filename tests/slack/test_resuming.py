"""A concern that was begun on one device goes on at another, over either way in."""

from __future__ import annotations

import pytest

from tests.slack.house import CHANNEL, DSL, SAM, house

RED = "Danger now, needs 999"


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
async def test_what_was_begun_on_one_device_goes_on_at_another(*, socket: bool) -> None:
    async with house(socket=socket) as here:
        hands, fake = here.hands, here.fake
        await hands.command(SAM)
        await hands.press(SAM, RED)
        hands.close(SAM)
        fake.take()

        await hands.open_home(SAM)
        home = hands.find(SAM, "Raise a concern")
        await hands.interact(pressed(here.hands.who(SAM), home))

        told = "\n".join(str(each.blocks) for each in fake.take(SAM))
        assert "Has 999 been called?" in told
        assert len(await here.store.cases("school")) == 1


async def test_a_shortcut_in_the_middle_loses_nothing_and_asks_the_same_again() -> None:
    async with house() as here:
        await here.hands.command(SAM)
        await here.hands.press(SAM, RED)
        await here.hands.press(SAM, "Call 999 for me")
        before = await here.case()
        here.hands.close(SAM)
        here.fake.take()

        await here.hands.shortcut(SAM)

        assert (await here.case()).account == before.account
        assert "where you are" in str([each.blocks for each in here.fake.take(SAM)])


async def test_two_dsls_who_press_at_once_have_one_owner_and_the_other_is_told() -> None:
    async with house() as here:
        await here.hands.command(SAM)
        await here.hands.press(SAM, RED)
        place, button = here.hands.find(DSL, "Coming to you", CHANNEL)
        here.fake.take()

        for user in (DSL, "U0DEPUTY1"):
            said = pressed(here.hands.who(user), (place, button), when=user)
            await here.hands.interact(said)

        assert (await here.case()).owner == "dsl"
        told = str([each.blocks for each in here.fake.take("U0DEPUTY1")])
        assert "Mrs Hall has it" in told


def pressed(
    who: dict[str, object], found: tuple[dict[str, object], dict[str, object]], when: str = "1"
) -> dict[str, object]:
    """Return the press of a button that was before somebody a moment ago."""
    place, button = found
    action = {**button, "block_id": "b", "action_ts": f"99.{when}"}
    return {"type": "block_actions", "actions": [action], **who, **place}
