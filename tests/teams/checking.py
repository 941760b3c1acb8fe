"""A verifier beside the strict identity."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.teams.keys import Keys, WebSource
from adapters.teams.tenant import Tenant
from adapters.teams.token import Verifier
from tests.chat import SimClock
from tests.teams.identity import APP, TENANT, FakeIdentity

HOME = Tenant("home", TENANT, APP, ("school",), "app-secret")


@asynccontextmanager
async def checking(clock: SimClock) -> AsyncIterator[tuple[FakeIdentity, Verifier]]:
    identity = FakeIdentity(clock.now)
    async with identity.serving() as address, WebSource(address) as source:
        keys = Keys(source, clock)
        yield identity, Verifier((HOME,), keys, clock)
        await keys.settled()
    assert identity.wrongs == []
