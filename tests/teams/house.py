"""A school on the strict Teams: the whole product behind its door, over the store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp.test_utils import TestClient, TestServer

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.teams.keys import WebSource
from adapters.teams.running import Teams, make_teams
from bot.deliver import Delivery
from bot.due import fire_due
from bot.fsm.case import Case
from bot.fsm.school import School
from bot.handing import Links
from bot.handle import Handler
from bot.hearing import Hearing
from bot.ports import NotSaved, Queue
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING, REFS, TICKET, FixedMint
from tests.teams.connector import FakeTeams
from tests.teams.hands import Hands
from tests.teams.identity import FakeIdentity
from tests.teams.sending import Down, Sending, sending


@dataclass
class House:
    """One deployment. `bugs` and `failures` are what went wrong inside."""

    out: Sending
    hands: Hands
    teams: Teams
    handler: Handler
    delivery: Delivery
    store: MemoryStore
    mint: FixedMint
    failures: list[Exception]
    bugs: list[str]

    @property
    def fake(self) -> FakeTeams:
        """Return the strict Teams."""
        return self.out.fake

    @property
    def clock(self) -> SimClock:
        """Return the one clock."""
        return self.out.clock

    def turn_off(self, *, down: bool = True) -> None:
        """Let the store be down, all of it, or up again."""
        self.store.down = down
        assert isinstance(self.out.book, Down)
        self.out.book.down = down

    async def move(self, by: timedelta) -> None:
        """Move the clock; timers fire and messages are tried again at their own times."""
        until = self.clock.at + by
        while (due := await self._due()) is not None and due <= until:
            self.clock.at = max(due, self.clock.at)
            for school in self.handler.schools:
                if not await self.delivery.flush(school):
                    await fire_due(self.handler, school)
        self.clock.at = max(until, self.clock.at)

    async def _due(self) -> datetime | None:
        try:
            dues = [
                await self.store.next_due(school, queue)
                for school in self.handler.schools
                for queue in Queue
            ]
        except NotSaved:
            return None
        return min((due for due in dues if due is not None), default=None)

    async def case(self, ref: str = REFS[0], school: str = "school") -> Case:
        """Return a case as it was last committed."""
        found = await self.handler.case(school, ref)
        assert found is not None, f"no case {ref}"
        return found

    def assert_well(self) -> None:
        """Fail on anything that went wrong, inside or at Teams'."""
        assert self.failures == []
        assert self.bugs == []
        self.fake.assert_nothing_more()


@asynccontextmanager
async def house(
    *schools: School, at: datetime = FRIDAY_MORNING, web: str = "https://handrail.school.example"
) -> AsyncIterator[House]:
    """Give a deployment that runs while the block does."""
    failures: list[Exception] = []
    bugs: list[str] = []
    async with sending(*schools, at=at, book=Down()) as out:
        store, mint, clock = MemoryStore(), FixedMint(), out.clock
        handler = Handler(out.schools, store, clock, mint, failures.append)
        handler.links = Links(MemoryLinks(), clock, lambda: TICKET)
        hears = Hearing(handler).still_wanted
        delivery = Delivery(store, out.messenger, clock, handler.note, bugs.append, hears)
        handler.deliver = delivery.deliver
        identity = FakeIdentity(clock.now)
        async with identity.serving() as address, WebSource(address) as source:
            tenants = (out.tenant,)
            teams = make_teams(tenants, handler, out.messenger, source, failures.append, web=web)
            teams.reception.following.wait = out.connector.rest
            async with TestClient(TestServer(teams.app)) as door:
                hands = Hands(out.fake, teams, door, identity, out.tenant, address)
                yield House(
                    *(out, hands, teams, handler, delivery, store, mint, failures, bugs),
                )
                await teams.settled()
        assert identity.wrongs == []
