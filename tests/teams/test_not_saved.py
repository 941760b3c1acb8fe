"""What is not saved, or cannot be shown, is said so; nothing private is shown another way."""

from __future__ import annotations

import pytest

from tests.teams.hands import CARD
from tests.teams.house import house
from tests.teams.sending import DSL, ROOM, SAM
from tests.teams.telling import begun, words

SECRET = "planted-words-7"
STAFF = "19:staffroom@thread.tacv2"


async def test_words_that_are_not_saved_are_said_so_and_teams_hears_200() -> None:
    async with house() as here:
        await begun(here)
        here.turn_off()

        assert await here.hands.type(SAM, "suicidal") == 200
        assert "That was NOT saved. Ring 01632 960100 now." in words(here.fake.take(SAM))

        here.turn_off(down=False)
        assert await here.hands.type(SAM, "suicidal") == 200
        assert (await here.case()).level.name == "EMERGENCY"


@pytest.mark.parametrize("old", [False, True], ids=["execute", "submit"])
async def test_a_press_that_is_not_saved_is_said_so(old: bool) -> None:
    async with house() as here:
        here.hands.old |= {SAM} if old else set()
        await begun(here)
        here.turn_off()

        assert await here.hands.press(SAM, "Danger now, needs 999") == 200

        assert "That was NOT saved" in words(here.fake.take(SAM))
        assert old or "That was NOT saved" in here.hands.answers[-1]["value"]
        here.turn_off(down=False)
        await here.hands.press(SAM, "Danger now, needs 999")
        assert (await here.case()).level.name == "EMERGENCY"


async def test_what_is_opened_while_the_store_is_down_shows_nothing() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        here.fake.take()
        here.turn_off()

        await here.hands.press(DSL, "Open case", ROOM)

        assert here.hands.answers[-1]["type"] != CARD
        assert "That was NOT saved" in here.hands.answers[-1]["value"]


async def test_an_old_client_cannot_show_what_is_private_and_says_so() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        here.hands.old.add(DSL)
        here.fake.take()

        await here.hands.press(DSL, "Open case", ROOM)
        await here.hands.press(DSL, "Show it to me alone")

        assert "This device cannot show it" in words(here.fake.take(DSL))
        assert "Sam Reed" not in str(here.fake.messages)


async def test_a_record_is_taken_in_the_answer_alone_and_not_by_an_old_client() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        await here.hands.press(DSL, "Coming to you", ROOM)
        await here.hands.press(DSL, "Open case", ROOM)
        await here.hands.press(DSL, "Take the record")
        here.fake.take()

        here.hands.old.add(DSL)
        await here.hands.press(DSL, "Page to read")
        assert "This device cannot show it" in words(here.fake.take())
        here.hands.old.remove(DSL)
        await here.hands.press(DSL, "Page to read")

        assert "271 828" in here.hands.words(DSL)
        assert "one-time-token" in str(here.hands.answers[-1])
        assert "one-time-token" not in str(here.fake.messages)
