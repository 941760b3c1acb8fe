"""The door: only what Slack signed comes in, and nothing of it is told to anybody else."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.chat.way_in import LARGEST
from adapters.slack.door import PATH, Answer, Door, make_app
from adapters.slack.knock import Kind, Knock
from adapters.slack.signature import SIGNATURE, TIMESTAMP, is_signed, sign
from adapters.slack.workspace import Workspace
from tests.chat import SimClock
from tests.slack.fragments import FRAGMENTS
from tests.slack.samples import TEAM, pressed, typed

NOW = datetime(2026, 11, 6, 10, 15, tzinfo=UTC)
SECRET = "signing-secret"
HOME = Workspace("home", TEAM, ("school",), "xoxb-token", SECRET)


@dataclass
class Porch:
    """A door, and all that it let in."""

    client: TestClient[Any, Any]
    taken: list[Knock] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)

    async def knock(self, payload: object, secret: str = SECRET, **headers: str) -> Any:
        """Send a payload as Slack does."""
        return await self.send(json.dumps(payload).encode(), secret, NOW, **headers)

    async def send(
        self, body: bytes, secret: str = SECRET, at: datetime = NOW, /, **headers: str
    ) -> Any:
        stamp = str(int(at.timestamp()))
        told = {
            "Content-Type": "application/json",
            TIMESTAMP: stamp,
            SIGNATURE: sign(secret, stamp, body),
        }
        return await self.client.post(PATH, data=body, headers={**told, **headers})


@pytest.fixture
async def porch() -> AsyncIterator[Porch]:
    async def take(knock: Knock, _ours: Sequence[Workspace]) -> Answer:
        made.taken.append(knock)
        return made.answer

    def failed(error: Exception) -> None:
        made.failures.append(error)

    door = Door((HOME,), SimClock(NOW), take, failed)
    async with TestClient(TestServer(make_app(door))) as client:
        made = Porch(client)
        yield made


async def test_what_slack_signed_comes_in(porch: Porch) -> None:
    answer = await porch.knock(typed("hello"))

    assert answer.status == 200
    assert await answer.read() == b""
    assert [knock.text for knock in porch.taken] == ["hello"]


@pytest.mark.parametrize("secret", ["", "other", SECRET + " "])
async def test_what_somebody_else_signed_stays_out(porch: Porch, secret: str) -> None:
    answer = await porch.knock(typed("hello"), secret)

    assert (answer.status, await answer.read(), porch.taken) == (401, b"", [])


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
async def test_an_old_or_early_request_stays_out(porch: Porch, seconds: int) -> None:
    at = datetime.fromtimestamp(NOW.timestamp() + seconds, UTC)

    answer = await porch.send(json.dumps(typed()).encode(), SECRET, at)

    assert (answer.status, porch.taken) == (401, [])


@pytest.mark.parametrize("stamp", ["", "now", "٣", "1e9", "-1", "1" * 40])
def test_an_odd_time_is_no_signature(stamp: str) -> None:
    headers = {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, b"x")}

    assert not is_signed(SECRET, headers, b"x", NOW)


def test_a_signature_is_for_one_body() -> None:
    stamp = str(int(NOW.timestamp()))
    headers = {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, b"one")}

    assert is_signed(SECRET, headers, b"one", NOW)
    assert not is_signed(SECRET, headers, b"two", NOW)
    assert not is_signed(SECRET, {TIMESTAMP: stamp, SIGNATURE: "v0=\xff"}, b"one", NOW)


async def test_what_is_too_large_is_not_read(porch: Porch) -> None:
    answer = await porch.send(b"[" + b" " * LARGEST + b"]")

    assert (answer.status, porch.taken) == (413, [])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"null", b"\xff", b'{"type": "nothing"}', b"[" * 100_000]
)
async def test_what_cannot_be_read_is_answered_without_a_word(porch: Porch, body: bytes) -> None:
    answer = await porch.send(body)

    assert (answer.status, await answer.read(), porch.taken) == (400, b"", [])
    assert answer.headers["X-Slack-No-Retry"] == "1"


async def test_slacks_question_whose_address_this_is_is_answered(porch: Porch) -> None:
    answer = await porch.knock({"type": "url_verification", "challenge": "3eZbrw1a"})

    assert (answer.status, await answer.text(), porch.taken) == (200, "3eZbrw1a", [])


async def test_a_press_and_a_command_come_in_as_forms(porch: Porch) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    press = urlencode({"payload": json.dumps(pressed("q.1.0"))}).encode()
    command = {"command": "/concern", "text": "Jo B", "user_id": "U1", "team_id": TEAM}

    await porch.send(press, SECRET, NOW, **form)
    await porch.send(urlencode(command).encode(), SECRET, NOW, **form)

    assert [knock.kind for knock in porch.taken] == [Kind.PRESS, Kind.COMMAND]
    assert porch.taken[0].value == "q.1.0"
    assert "Jo" not in repr(porch.taken)


async def test_what_fails_behind_the_door_is_no_5xx(porch: Porch) -> None:
    porch.answer = None  # type: ignore[assignment]  # a bug of ours

    answer = await porch.knock(typed())

    assert answer.status == 400
    assert len(porch.failures) == 1


async def test_a_store_that_is_down_is_told_to_slack(porch: Porch) -> None:
    porch.answer = Answer(503)

    assert (await porch.knock(typed())).status == 503


@pytest.mark.parametrize("way", sorted(FRAGMENTS)[::5])
async def test_nothing_of_a_payload_is_in_any_log(
    porch: Porch, way: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "planted-words-7"
    with caplog.at_level(logging.DEBUG):
        await porch.knock(typed(secret, **FRAGMENTS[way]))
        await porch.knock(typed(secret), "other")
        await porch.send(secret.encode())

    said = caplog.text + "".join(capfd.readouterr())
    assert secret not in said
    assert "F0ABCDEF12" not in said
