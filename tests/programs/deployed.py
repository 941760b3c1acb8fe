"""A deployment as the programs have it, over the embedded server, with a clock that is set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from adapters.programs.clock import Worker
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.opening import WakingStore
from adapters.redis.probe import prove
from adapters.wiring import Deployment
from bot.fsm.case import Case
from bot.fsm.edition import compiled
from bot.fsm.said import Opened, Said, Typed
from bot.fsm.school import School
from bot.handle import Handler
from bot.inbound import Inbound, Outcome
from bot.outbox import connect
from bot.settings.reading import read_examples
from tests.chat import FRIDAY_EVENING, Chat, SimClock
from tests.embedded import RING
from tests.engine import REFS, FixedMint

SCHOOL = "stoke"
CASE = REFS[0]


@dataclass
class Deployed:
    """The deployment, its worker, the chat it talks to, and what our own code failed on."""

    deployment: Deployment
    worker: Worker
    chat: Chat
    clock: SimClock
    failures: list[Exception]
    operations: int = 0

    async def say(self, said: Said, person: str = "teacher") -> None:
        """Let a person do one thing, and see that it is kept."""
        self.operations += 1
        inbound = Inbound(SCHOOL, f"operation-{self.operations}", person, said)
        reply = await self.deployment.handler.handle(inbound)
        assert reply.outcome is Outcome.SAVED

    async def raise_red(self) -> None:
        """Raise an emergency as a teacher: the ladder is set."""
        await self.say(Opened())
        await self.say(Typed("danger now"))

    async def case(self) -> Case:
        """Return the one case as it is kept."""
        found = await self.deployment.handler.case(SCHOOL, CASE)
        assert found is not None
        return found

    def pass_time(self, delta: timedelta) -> None:
        """Set the clock forward, without anything being fired on the way."""
        self.clock.at += delta


@cache
def examples() -> tuple[School, ...]:
    """Return the example schools, read once: nobody can change them."""
    return read_examples(date(2026, 11, 6)).schools


@asynccontextmanager
async def deployed(server: EmbeddedServer) -> AsyncIterator[Deployed]:
    """Give a deployment of the example schools over an emptied store."""
    store = WakingStore(server.url, RING, replicas=0)
    await store.line.ask("FLUSHALL")
    schools = {school.id: school for school in examples()}
    for school in schools.values():
        await store.keep_edition(school.edition, compiled(school.script, school.pack))
    clock, failures = SimClock(FRIDAY_EVENING), list[Exception]()
    chat = Chat(clock)
    handler = Handler(schools, store, clock, FixedMint(), failures.append)
    delivery = connect(handler, chat, lambda _key: None)
    guarantee = await prove(store.line)
    deployment = Deployment(handler, store, clock, guarantee, None, flush=delivery.flush)
    yield Deployed(deployment, Worker(deployment), chat, clock, failures)
    await store.close()
