"""A few connections that all calls of this process share: what is ready goes out together."""

# Rule 1: nobody waits for a batch to fill: a call goes out at the end of the loop's present round,
#         with whatever else is ready by then, also while earlier ones wait for their answers.
# Rule 2: answers come in the order of the calls. Each call has its own: one that is refused, that
#         nobody waits for any more or that is late takes none away from its neighbours.
# Rule 3: how long a call is waited for is counted in beats of the loop, not read off a clock: a
#         loop that was too busy to listen must not call silence what it did not hear.
# Rule 4: after a late answer no new call goes down this line; those on it still get theirs.

import asyncio
import math
from asyncio import AbstractEventLoop, Future, TimerHandle
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as LostReply

__all__ = ["Endpoint", "Value", "Wire", "Wires"]

Value = str | bytes | int

_BEAT_SECONDS = 0.5
_BEATS = 4
_LANES = 6
"""The server reads 16 kB of each line between two writes to its disk: on one line, a crowd's
commits would be written one by one. On more than a few, less goes out together."""


class Endpoint(Protocol):
    """What is needed of a connection."""

    def pack_command(self, *args: Value) -> list[bytes]:
        """Return a command as it is sent."""
        ...

    def write(self, packed: Sequence[bytes]) -> None:
        """Send without waiting.

        Raises:
            OSError: it is closed.
        """
        ...

    async def read_response(self, *, timeout: float | None) -> Any:  # noqa: ASYNC109  redis-py's
        """Return the next answer; raise it where it is an error."""
        ...

    async def disconnect(self, *, nowait: bool) -> None:
        """Close it."""
        ...


@dataclass(slots=True)
class _Call:
    """Some commands of one caller, and their answers so far. An error is an answer too."""

    wanted: int
    since: int
    future: Future[list[Any]]
    answers: list[Any] = field(default_factory=list)


Connect = Callable[[], Awaitable[Endpoint]]


class Wire:
    """A line that is open. It closes itself when it breaks."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Begin to listen on a connection that is made."""
        self.open = True
        self._endpoint = endpoint
        self._loop: AbstractEventLoop = asyncio.get_running_loop()
        self._calls: deque[_Call] = deque()
        self._packed: list[bytes] = []
        self._beat = 0
        self._beating: TimerHandle | None = None
        self._listening = self._loop.create_task(self._listen())

    @property
    def usable(self) -> bool:
        """Return whether a new call may go down it."""
        return self.open and self._loop is asyncio.get_running_loop()

    def send(self, commands: Sequence[Sequence[Value]]) -> Future[list[Any]]:
        """Return what will hold the answers to some commands, in their order, errors included.

        It raises `LostConnection` or `LostReply` where they may have run and nobody knows.
        """
        packed = [part for each in commands for part in self._endpoint.pack_command(*each)]
        call = _Call(len(commands), self._beat, self._loop.create_future())
        if not self._packed:
            self._loop.call_soon(self._flush)
        self._packed += packed
        self._calls.append(call)
        if self._beating is None:
            self._beating = self._loop.call_later(_BEAT_SECONDS, self._tick)
        return call.future

    async def close(self) -> None:
        """Close it; whoever still waits hears that the answer is lost."""
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    def _flush(self) -> None:
        packed, self._packed = self._packed, []
        try:
            self._endpoint.write(packed)
        except OSError as broken:
            self._lose(broken)
            self._listening.cancel()

    async def _listen(self) -> None:
        why: BaseException = LostConnection("closed")
        try:
            while True:
                try:
                    answer = await self._endpoint.read_response(timeout=math.inf)
                except ResponseError as refused:
                    answer = refused
                self._hear(answer)
        except Exception as broken:  # noqa: BLE001  whatever it is, nothing more will be heard
            why = broken
        finally:
            self._lose(why)
            await self._endpoint.disconnect(nowait=True)

    def _hear(self, answer: Any) -> None:
        call = self._calls[0]
        call.answers.append(answer)
        if len(call.answers) == call.wanted:
            self._calls.popleft()
            if not call.future.done():
                call.future.set_result(call.answers)

    def _lose(self, why: BaseException) -> None:
        self.open = False
        if self._beating is not None:
            self._beating.cancel()
        for call in self._calls:
            if not call.future.done():
                call.future.set_exception(LostConnection(str(why)))
        self._calls.clear()

    def _tick(self) -> None:
        """Count a beat; give up what is late, and once nobody waits any more, the line."""
        self._beat += 1
        self._beating = None
        for call in self._calls:
            if self._beat - call.since > _BEATS and not call.future.done():
                self.open = False
                call.future.set_exception(LostReply("no reply"))
        if not self.open and all(call.future.done() for call in self._calls):
            self._listening.cancel()
        elif self._calls:
            self._beating = self._loop.call_later(_BEAT_SECONDS, self._tick)


class _Lane:
    """The line of now: opened when first asked, and again when it was lost."""

    def __init__(self, connect: Connect) -> None:
        self.load = 0
        self._connect = connect
        self._wire: Wire | None = None
        self._opening: Future[Wire] | None = None

    async def ask(self, commands: Sequence[Sequence[Value]]) -> list[Any]:
        self.load += 1
        try:
            wire = self._wire
            if wire is None or not wire.usable:
                wire = await self._opened()
            return await wire.send(commands)
        finally:
            self.load -= 1

    async def close(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        wire, self._wire = self._wire, None
        if wire is not None and wire.usable:
            await wire.close()

    async def _opened(self) -> Wire:
        """Open a line; whoever asks meanwhile shares it, or what went wrong."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._open())
            self._opening.add_done_callback(self._was_opened)
        return await asyncio.shield(self._opening)

    async def _open(self) -> Wire:
        self._wire = Wire(await self._connect())
        return self._wire

    def _was_opened(self, opening: Future[Wire]) -> None:
        self._opening = None
        if not opening.cancelled():
            opening.exception()  # whoever asked has heard it, unless they are gone


class Wires:
    """A few lines. Who comes alone finds the first one; who comes in a crowd, the least busy."""

    def __init__(self, connect: Connect) -> None:
        """`connect` makes a connection; it raises `LostConnection`, `LostReply` or `OSError`."""
        self._lanes = [_Lane(connect) for _ in range(_LANES)]

    async def ask(self, commands: Sequence[Sequence[Value]]) -> list[Any]:
        """Return the answers to some commands that go out together, errors included.

        Raises:
            LostConnection: as `Wire.send`, or nothing was sent at all.
            LostReply: as `Wire.send`.
        """
        return await min(self._lanes, key=_load).ask(commands)

    async def close(self) -> None:
        """Close all lines."""
        for lane in self._lanes:
            await lane.close()


def _load(lane: _Lane) -> int:
    return lane.load
