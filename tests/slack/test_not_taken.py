"""What was not taken is said, whatever stands in the way: nobody believes that it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.slack.following import WAITS
from tests.engine import MINUTE
from tests.slack.hands import texts
from tests.slack.house import SAM, House, house
from tests.slack.methods import Fault

POST = "chat.postMessage"
RED = "Danger now, needs 999"
FAST = "Too much at once"


async def too_fast(here: House) -> None:
    """Let Sam begin, and then do all that anybody may in a minute."""
    await here.hands.type(SAM, "hello")
    now = here.clock.machine()
    while here.slack.reception.cap.admits(here.fake.team, SAM, now):
        pass
    here.fake.take()


def seen(here: House) -> str:
    """Return all that Sam has got before them: messages that came now, and an open view."""
    told = [text for each in here.fake.take(SAM) for text in texts(each.blocks)]
    return "\n".join((*told, here.hands.words(SAM)))


def waited(here: House) -> list[float]:
    """Let waits go by at once; return them as they come."""
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    here.slack.reception.following.wait = wait
    return waits


async def test_words_that_come_too_fast_are_asked_of_slack_again_and_that_is_said_once() -> None:
    async with house() as here:
        await too_fast(here)
        event = {"type": "message", "user": SAM, "text": "no danger right now", "ts": "9.9"}
        place = {"channel": "D1", "channel_type": "im"}

        assert await here.hands.event({**event, **place}) == 503
        assert FAST in seen(here)
        assert await here.hands.event({**event, **place}) == 503
        assert FAST not in seen(here)

        await here.move(2 * MINUTE)
        assert await here.hands.event({**event, **place}) == 200
        assert (await here.case()).level.name == "RECORD"


async def test_red_words_are_taken_however_fast_they_come() -> None:
    async with house() as here:
        await too_fast(here)
        event = {"type": "message", "user": SAM, "text": "suicidal", "ts": "9.9"}
        place = {"channel": "D1", "channel_type": "im"}

        assert await here.hands.event({**event, **place}) == 200
        assert (await here.case()).level.name == "EMERGENCY"


async def test_each_press_that_comes_too_fast_is_told() -> None:
    async with house() as here:
        await too_fast(here)
        for _ in range(2):
            here.hands.close(SAM)

            assert await here.hands.press(SAM, "No danger right now") == 200

            assert FAST in seen(here)
        assert await here.store.cases("school") == []


async def test_a_form_that_comes_too_fast_stays_open_with_what_was_typed() -> None:
    async with house() as here:
        await here.hands.type(SAM, "hello")
        await here.hands.press(SAM, RED)
        await here.hands.press(SAM, "Call 999 for me")
        await here.move(timedelta(seconds=15))
        await here.hands.press(SAM, "Say where you are")
        await too_fast(here)

        await here.hands.hand_in(SAM, "Room 4")

        assert FAST in str(here.hands.answers[-1])
        assert here.hands.view(SAM) is not None


@pytest.mark.parametrize("late", [False, True])
async def test_a_press_that_was_not_saved_is_told_whatever_slack_does_first(*, late: bool) -> None:
    async with house() as here:
        await here.hands.type(SAM, "hello")
        here.fake.take()
        waits = waited(here)
        here.store.down = True
        here.hands.late = late
        here.fake.faults.extend(Fault(POST, 503, "x") for _ in range(3))

        await here.hands.press(SAM, RED)

        assert "That was NOT saved" in seen(here)
        assert len(waits) == (2 if late else 0)


async def test_whom_slack_never_lets_us_tell_is_logged_and_not_tried_for_ever() -> None:
    async with house() as here:
        await here.hands.type(SAM, "hello")
        waits = waited(here)
        here.store.down = True
        here.hands.late = True
        here.fake.faults.extend(Fault(POST, 503, "x") for _ in range(len(WAITS) + 1))

        await here.hands.press(SAM, RED)

        assert waits == [each.total_seconds() for each in WAITS]
        assert here.failures == []
