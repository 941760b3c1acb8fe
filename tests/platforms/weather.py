"""The playground's chat and its ways beside it, as they are in bad weather."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.calls import Caller
from bot.dialogs.card import Card
from bot.fsm.school import Way
from bot.ports import Messenger, Reroute, Retry
from tests.platforms.seat import Seat


@dataclass
class Weather:
    """A chat that is down, slow for some, or without some, also for who is just speaking."""

    panes: Messenger
    down: bool = False
    slow: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        if self.down or to in self.slow:
            raise Retry("the chat is down")
        if to in self.gone:
            raise Reroute(f"{to} is gone")
        return await self.panes.send(school, to, card, key=key, edit=edit, again=again)

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        if self.down or to in self.slow:
            raise Retry("the chat is down")
        if to in self.gone:
            raise Reroute(f"{to} is gone")
        await self.panes.amend(school, to, card, edit=edit)


@dataclass
class Line:
    """A way beside the chat, which can be down."""

    way: Way
    shows: Caller
    seat: Seat

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        if self.way in self.seat.exchange.down:
            raise Retry(f"{self.way} is down")
        await self.shows.call(school, address, text, key=key)
