"""Each open page is told everything: first all at once, then as it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from adapters.playground import stream
from tests.playground.page import Page

Event = tuple[str, dict[str, Any]]


class Open:
    """A page that follows the stream."""

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        self.lines = lines

    async def next(self, wanted: str) -> dict[str, Any]:
        """Return the next event of that name; fail after five seconds."""
        name = ""
        async with asyncio.timeout(5):
            async for line in self.lines:
                text = line.decode().rstrip()
                if text.startswith("event: "):
                    name = text.removeprefix("event: ")
                elif text.startswith("data: ") and name == wanted:
                    content: dict[str, Any] = json.loads(text.removeprefix("data: "))
                    return content
        raise AssertionError(f"the stream ended before {wanted}")


@asynccontextmanager
async def opened(page: Page, school: str = "hillside") -> AsyncIterator[Open]:
    async with page.session.get(f"{page.address}stream?school={school}") as response:
        assert response.content_type == "text/event-stream"
        yield Open(aiter(response.content))


async def test_a_page_begins_with_everything_that_is_shown(page: Page) -> None:
    await page.danger()

    async with opened(page) as follower:
        first = await follower.next("snapshot")

    assert first["school"] == "hillside"
    assert [each["id"] for each in first["schools"]] == ["hillside", "canal"]
    assert len(first["messages"]) == len(page.stage.playground.panes.of("hillside"))
    assert first["state"]["open"] is True


async def test_two_devices_of_one_teacher_see_the_same(page: Page) -> None:
    async with opened(page) as first, opened(page) as second:
        await first.next("snapshot")
        await second.next("snapshot")
        await page.say("sam", opened=True)

        assert await first.next("message") == await second.next("message")


async def test_a_page_of_another_school_hears_nothing_of_it(page: Page) -> None:
    async with opened(page, "canal") as other:
        await other.next("snapshot")
        await page.danger()
        await page.post("switches", {"chat_down": True})

        state = await other.next("state")
        assert state["chat_down"] is True
        assert page.stage.playground.panes.of("canal") == ()


async def test_every_page_hears_that_all_was_forgotten(page: Page) -> None:
    async with opened(page, "canal") as follower:
        await follower.next("snapshot")
        await page.post("again", {})

        assert await follower.next("wiped") == {}


async def test_nothing_private_is_streamed(page: Page) -> None:
    await page.danger()
    for answer in ("called", "in room 12", "Ava", "with me"):
        await page.say("sam", typed=answer)

    async with opened(page) as follower:
        first = await follower.next("snapshot")

    assert any(each["private"] for each in first["messages"])
    cards = [each["card"] for each in first["messages"] if each["card"]]
    assert "Ava" not in json.dumps(cards)
    assert all("fields" not in card for card in cards)


async def test_a_page_that_falls_far_behind_is_cut_off(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_WAITING", 3)
    async with opened(page) as follower:
        await follower.next("snapshot")
        for number in range(9):
            page.stage.playground.hub.tell("state", {"number": number})

        with pytest.raises(AssertionError, match="ended"):
            await follower.next("never")


async def test_a_quiet_stream_gives_signs_of_life(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BREATH", 0.01)
    async with (
        page.session.get(page.address + "stream") as response,
        asyncio.timeout(5),
    ):
        async for line in response.content:
            if line.startswith(b": still here"):
                return
    raise AssertionError("no sign of life")


async def test_an_unknown_school_is_answered(page: Page) -> None:
    async with page.session.get(page.address + "stream?school=nowhere") as response:
        assert response.status == 404
        assert "hillside" in (await response.json())["problem"]
