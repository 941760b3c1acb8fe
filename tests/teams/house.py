"""A school on the strict Teams: the whole product behind its door, over the store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp.test_utils import TestClient, TestServer

from adapters.teams.keys import WebSource
from adapters.teams.running import Teams, make_teams
from bot.fsm.school import School
from tests.engine import FRIDAY_MORNING
from tests.platforms import house as platforms
from tests.teams.connector import FakeTeams
from tests.teams.hands import Hands
from tests.teams.identity import FakeIdentity
from tests.teams.sending import Down, Sending, sending


@dataclass
class House(platforms.House):
    """One deployment on Teams."""

    fake: FakeTeams
    out: Sending
    hands: Hands
    teams: Teams

    def turn_off(self, *, down: bool = True) -> None:
        """Let the store be down, all of it, or up again."""
        self.store.down = down
        assert isinstance(self.out.book, Down)
        self.out.book.down = down


@asynccontextmanager
async def house(
    *schools: School, at: datetime = FRIDAY_MORNING, web: str = "https://handrail.school.example"
) -> AsyncIterator[House]:
    """Give a deployment that runs while the block does."""
    async with sending(*schools, at=at, book=Down()) as out:
        within = platforms.inside(out.schools, out.clock, out.messenger)
        identity = FakeIdentity(out.clock.now)
        async with identity.serving() as address, WebSource(address) as source:
            tell = within.failures.append
            teams = make_teams((out.tenant,), within.handler, out.messenger, source, tell, web=web)
            teams.reception.following.wait = out.connector.rest
            async with TestClient(TestServer(teams.app)) as door:
                hands = Hands(out.fake, teams, door, identity, out.tenant, address)
                yield House(**vars(within), fake=out.fake, out=out, hands=hands, teams=teams)
                await teams.settled()
        assert identity.wrongs == []
