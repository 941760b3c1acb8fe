"""Who waits for a time to come, on the simulated clock: nobody's seconds are spent on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.chat import SimClock


@dataclass
class Naps:
    """Those in one process who wait. What a dead process waited for never comes."""

    clock: SimClock
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    _resting: list[tuple[datetime, asyncio.Future[None]]] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many wait."""
        self._resting = [each for each in self._resting if not each[1].done()]
        return len(self._resting)

    async def rest(self, seconds: float) -> None:
        """Wait until the clock has moved on by so many seconds."""
        ends: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._resting.append((self.clock.at + timedelta(seconds=seconds), ends))
        self.begun.set()
        await ends

    def due(self) -> datetime | None:
        """Return when the first of them has waited for long enough."""
        return min((at for at, ends in self._resting if not ends.done()), default=None)

    def wake(self) -> None:
        """Let all go on whose time has come."""
        for at, ends in self._resting:
            if at <= self.clock.at and not ends.done():
                ends.set_result(None)
