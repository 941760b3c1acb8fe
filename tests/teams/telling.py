"""A conversation as far as the tests need it begun, and what people were told in words."""

from __future__ import annotations

from datetime import timedelta

from tests.teams.house import House
from tests.teams.seen import Told
from tests.teams.sending import SAM, words_of


def words(told: list[Told]) -> str:
    """Return all words of some messages."""
    return "\n".join(words_of(each.card) for each in told)


async def begun(here: House) -> None:
    """Let Sam begin: the first question is open."""
    await here.hands.type(SAM, "hello")
    here.fake.take()


async def at_a_form(here: House) -> None:
    """Let Sam be asked where they are, after a red answer."""
    await begun(here)
    await here.hands.press(SAM, "Danger now, needs 999")
    await here.hands.press(SAM, "Call 999 for me")
    await here.move(timedelta(seconds=15))
    here.fake.take()
