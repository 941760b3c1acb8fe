"""A chat platform as the simulator needs it: what outlives our processes, and each one's way in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from aiohttp import ClientError
from aiohttp.test_utils import TestClient

from adapters.chat.backlog import Backlog
from bot.dialogs.card import Card
from bot.fsm.school import School
from bot.handle import Handler
from bot.ports import Messenger
from tests.simulator.naps import Naps
from tests.simulator.process import Line

KEY: ContextVar[str] = ContextVar("KEY", default="")
"""The name of the message that is being sent."""


@dataclass(frozen=True)
class Arrival:
    """A message as it was posted, and when: what a notification shows, and all that it said."""

    at: datetime
    text: str
    words: str


@dataclass(eq=False)
class Sending:
    """One call of a process that sends a message of ours. `arrived`: it is there by now."""

    name: str
    is_open: bool = True
    arrived: bool = False

    @property
    def fits(self) -> tuple[bool, bool]:
        """Return how well it explains a message: best by a call that goes on, the first of them."""
        return self.is_open, not self.arrived


@dataclass
class Posts:
    """What really arrived, by our name of it and its recipient, and how often.

    A chat is not told our names. Two alerts may have the same words, and be sent by two processes
    at the same moment: then each of the two is there once, and neither is there twice.
    """

    arrived: dict[tuple[str, str], list[Arrival]] = field(default_factory=dict)
    _sendings: dict[str, list[Sending]] = field(default_factory=dict)

    @contextmanager
    def sending(self, *what: object) -> Iterator[None]:
        """Hear from one of our processes what it sends in the block; the name is in `KEY`."""
        if not KEY.get():
            yield
            return
        mine, printed = Sending(KEY.get()), _print(what)
        known = self._sendings.get(printed, [])
        self._sendings[printed] = [*(each for each in known if each.is_open), mine]
        try:
            yield
        finally:
            mine.is_open = False  # it stays until the next: what it did may be seen only later

    def came(self, to: str, arrival: Arrival, *what: object) -> None:
        """Note that a message of ours is there, under the name that it was sent by."""
        if known := self._sendings.get(_print(what)):
            found = max(known, key=lambda each: each.fits)
            found.arrived = True
            self.arrived.setdefault((found.name, to), []).append(arrival)


@dataclass
class NamingMessenger:
    """A messenger that says which message it is about to send."""

    behind: Messenger

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Send; as `bot.ports.Messenger`."""
        named = KEY.set(key)
        try:
            return await self.behind.send(school, to, card, key=key, edit=edit, again=again)
        finally:
            KEY.reset(named)

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Replace; as `bot.ports.Messenger`."""
        await self.behind.amend(school, to, card, edit=edit)


async def _nothing() -> None:
    return


@dataclass
class Entrance:
    """A process's way in from a chat. `tidy` does what it does every few seconds."""

    messenger: Messenger
    door: TestClient[Any, Any]
    backlog: Backlog
    naps: Naps
    tidy: Callable[[], Awaitable[object]] = _nothing

    async def knocked(
        self, path: str, body: bytes, headers: Mapping[str, str], answers: list[Any]
    ) -> int:
        """Post to it and let what follows be done; add what it answered to `answers`.

        Return the status; 0 where no answer came.
        """
        try:
            async with self.door.post(path, data=body, headers=headers) as answer:
                told = await answer.read()
                answers.append(json.loads(told) if told else None)
                await self.settled()
                return answer.status
        except (ClientError, ConnectionError):
            return 0

    async def settled(self) -> None:
        """Wait until all that follows is done, or rests until its time.

        It is looked at anew whenever anything ends, not only when all has: who rests ends later.
        """
        while len(self.backlog) > len(self.naps):
            self.naps.begun.clear()
            rested = asyncio.ensure_future(self.naps.begun.wait())
            await asyncio.wait({*self.backlog, rested}, return_when=asyncio.FIRST_COMPLETED)
            rested.cancel()
            await asyncio.sleep(0)  # what is done is taken off the list


@dataclass
class Ground:
    """What a process stands on, whatever chat it speaks. `through` puts a store in its weather."""

    handler: Handler
    line: Line
    stack: AsyncExitStack
    naps: Naps
    through: Callable[[object], Any]
    on_failure: Callable[[Exception], None]


Knock = Callable[[Entrance], Coroutine[Any, Any, int]]


class Carry(Protocol):
    """Takes what somebody does to a process of ours, which may come twice, late, or not at all."""

    async def __call__(self, knock: Knock, *, tries: int = 0) -> int:
        """Return the status; 0 where no answer came. The platform asks again `tries` times."""
        ...


class Hands(Protocol):
    """What people can do on a platform. They are named by their accounts."""

    async def begin(self, user: str, /) -> object:
        """Begin a concern."""
        ...

    def before(self, user: str, /) -> list[str]:
        """Return the labels of all that somebody can press."""
        ...

    def has_form(self, user: str, /) -> bool:
        """Return whether a form stands before somebody, over everything else."""
        ...

    def close(self, user: str, /) -> None:
        """Close what stands over everything else."""
        ...

    async def press(self, user: str, label: str, /) -> object:
        """Press a button; what stands beside it is filled in."""
        ...

    async def type(self, user: str, text: str, /) -> object:
        """Type into the private chat."""
        ...

    async def fill_in(self, user: str, /) -> object:
        """Fill in the form that stands before somebody, and hand it in."""
        ...


class Platform(Protocol):
    """One chat, strict, in bad weather."""

    posts: Posts

    @property
    def accounts(self) -> Mapping[str, str]:
        """Return people's accounts here, by name."""
        ...

    def settled_in(self, school: School) -> School:
        """Return a school whose people have accounts here, and which has a channel."""
        ...

    def up(self) -> AbstractAsyncContextManager[object]:
        """Have it up while the block runs."""
        ...

    def sync(self) -> None:
        """Let it be as the storms of this moment have made it."""
        ...

    async def entrance(self, ground: Ground) -> Entrance:
        """Return a process's way in; it is shut when the ground's stack is."""
        ...

    def hands(self, carry: Carry) -> Hands:
        """Return everybody's hands."""
        ...

    def shown(self) -> Iterable[Iterable[str]]:
        """Return the texts of each message that stands before somebody."""
        ...

    def wrongs(self) -> list[str]:
        """Return what it would not have taken from us, and what should not stand any more."""
        ...


def _print(what: Iterable[object]) -> str:
    return json.dumps(list(what), sort_keys=True)
