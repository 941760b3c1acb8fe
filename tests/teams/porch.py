"""A door of Teams', the identity beside it, and all that it let in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from adapters.teams.door import PATH, Answer, Door, make_app
from adapters.teams.keys import Keys, WebSource
from adapters.teams.knock import Knock
from adapters.teams.routing import Switchboard
from adapters.teams.token import Verifier
from tests.chat import SimClock
from tests.teams.activities import SERVICE, Activity
from tests.teams.checking import HOME
from tests.teams.identity import FakeIdentity


@dataclass
class Porch:
    """`answer` is what is told to each that is let in; `breaks` fails behind the door instead."""

    client: TestClient[Any, Any]
    identity: FakeIdentity
    taken: list[Knock] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)
    breaks: bool = False

    async def take(self, knock: Knock) -> Answer:
        """Hear of a knock, by way of the SDK."""
        if self.breaks:
            raise KeyError("planted-words-7")
        self.taken.append(knock)
        return self.answer

    async def knock(self, activity: Activity, **claims: object) -> ClientResponse:
        """Send an activity as Teams does."""
        token = self.identity.token(SERVICE, **claims)
        return await self.send(json.dumps(activity).encode(), f"Bearer {token}")

    async def send(self, body: bytes, authorization: str, **headers: str) -> ClientResponse:
        """Send a body."""
        told = {"Content-Type": "application/json; charset=utf-8", **headers}
        if authorization:
            told["Authorization"] = authorization
        return await self.client.post(PATH, data=body, headers=told)


@asynccontextmanager
async def standing(clock: SimClock) -> AsyncIterator[Porch]:
    """Give a door that stands while the block does."""
    identity = FakeIdentity(clock.now)
    failures: list[Exception] = []

    async def take(knock: Knock) -> Answer:
        return await made.take(knock)

    async with identity.serving() as address, WebSource(address) as source:
        verifier = Verifier((HOME,), Keys(source, clock), clock)
        door = Door(verifier, Switchboard(take).take, failures.append)
        async with TestClient(TestServer(make_app(door))) as client:
            made = Porch(client, identity, failures=failures)
            yield made
    assert identity.wrongs == []
