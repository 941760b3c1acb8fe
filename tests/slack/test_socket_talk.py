"""Socket Mode end to end: what comes over two lines is done once, what is not saved comes again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.ports import Reroute
from tests.slack.ear import OPEN, answered
from tests.slack.house import CHANNEL, DSL, SAM, House, house
from tests.slack.methods import Fault

RED = "Danger now, needs 999"


async def test_a_wrong_app_token_is_known_before_anything_starts() -> None:
    async with house(socket=True) as here:
        here.fake.faults.append(Fault(OPEN, 200, "invalid_auth"))

        with pytest.raises(Reroute, match="invalid_auth"):
            await here.slack.begin()


def event_of(here: House, text: str, ts: str) -> dict[str, Any]:
    place = {"channel": "D1", "channel_type": "im", "team": here.fake.team}
    event = {"type": "message", "user": SAM, "text": text, "ts": ts, **place}
    told = {"type": "event_callback", "team_id": here.fake.team, "event": event}
    return {**told, "event_id": f"Ev{here.fake.number()}"}


async def test_one_message_over_two_lines_is_one_answer() -> None:
    async with house(socket=True) as here:
        await here.hands.command(SAM)
        old = here.fake.lines.lines[0]
        await here.fake.lines.tell(old, "refresh_requested")
        gate = await here.fake.lines.opened()

        envelopes = [
            await here.fake.lines.push("events_api", event_of(here, "suicidal", "9.9"), line)
            for line in (old, gate)
            if not line.closed
        ]
        await answered(envelopes[-1])
        await here.slack.backlog.drained()

        alerts = [each for each in here.fake.take(DSL) if each.text.startswith("EMERGENCY")]
        assert len(alerts) == 1
        assert len(await here.store.cases("school")) == 1


async def test_a_store_that_is_down_leaves_words_unacknowledged() -> None:
    async with house(socket=True) as here:
        await here.hands.command(SAM)
        here.store.down = True
        first = await here.fake.lines.push("events_api", event_of(here, "suicidal", "9.9"))
        await here.hands.press(SAM, RED)
        here.store.down = False

        assert not first.answer.done()
        del here.fake.lines.envelopes[first.name]
        await here.hands.give("events_api", event_of(here, "suicidal", "9.9"))

        assert (await here.case()).level.name == "EMERGENCY"
        assert any("NOT saved" in each.text for each in here.fake.take(SAM))


async def test_a_form_that_is_not_taken_stays_open_over_a_line() -> None:
    async with house(socket=True) as here:
        await here.hands.command(SAM)
        await here.hands.press(SAM, RED)
        await here.hands.press(SAM, "Call 999 for me")
        here.hands.close(SAM)
        await here.move(timedelta(seconds=15))
        await here.hands.press(SAM, "Say where you are")
        here.store.down = True

        await here.hands.hand_in(SAM, "Room 4")

        assert here.hands.answers[-1]["response_action"] == "errors"
        assert here.fake.take(CHANNEL) != []


async def test_an_unsigned_request_finds_no_door_where_all_comes_over_a_line() -> None:
    async with house(socket=True) as here:
        told = "team_id=T0SCHOOL1&user_id=U0SAM&command=%2Fconcern"
        here.hands.secret = ""

        assert await here.hands.send(told.encode(), "application/x-www-form-urlencoded") == 401
