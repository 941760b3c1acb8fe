"""A socket over the fake Slack, and all that came in by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.client import Client
from adapters.slack.door import Answer
from adapters.slack.knock import Knock
from adapters.slack.socket import Socket
from adapters.slack.workspace import Workspace
from tests.engine import FRIDAY_MORNING
from tests.slack.fake import FakeSlack
from tests.slack.lines import PATIENCE, Envelope
from tests.slack.methods import Fault
from tests.slack.samples import TEAM

HOME = Workspace("home", TEAM, ("school",), "xoxb-token", "", "xapp-token")
OPEN = "apps.connections.open"


@dataclass
class Ear:
    """A socket over the fake, and all that came in by it."""

    fake: FakeSlack
    taken: list[Knock] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    bug: Exception | None = None
    gates: dict[str, asyncio.Event] = field(default_factory=dict)

    async def take(self, knock: Knock, ours: Sequence[Workspace]) -> Answer:
        """Note a knock; it may have to wait for a gate."""
        assert ours == (HOME,)
        if knock.text in self.gates:
            await self.gates[knock.text].wait()
        if self.bug is not None:
            raise self.bug
        self.taken.append(knock)
        return self.answers.pop(0) if self.answers else Answer()

    async def wait(self, seconds: float) -> None:
        """Note a pause, and let the others go on."""
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def say(self, payload: object, kind: str = "events_api", **more: Any) -> Any:
        """Deliver something; return what came back with its acknowledgement."""
        return await answered(await self.fake.lines.push(kind, payload, **more))


async def answered(envelope: Envelope) -> Any:
    return await asyncio.wait_for(envelope.answer, PATIENCE)


@asynccontextmanager
async def listening(*faults: Fault, silent: int = 0) -> AsyncIterator[Ear]:
    ear = Ear(FakeSlack(lambda: FRIDAY_MORNING, team=TEAM))
    ear.fake.faults.extend(faults)
    ear.fake.lines.silent = silent
    async with ear.fake.serving() as api, Client(api) as client:
        socket = Socket(HOME, client, ear.take, ear.failures.append, ear.wait)
        running = asyncio.ensure_future(socket.run())
        try:
            await ear.fake.lines.opened()
            yield ear
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert ear.fake.wrongs == []
