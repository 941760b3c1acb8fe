"""Nothing of what people say is in any log at any level, and nobody but Slack is ever called."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.outbound.sitecustomize import CALLED
from tests.slack.fragments import FRAGMENTS
from tests.slack.house import CHANNEL, DSL, SAM, house
from tests.slack.methods import Fault

SECRET = "planted-words-7"
TOKENS = ("xoxb-token", "signing-secret")


async def test_no_log_has_a_word_of_anybody_or_a_secret(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        for name in ("slack_bolt", "slack_sdk", "aiohttp", "slack_sdk.web", "slack_bolt.AsyncApp"):
            caplog.set_level(logging.DEBUG, name)
        async with house() as here:
            hands = here.hands
            await hands.command(SAM, SECRET)
            await hands.press(SAM, "Danger now, needs 999")
            await hands.press(SAM, "Call 999 for me")
            await here.move(timedelta(seconds=15))
            await hands.fill(SAM, "Say where you are", SECRET)
            await hands.type(SAM, SECRET)
            await hands.type(SAM, SECRET, **FRAGMENTS["an image block"])
            await hands.shortcut(SAM, {"text": SECRET})
            await hands.press(DSL, "Open case", CHANNEL)
            here.fake.faults.append(Fault("chat.postMessage", 200, "invalid_blocks"))
            await hands.type(SAM, SECRET)
            await hands.send(SECRET.encode())

    said = caplog.text + "".join(capfd.readouterr())
    assert SECRET not in said
    assert not any(each in said for each in (*TOKENS, "Danger now", "Sam Reed"))


async def test_nobody_but_slack_is_called() -> None:
    before = len(CALLED)
    async with house() as here:
        for fragment in FRAGMENTS.values():
            await here.hands.type(SAM, **{"text": "x", **fragment})
        slack = here.slack.client.address.split(":")[2].split("/")[0]
        own = {here.hands.client.port, int(slack)}

    assert {port for port, _ in CALLED[before:]} == own
