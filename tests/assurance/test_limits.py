"""Whoever is noisy is slowed down; a red answer never is, and a stranger costs us nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters.chat.way_in import LARGEST
from adapters.export.door import MOST as TRIES
from bot.ahead import would_alert
from bot.fsm.case import Conversation
from bot.fsm.said import Media, Pressed, Said, Typed
from tests.assurance.doors import DOORS
from tests.assurance.knocking import SCHOOL, Door
from tests.assurance.test_access import ELSEWHERE, HERE, REF
from tests.engine import World, broken
from tests.playground.stage import served, stage
from tests.slack.house import SAM, house

FLOOD = 300


@pytest.mark.parametrize("door", DOORS)
async def test_a_flood_is_turned_away_with_the_numbers_and_a_red_answer_gets_through(
    door: str, tmp_path: Path
) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        await at.open("sam")
        shown = await flooded(at, "sam")
        assert "999" in shown
        assert await at.store.cases(SCHOOL) == []

        await at.press("sam", f"q.{await asked(at)}.0")

        assert await at.store.cases(SCHOOL) == [REF]
        case = await at.handler.case(SCHOOL, REF)
        assert case is not None
        assert case.alert is not None

        await flooded(at, "dsl")
        await at.press("dsl", f"deed.{REF}.coming")
        case = await at.handler.case(SCHOOL, REF)
        assert case is not None
        assert case.owner == "dsl"


async def asked(at: Door) -> int:
    """Return the number of the question that stands before Sam."""
    stored = await at.store.load_conversation(SCHOOL, "sam")
    assert stored is not None
    return Conversation.model_validate_json(stored.state).serial


async def flooded(at: Door, who: str) -> str:
    """Do what means nothing until it is too much; return what is said to it."""
    for _ in range(FLOOD):
        shown = await at.noise(who)
        if "Too much at once" in shown:
            return shown
    raise AssertionError(f"{FLOOD} doings in a row are not too much")


async def test_what_would_alert_is_known_beforehand_and_nothing_is_changed_by_looking() -> None:
    world = World()
    await world.say("sam", Typed("hello"))
    asked = await world.conversation()

    async def red(said: Said) -> bool:
        return await would_alert(world.handler, "school", "sam", said)

    assert await red(Pressed(f"q.{asked.serial}.0"))
    assert await red(Typed("danger now"))
    assert not await red(Pressed(f"q.{asked.serial}.2"))
    assert not await red(Pressed("q.999.0"))
    assert not await red(Typed("hello"))
    assert not await red(Pressed(f"deed.{REF}.coming"))
    assert await world.conversation() == asked
    assert await world.store.cases("school") == []


async def test_what_cannot_be_known_is_let_through() -> None:
    world = World()
    await world.say("sam", Typed("hello"))
    world.schools["school"] = broken(world.school)

    assert await would_alert(world.handler, "school", "sam", Typed("danger now"))
    assert len(world.failures) == 1


async def test_media_alone_alerts_as_ever() -> None:
    world = World()
    await world.say("sam", Typed("hello"))

    assert await would_alert(world.handler, "school", "sam", Media())


async def test_a_stranger_at_slacks_door_is_sent_off_before_a_byte_is_read() -> None:
    async with house() as here:
        for headers in (
            {},
            {"X-Slack-Signature": "v0=" + "0" * 64},
            {"X-Slack-Signature": "v0=short", "X-Slack-Request-Timestamp": "1794000000"},
            {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "1"},
        ):
            read = 0

            async def body() -> AsyncIterator[bytes]:
                nonlocal read
                while read < LARGEST:
                    read += 1024
                    yield b"x" * 1024

            async with here.hands.client.post("/slack/events", data=body(), headers=headers) as got:
                assert got.status == 401
        await here.hands.command(SAM)
        assert here.failures == []


async def test_wrong_tries_at_a_link_are_few_and_others_wait_a_minute(tmp_path: Path) -> None:
    made = stage(tmp_path)
    async with served(made) as address, aiohttp.ClientSession() as session:

        async def tried(school: str) -> int:
            place = f"{address}record/{school}/{'x' * 22}"
            async with session.post(place, data={"code": "123456"}) as answer:
                return answer.status

        assert [await tried("hillside") for _ in range(TRIES)] == [404] * TRIES
        assert await tried("hillside") == 429
        assert await tried("canal") == 404
