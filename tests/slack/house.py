"""A school on the strict Slack: the whole product behind its door, over the store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp.test_utils import TestClient, TestServer

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.workspace import Workspace
from bot.deliver import Delivery
from bot.due import fire_due
from bot.fsm.case import Case
from bot.fsm.school import School
from bot.handing import Links
from bot.handle import Handler
from bot.hearing import Hearing
from bot.lingering import Kept, Lingering
from bot.ports import NotSaved, Queue
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING, PEOPLE, REFS, TICKET, FixedMint, a_school
from tests.slack.fake import FakeSlack
from tests.slack.hands import Hands, LineHands

SECRET = "signing-secret"
WEB = "https://handrail.school.example"
CHANNEL = "G0DSLTEAM"
ACCOUNTS = {person.id: f"U0{person.id.upper()}" for person in PEOPLE}
SAM, DSL, DEPUTY, HEAD = (ACCOUNTS[name] for name in ("sam", "dsl", "deputy1", "head"))
GUEST = "U0SUPPLY"
KEPT = 7
"""Days after the close of a case for which our messages about it stay."""

TEAM = (DSL, DEPUTY, ACCOUNTS["deputy2"], HEAD)


def on_slack(school: School) -> School:
    """Return a school whose people have accounts, and which has a channel."""
    people = tuple(
        person.model_copy(update={"accounts": {"slack": ACCOUNTS[person.id]}})
        for person in school.people
    )
    return school.model_copy(update={"people": people, "channel": CHANNEL})


@dataclass
class House:
    """One deployment. `bugs` and `failures` are what went wrong inside."""

    fake: FakeSlack
    hands: Hands
    slack: Slack
    handler: Handler
    delivery: Delivery
    store: MemoryStore
    clock: SimClock
    mint: FixedMint
    failures: list[Exception]
    bugs: list[str]

    async def move(self, by: timedelta) -> None:
        """Move the clock; timers fire and messages are tried again at their own times."""
        until = self.clock.at + by
        while (due := await self._due()) is not None and due <= until:
            self.clock.at = max(due, self.clock.at)
            for school in self.handler.schools:
                if not await self.delivery.flush(school):
                    await fire_due(self.handler, school)
        self.clock.at = until

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
        """Fail on anything that went wrong, inside or at Slack's."""
        assert self.failures == []
        assert self.bugs == []
        self.fake.assert_nothing_more()


@asynccontextmanager
async def house(
    *schools: School,
    at: datetime = FRIDAY_MORNING,
    scopes: str = "",
    web: str = WEB,
    socket: bool = False,
) -> AsyncIterator[House]:
    """Give a deployment that runs while the block does; over a `socket`, or else over HTTP."""
    served = {school.id: school for school in schools or (on_slack(a_school()),)}
    clock = SimClock(at)
    fake = FakeSlack(clock.now)
    fake.scopes = scopes or fake.scopes
    for user in (*ACCOUNTS.values(), GUEST):
        fake.person(user)
    fake.channel(CHANNEL, list(TEAM))
    failures: list[Exception] = []
    bugs: list[str] = []
    store, mint = MemoryStore(), FixedMint()
    secret, app_token = ("", "xapp-token") if socket else (SECRET, "")
    home = Workspace("home", fake.team, tuple(served), "xoxb-token", secret, app_token)
    async with fake.serving() as address, Client(address) as client:
        handler = Handler(served, store, clock, mint, failures.append)
        handler.links = Links(MemoryLinks(), clock, lambda: TICKET)
        messenger = make_messenger((home,), served, client, Audit(client, clock))
        hears = Hearing(handler).still_wanted
        delivery = Delivery(store, messenger, clock, handler.note, bugs.append, hears)
        kept = Kept(timedelta(days=KEPT), messenger.take_back)
        delivery.lingering = Lingering(dict.fromkeys(served, kept), bugs.append)
        handler.deliver = delivery.deliver
        slack = make_slack((home,), handler, messenger, client, failures.append, web=web)
        slack.reception.following.lingering = delivery.lingering
        await slack.begin()
        async with TestClient(TestServer(slack.app)) as door, AsyncExitStack() as stack:
            hands = (LineHands if socket else Hands)(fake, slack, door, SECRET)
            if socket:
                await stack.enter_async_context(slack.serving())
                await fake.lines.opened()
            made = House(fake, hands, slack, handler, delivery, store, clock, mint, failures, bugs)
            yield made
            await slack.backlog.drained()
