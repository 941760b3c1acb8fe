"""An alert that is not the last any more, in Teams: it calls nobody, and a late edit is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.teams.hands import titles
from tests.teams.house import House, house
from tests.teams.seen import Fault, Told
from tests.teams.sending import DEPUTY, DSL, ROOM, SAM, words_of
from tests.teams.telling import begun

RED = "Danger now, needs 999"
TAKE_IT = "Coming to you"
AGAIN = timedelta(minutes=10, seconds=8)


async def alerted_twice(here: House) -> None:
    """Raise an emergency, and let nobody take it until it has been sent again."""
    await begun(here)
    await here.hands.press(SAM, RED)
    await here.move(AGAIN)


def of_case(here: House, user: str) -> list[Told]:
    """Return what somebody has before them of the case, the oldest first, as it reads now."""
    told = here.fake.messages.values()
    return [each for each in told if each.to == user and "YP-7K3Q" in words_of(each.card)]


def callers(here: House, user: str) -> list[Told]:
    return [each for each in of_case(here, user) if TAKE_IT in titles(each.card)]


async def test_the_older_alert_is_one_line_and_only_the_newest_calls() -> None:
    async with house() as here:
        await alerted_twice(here)

        for user in (DSL, DEPUTY):
            first, *_, newest = of_case(here, user)
            assert "a newer message about this came at" in words_of(first.card)
            assert list(titles(first.card)) == []
            assert words_of(newest.card).startswith("Sent again")
            assert newest in callers(here, user)
        assert here.fake.wrongs == []
        assert here.failures == []


async def test_once_it_is_taken_no_message_of_anybodys_calls_for_it() -> None:
    async with house() as here:
        await alerted_twice(here)

        await here.hands.press(DEPUTY, TAKE_IT, ROOM)

        assert (await here.case()).owner == "deputy1"
        assert callers(here, DSL) == callers(here, DEPUTY) == []
        assert here.fake.wrongs == []


@pytest.mark.parametrize("status", [403, 404])
async def test_one_that_cannot_be_changed_is_left_and_nothing_new_is_posted(status: int) -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, RED)
        here.fake.faults.extend([Fault("update", status)] * 20)

        await here.move(AGAIN)

        assert not any("newer" in words_of(each.card) for each in of_case(here, DSL))
        assert await here.store.dead("school") == 0
        assert here.failures == []
