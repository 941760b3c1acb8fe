"""The page as a script plays it: what it posts, and what its panes then show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp

from adapters.playground.panes import Shown
from bot.dialogs.card import Button, Card
from tests.playground.stage import Stage

NUMBERS = count(1)


@dataclass
class Answer:
    """What a post was answered with."""

    status: int
    body: dict[str, Any]


@dataclass
class Page:
    """Posts as people do. Each doing has a name of its own, unless one is given."""

    stage: Stage
    address: str
    session: aiohttp.ClientSession

    async def post(self, path: str, body: object) -> Answer:
        async with self.session.post(self.address + path, json=body) as response:
            return Answer(response.status, await response.json())

    async def say(self, person: str, operation: str = "", **said: object) -> Answer:
        name = operation or f"operation-{next(NUMBERS)}"
        body = {"school": "hillside", "person": person, "operation": name, **said}
        return await self.post("said", body)

    async def press(self, pane: str, label: str, person: str = "", operation: str = "") -> Answer:
        message, button = self.find(pane, label)
        return await self.say(person or pane, operation, pressed=button.value, message=message.id)

    def find(self, pane: str, label: str) -> tuple[Shown, Button]:
        """Return the newest button of that label in a pane, and its message."""
        for shown in reversed(self.shown(pane)):
            for button in shown.card.buttons if shown.card else ():
                if button.label == label:
                    return shown, button
        raise AssertionError(f"no [{label}] in {pane}: {self.texts(pane)}")

    def shown(self, pane: str) -> list[Shown]:
        return [each for each in self.stage.playground.panes.of("hillside") if each.pane == pane]

    def cards(self, pane: str) -> list[Card]:
        return [each.card for each in self.shown(pane) if each.card is not None]

    def texts(self, pane: str) -> list[str]:
        return [each.card.text if each.card else each.words for each in self.shown(pane)]

    async def danger(self) -> None:
        """Raise the first alert, in two clicks."""
        await self.say("sam", opened=True)
        await self.press("sam", "Danger now, needs 999")


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until the worker has made something true; fail after five seconds."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  the worker has no event to wait for
            await asyncio.sleep(0.02)
