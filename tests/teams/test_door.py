"""The door: only what Teams signed for us comes in, and nothing of it is told to anybody else."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from adapters.chat.way_in import LARGEST
from adapters.teams.door import Answer
from adapters.teams.knock import Kind
from bot.dialogs.card import FormKind
from tests.chat import SimClock
from tests.teams.activities import SERVICE, executed, of_type, submitted, typed
from tests.teams.attacks import ATTACKS
from tests.teams.fragments import FRAGMENTS
from tests.teams.identity import APP
from tests.teams.porch import standing

SECRET = "planted-words-7"


async def test_what_teams_signed_comes_in(clock: SimClock) -> None:
    async with standing(clock) as porch:
        answer = await porch.knock(typed("hello"))

        assert (answer.status, await answer.read()) == (200, b"")
        assert [knock.text for knock in porch.taken] == ["hello"]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_each_attack_is_401_and_nobody_hears_of_it(attack: str, clock: SimClock) -> None:
    async with standing(clock) as porch:
        answer = await porch.send(json.dumps(typed()).encode(), ATTACKS[attack](porch.identity))

        assert (answer.status, await answer.read(), porch.taken) == (401, b"", [])


@pytest.mark.parametrize(
    "change",
    [
        {"serviceUrl": "https://evil.example/"},
        {"channelId": "emulator"},
        {"channelData": {"tenant": {"id": APP}}},
        {"conversation": {"id": "a:1"}, "channelData": {}},
    ],
)
async def test_a_good_token_on_another_activity_is_401(
    change: dict[str, Any], clock: SimClock
) -> None:
    async with standing(clock) as porch:
        answer = await porch.knock({**typed(), **change})

        assert (answer.status, await answer.read(), porch.taken) == (401, b"", [])


async def test_a_key_for_other_channels_is_401(clock: SimClock) -> None:
    async with standing(clock) as porch:
        porch.identity.published[0]["endorsements"] = ["webchat", "directline"]

        assert (await porch.knock(typed())).status == 401
        assert porch.taken == []


async def test_two_headers_are_401(clock: SimClock) -> None:
    async with standing(clock) as porch:
        token = porch.identity.token(SERVICE)
        headers = [("Authorization", f"Bearer {token}"), ("Authorization", "Bearer x.y.z")]

        answer = await porch.client.post("/api/messages", json=typed(), headers=headers)

        assert (answer.status, porch.taken) == (401, [])


async def test_keys_that_cannot_be_had_are_401_and_no_5xx(clock: SimClock) -> None:
    async with standing(clock) as porch:
        porch.identity.status = 503

        assert (await porch.knock(typed())).status == 401


async def test_what_is_too_large_is_not_read(clock: SimClock) -> None:
    async with standing(clock) as porch:
        token = f"Bearer {porch.identity.token(SERVICE)}"

        answer = await porch.send(b"[" + b" " * LARGEST + b"]", token)
        nobody = await porch.send(b"[" + b" " * LARGEST + b"]", "")

        assert (answer.status, nobody.status, porch.taken) == (413, 401, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"null", b"\xff", b"[" * 100_000])
async def test_what_cannot_be_read_is_answered_without_a_word(body: bytes, clock: SimClock) -> None:
    async with standing(clock) as porch:
        answer = await porch.send(body, f"Bearer {porch.identity.token(SERVICE)}")

        assert (answer.status, await answer.read(), porch.taken) == (400, b"", [])


@pytest.mark.parametrize("activity", [typed(), executed("q.1.0"), of_type("tomorrow")])
async def test_what_fails_behind_the_door_is_no_5xx(
    activity: dict[str, Any], clock: SimClock
) -> None:
    async with standing(clock) as porch:
        porch.breaks = True

        answer = await porch.knock(activity)

        assert (answer.status, await answer.read()) == (200, b"")
        assert [type(each) for each in porch.failures] == [KeyError]


async def test_a_press_is_heard_by_either_action_and_an_invoke_gets_its_answer(
    clock: SimClock,
) -> None:
    async with standing(clock) as porch:
        porch.answer = Answer({"statusCode": 200, "type": "x", "value": {"a": ["b"]}})

        execute = await porch.knock(executed("q.1.form", "Room 4", FormKind.TEXT))
        submit = await porch.knock(submitted("q.1.form", "Room 4", FormKind.TEXT))

        assert await execute.json() == {"statusCode": 200, "type": "x", "value": {"a": ["b"]}}
        assert await submit.read() == b""
        told = [(each.kind, each.value, each.content, each.waits) for each in porch.taken]
        pressed = (Kind.FILLED, "q.1.form", "Room 4")
        assert told == [(*pressed, True), (*pressed, False)]


@pytest.mark.parametrize(
    "activity",
    [
        of_type("conversationUpdate", membersAdded=[{"id": "29:new"}]),
        of_type("installationUpdate", action="add"),
        of_type("installationUpdate", action="tomorrow"),
        of_type("messageReaction", reactionsAdded=[{"type": "like"}]),
        of_type("messageUpdate", text="x"),
        of_type("messageDelete"),
        of_type("endOfConversation"),
        of_type("tomorrow"),
        of_type(""),
    ],
)
async def test_whatever_teams_tells_is_answered_with_200(
    activity: dict[str, Any], clock: SimClock
) -> None:
    async with standing(clock) as porch:
        assert (await porch.knock(activity)).status == 200
        assert porch.failures == []


@pytest.mark.parametrize("way", sorted(FRAGMENTS)[::5])
async def test_nothing_of_an_activity_is_in_any_log(
    way: str,
    clock: SimClock,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with standing(clock) as porch:
            await porch.knock(typed(SECRET, **FRAGMENTS[way]))
            await porch.knock(typed(SECRET), aud="another")
            await porch.send(SECRET.encode(), f"Bearer {porch.identity.token(SERVICE)}")
            token = porch.identity.token(SERVICE)

    said = caplog.text + "".join(capfd.readouterr())
    assert SECRET not in said
    assert "uks-d1" not in said
    assert token.split(".")[1] not in said
