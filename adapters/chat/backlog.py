"""Work that goes on after the platform has its answer."""

import asyncio
from asyncio import Task, ensure_future
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.ports import Reroute, Retry

__all__ = ["Backlog"]

LAST = timedelta(seconds=10)
"""How long what was begun may take once the process is told to stop; the outbox has the rest."""


@dataclass(slots=True)
class Backlog:
    """Work that goes on after the platform has its answer. `drained` waits for all of it."""

    on_failure: Callable[[Exception], None]
    _tasks: set[Task[None]] = field(default_factory=set)

    def add(self, work: Coroutine[Any, Any, None]) -> Task[None]:
        """Begin work; what fails is told, and keeps nothing else from being done."""
        task = ensure_future(self._kept(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def __len__(self) -> int:
        """Return how much is not done yet."""
        return len(self._tasks)

    def __iter__(self) -> Iterator[Task[None]]:
        """Yield what is not done yet."""
        return iter(tuple(self._tasks))

    async def drained(self) -> None:
        """Wait until nothing is left to do."""
        while self._tasks:
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)  # what is done is taken off the list

    async def settled(self, *also: Callable[[], Awaitable[None]]) -> None:
        """Wait until all of it is done, and `also` that, as long as that takes within reason."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST.total_seconds()):
                for each in also:
                    await each()
                await self.drained()

    async def _kept(self, work: Awaitable[None]) -> None:
        try:
            await work
        except (Retry, Reroute):
            return  # a word beside the conversation did not get through; its reader can press again
        except Exception as error:  # noqa: BLE001  told, and nobody else's work stops (tested)
            self.on_failure(error)
