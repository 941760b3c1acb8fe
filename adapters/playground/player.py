"""Moving the clock forward: each timer is played at its own time, in order."""

# Rule 1: the lock is held while timers fire, by this and by the steady worker alike.
# Rule 2: one timer at a time: firing it may move the next one. One that our own code cannot fire
#         is put aside; it does not keep the clock from going on.

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from adapters.playground.clock import SimClock
from bot.due import fire_next
from bot.handle import Handler
from bot.ports import Queue

__all__ = ["Player"]


@dataclass(slots=True)
class Player:
    """Plays what falls due on the way to a later moment, in all schools together.

    `flush` delivers what is due in a school's outbox; whoever runs the worker holds `lock` too.
    """

    handler: Handler
    clock: SimClock
    flush: Callable[[str], Awaitable[int]]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def play(self, until: datetime) -> int:
        """Move the clock to `until` (UTC), firing each timer on the way; return how many.

        Raises:
            NotSaved: the store does not answer; the clock stays at the last timer played.
        """
        fired = 0
        async with self.lock:
            reached = self.clock.now()
            try:
                while (soonest := await self._soonest()) is not None and soonest[0] <= until:
                    self.clock.hold(soonest[0])
                    if not await fire_next(self.handler, soonest[1]):
                        break  # somebody else holds it: it fires when they are done
                    fired += 1
                    await asyncio.sleep(0)  # what has been shown goes out to the page
                reached = until
            finally:
                self.clock.set(reached)  # never before the last timer played
        return fired

    async def _soonest(self) -> tuple[datetime, str] | None:
        """Return when the next timer of any school falls due, and whose it is."""
        found: list[tuple[datetime, str]] = []
        for school in self.handler.schools:
            due = await self.handler.store.next_due(school, Queue.TIMERS)
            if due is not None:
                found.append((due, school))
        return min(found, default=None)
