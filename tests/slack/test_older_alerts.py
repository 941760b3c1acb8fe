"""An alert that is not the last any more, in Slack: it calls nobody, and it is taken back too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fsm.case import CaseStage
from tests.slack.hands import buttons, texts
from tests.slack.house import CHANNEL, DEPUTY, DSL, SAM, House, house
from tests.slack.methods import Fault, Told
from tests.slack.test_lingering import LONG, closed

AGAIN = timedelta(minutes=10, seconds=8)
RED = "Danger now, needs 999"
TAKE_IT = "Coming to you"


async def alerted_twice(here: House) -> None:
    """Raise an emergency, and let nobody take it until it has been sent again."""
    await here.hands.command(SAM)
    await here.hands.press(SAM, RED)
    await here.move(AGAIN)


def of_case(here: House, user: str) -> list[Told]:
    """Return what somebody has before them of the case, the oldest first, as it reads now."""
    told = here.fake.messages.values()
    return [each for each in told if each.to == user and "YP-7K3Q" in " ".join(words(each))]


def words(told: Told) -> list[str]:
    return list(texts(told.blocks))


def callers(here: House, user: str) -> list[Told]:
    """Return the messages of somebody's that ask them to take the case."""
    told = of_case(here, user)
    return [each for each in told if [*buttons({"blocks": each.blocks}, TAKE_IT)]]


async def test_the_older_alert_is_one_line_and_only_the_newest_calls() -> None:
    async with house() as here:
        await alerted_twice(here)

        for user in (DSL, DEPUTY):
            first, *_, newest = of_case(here, user)
            [line] = words(first)
            assert line.startswith("Case YP-7K3Q: a newer message about this came at ")
            assert newest.text.startswith("Sent again")
            assert first not in callers(here, user)
            assert newest in callers(here, user)
        assert here.bugs == []


async def test_once_it_is_taken_no_message_of_anybodys_calls_for_it() -> None:
    async with house() as here:
        await alerted_twice(here)

        await here.hands.press(DEPUTY, TAKE_IT, CHANNEL)

        assert (await here.case()).owner == "deputy1"
        assert callers(here, DSL) == callers(here, DEPUTY) == []
        assert here.fake.calls.count("chat.update") > 4
        assert here.bugs == []


@pytest.mark.parametrize("word", ["message_not_found", "edit_window_closed", "cant_update_message"])
async def test_one_that_cannot_be_changed_is_left_and_nothing_new_is_posted(word: str) -> None:
    async with house() as here:
        await here.hands.command(SAM)
        here.fake.faults.append(Fault("chat.update", error=word, lasts=True))

        await alerted_twice(here)

        assert [
            line for each in of_case(here, DSL) for line in words(each) if "newer" in line
        ] == []
        assert await here.store.dead("school") == 0
        assert here.bugs == []


async def test_one_that_slack_is_too_busy_for_is_changed_later() -> None:
    async with house() as here:
        busy = Fault("chat.update", 429, "ratelimited", {"Retry-After": "30"})
        await here.hands.command(SAM)
        await here.hands.press(SAM, RED)
        here.fake.faults += [busy] * 5

        await here.move(AGAIN + timedelta(minutes=1))

        assert "newer" in words(of_case(here, DSL)[0])[0]


async def test_all_of_them_are_taken_back_after_the_close() -> None:
    async with house() as here:
        await alerted_twice(here)
        await here.hands.press(DSL, TAKE_IT, CHANNEL)
        await closed(here)
        assert (await here.case()).stage is CaseStage.CLOSED
        for each in of_case(here, DEPUTY):
            assert "Closed by Mrs Hall" in " ".join(words(each)) or "newer" in words(each)[0]

        await here.move(LONG)

        assert [(each.to, each.text) for each in here.fake.messages.values()] == []
        assert here.bugs == []
