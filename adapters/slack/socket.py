"""Socket Mode: Slack's way in where no address of ours is public. We open the line.

Our own client, and not the SDK's: that one queues raw payloads, writes them down at DEBUG, waits
five seconds before it comes back, and has stalled unseen (docs/decisions/0013-slack.md).
"""

# Rule 1: an envelope is judged and picked from the moment it is read, as behind the other door
#         (`reading.py`); nothing of it is queued or logged.
# Rule 2: acknowledged is on disk. What is not saved is not acknowledged: Slack sends it again.
# Rule 3: a line that is to be cut is let go only when the next one stands and what came over the
#         old one is answered. What comes over both has one name, and is done once.

import asyncio
from asyncio import Event, Task, ensure_future
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from adapters.chat.picking import object_of, table, word
from adapters.chat.way_in import LARGEST
from adapters.slack.client import Client
from adapters.slack.door import Answer
from adapters.slack.knock import Knock, Unreadable
from adapters.slack.reading import knock_of
from adapters.slack.workspace import Workspace
from bot.ports import OurBug, Reroute, Retry

__all__ = ["Socket"]

GREETED_WITHIN = timedelta(seconds=10)
LONGEST = timedelta(hours=1)
"""How long a line is kept: one that has silently died brings nothing, and says nothing of it."""

PAUSES = tuple(timedelta(seconds=each) for each in (1, 2, 5, 15, 30))
"""How long is waited before each new try; the last one again and again."""

AT_ONCE = frozenset({"warning", "refresh_requested"})
"""Why Slack says that it will cut a line; after anything else it is left alone for a while."""

SWITCHED_OFF = "link_disabled"
MOST_AT_ONCE = 200
"""Doings that are being saved. What comes beyond is not acknowledged, and comes again."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.slack")

Take = Callable[[Knock, Sequence[Workspace]], Awaitable[Answer]]


@dataclass(slots=True)
class _Line:
    """One connection. `over`: another is needed. `why` it ends, as Slack says, '' for unsaid."""

    over: Event = field(default_factory=Event)
    greeted: bool = False
    why: str = ""
    after: timedelta | None = None
    web: ClientWebSocketResponse | None = None
    doing: set[Task[None]] = field(default_factory=set)

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin what a message asks for; messages do not wait for each other."""
        task = ensure_future(work)
        self.doing.add(task)
        task.add_done_callback(self.doing.discard)

    async def answered(self) -> None:
        """Wait until all that came over it is answered."""
        while self.doing - {asyncio.current_task()}:
            await asyncio.wait(self.doing - {asyncio.current_task()})
            await asyncio.sleep(0)  # what is done is taken off the list

    async def let_go(self) -> None:
        """Close it, once all that came over it is answered."""
        await self.answered()
        if self.web is not None:
            await self.web.close()


@dataclass(slots=True)
class Socket:
    """Hears one workspace over lines of our own. `take` hears of each thing that is let in.

    `wait` lets seconds go by before another try.
    """

    workspace: Workspace
    client: Client
    take: Take
    on_failure: Callable[[Exception], None]
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    _lines: set[Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Keep a line open until cancelled, whatever becomes of each."""
        tries, before = 0, _Line()
        try:
            while True:
                line = _Line()
                self._begin(self._hold(line, before))
                await line.over.wait()
                if line.greeted and line.why in AT_ONCE:
                    tries, before = 0, line
                    continue
                tries = 1 if line.greeted and line.why != SWITCHED_OFF else tries + 1
                _log.warning("slack_line_lost", workspace=self.workspace.name, tries=tries)
                pause = PAUSES[min(tries, len(PAUSES)) - 1]
                await self.wait(max(pause, line.after or pause).total_seconds())
        finally:
            for each in self._lines:
                each.cancel()
            await asyncio.gather(*self._lines, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = ensure_future(work)
        self._lines.add(task)
        task.add_done_callback(self._lines.discard)

    async def _hold(self, line: _Line, before: _Line) -> None:
        """Open a line and listen until it ends; `before` is let go once this one stands."""
        try:
            async with self.client.line(self.workspace) as web:
                line.web = web
                try:
                    await self._listen(line, before)
                finally:
                    await line.answered()
        except Retry as busy:
            line.after = busy.after
        except (Reroute, OurBug, ClientError, OSError, TimeoutError):
            _log.warning("slack_line_refused", workspace=self.workspace.name)
        except Exception as error:  # noqa: BLE001  told; another line is opened (tested)
            self.on_failure(error)
        finally:
            line.over.set()

    async def _listen(self, line: _Line, before: _Line) -> None:
        if line.web is None:
            return
        loop = asyncio.get_running_loop()
        renewal = None
        try:
            async with asyncio.timeout(GREETED_WITHIN.total_seconds()) as patience:
                async for message in line.web:
                    told = _object(message.data) if message.type is WSMsgType.TEXT else {}
                    match word(told, "type"):
                        case "hello":
                            line.greeted = True
                            patience.reschedule(None)
                            renewal = loop.call_later(LONGEST.total_seconds(), _renew, line)
                            self._begin(before.let_go())
                        case "disconnect":
                            _end(line, word(told, "reason"))
                        case _ if len(line.doing) < MOST_AT_ONCE:
                            line.do(self._answer(line.web, told))
        finally:
            if renewal is not None:
                renewal.cancel()

    async def _answer(self, web: ClientWebSocketResponse, told: Mapping[str, object]) -> None:
        """Do what an envelope asks for; acknowledge it once that is on disk."""
        envelope = word(told, "envelope_id")
        if not envelope:
            return
        answer = await self._done(told)
        if answer.status >= MOST_GOOD:
            return
        body = {"payload": answer.body} if answer.body is not None else {}
        with suppress(ClientError, ConnectionError):  # it is gone: the other one brings it again
            await web.send_json({"envelope_id": envelope, **body})

    async def _done(self, told: Mapping[str, object]) -> Answer:
        try:
            return await self.take(knock_of(table(told, "payload")), (self.workspace,))
        except Unreadable:
            _log.info("slack_refused", status=400)
        except Exception as error:  # noqa: BLE001  told; sent again it would fail again (tested)
            self.on_failure(error)
        return Answer()


MOST_GOOD = 500
"""From here on it is not saved, and Slack has to send it again."""


def _object(text: str) -> Mapping[str, object]:
    """Return what a message holds; of one that is too large, only what acknowledges it."""
    found = object_of(text)
    is_whole = not found or len(text) <= LARGEST
    return found if is_whole else {"envelope_id": found.get("envelope_id")}


def _end(line: _Line, why: str) -> None:
    line.why = why
    line.over.set()


def _renew(line: _Line) -> None:
    _end(line, "refresh_requested")
