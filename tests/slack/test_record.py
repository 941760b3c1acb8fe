"""Taking the record: link and code are in the private view alone, and never made unseen."""

from __future__ import annotations

from typing import Any

from bot.handing import path_of
from tests.engine import TICKET
from tests.slack.hands import texts
from tests.slack.house import CHANNEL, DSL, SAM, WEB, House, house
from tests.slack.methods import Fault

CODE = "271 828"
LINK = f"{WEB}{path_of('school', TICKET.token)}"


async def before_the_link(here: House) -> None:
    """Let the DSL come as far as the choice of its form."""
    await here.hands.command(SAM)
    await here.hands.press(SAM, "Danger now, needs 999")
    await here.hands.press(DSL, "Coming to you", CHANNEL)
    await here.hands.press(DSL, "Open case", CHANNEL)
    await here.hands.press(DSL, "Take the record")
    here.fake.take()


def links(view: Any) -> list[str]:
    rows = [each for each in view["blocks"] if each["type"] == "rich_text"]
    said = [one for each in rows for section in each["elements"] for one in section["elements"]]
    return [one["url"] for one in said if one["type"] == "link"]


async def test_link_and_code_are_shown_in_the_view_and_are_in_no_message() -> None:
    async with house() as here:
        await before_the_link(here)

        await here.hands.press(DSL, "Page to read")

        found = here.hands.view(DSL)
        assert found is not None
        assert links(found[1]) == [LINK]
        assert CODE in here.hands.words(DSL)
        assert here.fake.take() == []
        await here.hands.press(DSL, "Open case")
        assert "Sam Reed" in here.hands.words(DSL)
        here.assert_well()


async def test_where_no_view_can_be_shown_they_are_held_for_their_reader() -> None:
    async with house() as here:
        await before_the_link(here)
        here.fake.faults.append(Fault("views.update", 200, "internal_error"))
        await here.hands.press(DSL, "Page to read")
        here.hands.close(DSL)
        told = [str(list(texts(each.blocks))) for each in here.fake.take(DSL)]
        assert [CODE in each or TICKET.token in each for each in told] == [False]

        await here.hands.press(DSL, "Show it to me alone")

        assert CODE in here.hands.words(DSL)
        assert here.failures == []


async def test_without_an_address_no_link_is_made_and_it_is_said_what_it_has_to_set() -> None:
    async with house(web="") as here:
        await before_the_link(here)
        assert here.handler.links is not None

        await here.hands.press(DSL, "Page to read")

        assert "handrail.toml" in here.hands.words(DSL)
        found = await here.handler.links.redeem("school", TICKET.token, TICKET.code)
        assert found.grant is None
        assert "handrail.toml" in str(here.fake.take(DSL))
        here.assert_well()
