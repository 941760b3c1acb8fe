"""A process of ours that can be killed at any await: what it holds in memory is then gone."""

# Rule 1: everything that leaves the process crosses its line, before and after: nothing else can be
#         seen from outside, so to die at a crossing is to die at any await.
# Rule 2: a killed process stands still where it is. Nothing of it runs on: no `finally`, no retry.

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Task
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from bot.ports import NotSaved
from tests.simulator.weather import Blow, Storm, Weather

WRITES = frozenset(
    {"commit", "finish", "postpone", "bury", "claim", "keep_address", "forget_address"}
)
OWNER: ContextVar[Line | None] = ContextVar("OWNER", default=None)


@dataclass
class Line:
    """Where a process meets the world. It dies when its `fuse` has burnt down."""

    fuse: int = 0
    died: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[Task[Any]] = field(default_factory=set)

    async def cross(self) -> None:
        """Let the others run; then go on, or never."""
        await asyncio.sleep(0)
        if self.fuse:
            self.fuse -= 1
            if not self.fuse:
                self.died.set()
        if self.died.is_set():
            await asyncio.get_running_loop().create_future()

    async def bury(self) -> None:
        """Take what is left of a dead process out of the loop."""
        self.died.set()
        me = asyncio.current_task()
        left = [task for task in self.tasks if task is not me and not task.done()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def owned_tasks(loop: AbstractEventLoop) -> None:
    """Let each task be known to the process that began it."""

    def factory(loop: AbstractEventLoop, work: Any, **more: Any) -> Task[Any]:
        task: Task[Any] = Task(work, loop=loop, **more)
        if (line := OWNER.get()) is not None:
            line.tasks.add(task)
            task.add_done_callback(line.tasks.discard)
        return task

    loop.set_task_factory(factory)


@dataclass
class OurStore:
    """A store as one process sees it, through its line and the weather."""

    behind: object
    line: Line
    weather: Weather
    now: Callable[[], Any]
    waits: Callable[[], None]
    seen: Callable[[str, Any], None]

    def __getattr__(self, name: str) -> Any:
        """Return a call of the store's."""
        call = getattr(self.behind, name)

        @wraps(call)
        async def crossed(*given: Any, **named: Any) -> Any:
            await self.line.cross()
            if self.weather.is_on(Storm.STORE_DOWN, self.now()):
                raise NotSaved("a storm")
            blow = self.weather.strikes(Blow.STORE_SLOW, Blow.STORE_SILENT, often=0.2)
            if blow is Blow.STORE_SLOW:
                self.waits()
            answer = await call(*given, **named)
            if name == "commit" and not answer.again:
                self.seen(given[0].school, given[0])
            await self.line.cross()
            if blow is Blow.STORE_SILENT and name in WRITES:
                raise NotSaved("the reply was lost")
            return answer

        return crossed
