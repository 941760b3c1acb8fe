"""One school in bad weather: what outlives our processes, and the processes over it."""

# Rule 1: the store, the chat and the clock outlive a process; whatever else there is dies with it.
# Rule 2: two processes run over one store, both with a door, a clock and a messenger: as in a
#         deployment that is being replaced by the next while both are up.

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from bot.deliver import Delivery
from bot.due import fire_next
from bot.fsm.school import Way
from bot.handing import Links
from bot.handle import Handler
from bot.outbox import connect
from bot.ports import NotSaved, Queue, Store
from bot.retrying import LEASE
from bot.school_clock import set_school_timers
from bot.switchboard import Switchboard
from tests.chat import Chat, Exchange, SimClock
from tests.engine import TICKET, a_school, with_ways
from tests.simulator.naps import Naps
from tests.simulator.platform import Entrance, Ground, NamingMessenger, Platform
from tests.simulator.process import OWNER, Line, OurStore
from tests.simulator.promises import Promises
from tests.simulator.weather import Blow, Storm, Weather

PROCESSES = 2
DIES = 0.1
"""How often, where the weather is as it is, a process may die over what falls due."""

SLOW = timedelta(seconds=2)
"""What a slow answer of the store takes."""

PAUSE = timedelta(seconds=5)
"""How long a process waits for a store that does not answer."""


@dataclass
class Numbers:
    """Gives each case a reference of its own, as the real mint does, but the same in each run."""

    given: count[int] = field(default_factory=lambda: count(1))

    def reference(self) -> str:
        """Return a fresh reference."""
        return f"YP-{next(self.given):04}"


@dataclass
class Process:
    """One process of ours, with its way in from the chat."""

    line: Line
    handler: Handler
    delivery: Delivery
    switchboard: Switchboard
    entrance: Entrance
    stack: AsyncExitStack

    async def beat(self, school: str) -> int:
        """Do what is due, as the clock of a process does; return how much that was."""
        done = int(await fire_next(self.handler, school))
        done += await self.delivery.flush(school)
        done += await self.switchboard.flush(school)
        await self.entrance.tidy()
        return done


@dataclass
class Outside:
    """A school, its people's chat, and our processes. `promises` sees all that is committed."""

    weather: Weather
    clock: SimClock
    platform: Platform
    store: Store = field(default_factory=MemoryStore)
    links: MemoryLinks = field(default_factory=MemoryLinks)
    mint: Numbers = field(default_factory=Numbers)
    processes: list[Process] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let the school be in the chat, and set up what goes beside it."""
        self.school = with_ways(self.platform.settled_in(a_school()), *Way)
        self.beside = Chat(self.clock)
        people = {
            self.school.address(each, way): each.id for each in self.school.people for way in Way
        }
        self.exchange = Exchange(self.beside, people)
        self.promises = Promises(self.school, self.store, self.platform, self.beside, self.clock)

    @asynccontextmanager
    async def up(self) -> AsyncIterator[None]:
        """Have the chat and our processes up while the block runs."""
        async with self.platform.up():
            try:
                for _ in range(PROCESSES):
                    self.processes.append(await self._started())
                yield
            finally:
                for process in self.processes:
                    await self._ended(process)

    async def _started(self) -> Process:
        line = Line()
        mine = OWNER.set(line)
        try:
            return await self._made(line)
        finally:
            OWNER.reset(mine)

    async def _made(self, line: Line) -> Process:
        stack = AsyncExitStack()

        def through(behind: object) -> Any:
            weather, seen = self.weather, self.promises.committed
            return OurStore(behind, line, weather, self.clock.now, self.slow, seen)

        store = cast("Store", through(self.store))
        served = {self.school.id: self.school}
        handler = Handler(served, store, self.clock, self.mint, self.failures.append)
        handler.links = Links(self.links, self.clock, lambda: TICKET)
        ground = Ground(handler, line, stack, Naps(self.clock), through, self.failures.append)
        entrance = await self.platform.entrance(ground)
        delivery = connect(handler, NamingMessenger(entrance.messenger), self.bugs.append)
        callers = {way: self.exchange.by(way) for way in Way}
        switchboard = Switchboard(handler, callers, self.bugs.append)
        with suppress(NotSaved):
            await set_school_timers(self.store, self.school, self.clock)
        return Process(line, handler, delivery, switchboard, entrance, stack)

    async def _ended(self, process: Process) -> None:
        await process.line.bury()
        await process.stack.aclose()

    async def doing(self, process: Process, work: Coroutine[Any, Any, Any]) -> Any:
        """Let a process do something; None where it dies over it, and another takes its place."""
        mine = OWNER.set(process.line)
        try:
            task = asyncio.ensure_future(work)
        finally:
            OWNER.reset(mine)
        died = asyncio.ensure_future(process.line.died.wait())
        await asyncio.wait({task, died}, return_when=asyncio.FIRST_COMPLETED)
        died.cancel()
        if not process.line.died.is_set():
            return task.result()
        task.cancel()
        await self._ended(process)
        self.processes[self.processes.index(process)] = await self._started()
        return None

    def slow(self) -> None:
        """Let an answer take its time."""
        self.clock.at += SLOW

    def fused(self) -> Process:
        """Return a process that does the next thing; it may be about to die over it."""
        process = self.weather.chance.choice(self.processes)
        if self.weather.strikes(Blow.KILLED, often=0.5):
            process.line.fuse = self.weather.chance.randrange(1, 40)
        return process

    async def move(self, until: datetime) -> None:
        """Move the clock; what falls due is done at its own time by whoever comes first."""
        while (due := await self._due()) is not None and due <= until:
            self.clock.at = max(due, self.clock.at)
            self.sync()
            for process in self.processes:
                process.entrance.naps.wake()
            if not await self._beaten():
                self.clock.at += PAUSE
        self.clock.at = max(until, self.clock.at)
        self.sync()
        await self._beaten()

    async def _beaten(self) -> int:
        """Let every process do what is due, side by side; return how much that was."""
        if self.weather.chance.random() < DIES:
            self.fused()
        here = list(self.processes)
        work = (self.doing(each, each.beat(self.school.id)) for each in here)
        done = 0
        for each in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(each, int):
                done += each
            elif isinstance(each, Exception) and not isinstance(each, NotSaved):
                self.failures.append(each)
        return done

    def sync(self) -> None:
        """Let the storms of this moment blow."""
        self.platform.sync()
        down = self.weather.is_on(Storm.BESIDE_DOWN, self.clock.at)
        self.exchange.down = set(Way) if down else set()

    async def _due(self) -> datetime | None:
        """Return when something falls due next; a job that a dead process holds comes back."""
        dues = [await self.store.next_due(self.school.id, queue) for queue in Queue]
        dues += [process.entrance.naps.due() for process in self.processes]
        for queue in Queue:
            waiting = await self.store.pending(self.school.id, queue)
            dues += [self.clock.at + LEASE for _, due in waiting if due <= self.clock.at]
        return min((due for due in dues if due is not None), default=None)
