"""A school whose messages go out by the strict Teams; nobody is heard here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.memory.addresses import MemoryAddresses
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.outbound import make_messenger
from adapters.teams.tenant import Reference, Tenant
from bot.fsm.school import School
from bot.ports import NotSaved
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING, PEOPLE, a_school
from tests.platforms.house import on_platform
from tests.teams.connector import FakeTeams
from tests.teams.identity import APP, TENANT

ROOM = "19:dslroom@thread.tacv2"
ACCOUNTS = {
    person.id: f"30000000-0000-4000-8000-{number:012}" for number, person in enumerate(PEOPLE)
}
SAM, DSL, DEPUTY, HEAD = (ACCOUNTS[name] for name in ("sam", "dsl", "deputy1", "head"))
GUEST = "30000000-0000-4000-8000-000000000099"
TEAM = (DSL, DEPUTY, ACCOUNTS["deputy2"], HEAD)
WEB = "https://handrail.school.example"
SHOWN = ("text", "title", "label", "value")
UNSEEN = frozenset({"fallback", "data"})


def on_teams(school: School, room: str = ROOM) -> School:
    """Return a school whose people have accounts on Teams, and which has a room."""
    return on_platform(school, "teams", ACCOUNTS, room)


@dataclass
class Sending:
    """The sending half over the strict Teams. `waited` is what it rested for."""

    fake: FakeTeams
    messenger: TeamsMessenger
    connector: Connector
    tenant: Tenant
    book: MemoryAddresses
    clock: SimClock
    schools: dict[str, School]
    waited: list[float]

    async def install(self, account: str) -> None:
        """Keep the reference that an installation of the app leaves."""
        chat = self.fake.chat_of(account)
        reference = Reference(service=self.tenant.service, conversation=chat, user=f"29:1{account}")
        await self.messenger.chats.references.keep(self.tenant, account, reference)


@asynccontextmanager
async def sending(
    *schools: School,
    at: datetime = FRIDAY_MORNING,
    patience: timedelta = timedelta(seconds=10),
    book: MemoryAddresses | None = None,
) -> AsyncIterator[Sending]:
    """Give the sending half while the block runs."""
    served = {school.id: school for school in schools or (on_teams(a_school()),)}
    clock = SimClock(at)
    fake = FakeTeams(clock.now)
    for account in (*ACCOUNTS.values(), GUEST):
        fake.person(account)
    fake.rooms[ROOM] = list(TEAM)
    waited: list[float] = []

    async def rest(seconds: float) -> None:
        waited.append(seconds)
        clock.at += timedelta(seconds=seconds)

    async with fake.serving() as address:
        tenant = Tenant(
            *("home", TENANT, APP, tuple(served), fake.secret),
            origins=(address,),
            service=f"{address}/uk/",
        )
        connector = Connector((tenant,), clock, address, rest, lambda: 0.5, patience)
        async with connector:
            kept = book or MemoryAddresses()
            messenger = make_messenger((tenant,), served, connector, kept, web=WEB)
            yield Sending(fake, messenger, connector, tenant, kept, clock, served, waited)


@dataclass
class Down(MemoryAddresses):
    """A book that can be down, as the store that it is part of."""

    down: bool = False

    async def keep_address(self, school: str, who: str, address: bytes) -> None:
        """Keep an address, unless the store is down."""
        self._look()
        await MemoryAddresses.keep_address(self, school, who, address)

    async def address(self, school: str, who: str) -> bytes | None:
        """Return an address, unless the store is down."""
        self._look()
        return await MemoryAddresses.address(self, school, who)

    def _look(self) -> None:
        if self.down:
            raise NotSaved("down")


def parts(card: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Yield everything in a card, from its top down, without what old clients are given instead."""
    waiting: list[Any] = [card or {}]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict):
            yield inside
            inside = [each for name, each in inside.items() if name not in UNSEEN]
        waiting += (each for each in reversed(inside) if isinstance(each, dict | list))


def texts(card: dict[str, Any] | None) -> Iterator[str]:
    """Yield every word that is shown of a card."""
    found = (part.get(name) for part in parts(card) for name in SHOWN)
    return (each for each in found if isinstance(each, str))


def words_of(card: dict[str, Any] | None) -> str:
    """Return all words that are shown of a card."""
    return "\n".join(texts(card))
