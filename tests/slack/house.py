"""A school on the strict Slack: the whole product behind its door, over the store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.workspace import Workspace
from bot.fsm.school import School
from bot.lingering import Kept, Lingering
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING, PEOPLE, a_school
from tests.platforms import house as platforms
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
    return platforms.on_platform(school, "slack", ACCOUNTS, CHANNEL)


@dataclass
class House(platforms.House):
    """One deployment on Slack."""

    fake: FakeSlack
    hands: Hands
    slack: Slack

    async def raised_and_opened(self, who: str) -> None:
        """Have somebody raise an emergency, and the DSL open the case."""
        await self.hands.command(who)
        await self.hands.press(who, "Danger now, needs 999")
        self.hands.close(DSL)
        await self.hands.press(DSL, "Open case")


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
    secret, app_token = ("", "xapp-token") if socket else (SECRET, "")
    home = Workspace("home", fake.team, tuple(served), "xoxb-token", secret, app_token)
    async with fake.serving() as address, Client(address) as client:
        messenger = make_messenger((home,), served, client, Audit(client, clock))
        within = platforms.inside(served, clock, messenger)
        kept = Kept(timedelta(days=KEPT), messenger.take_back)
        lingering = Lingering(dict.fromkeys(served, kept), within.bugs.append)
        tell = within.failures.append
        slack = make_slack((home,), within.handler, messenger, client, tell, web=web)
        within.delivery.lingering = slack.reception.following.lingering = lingering
        await slack.begin()
        async with TestClient(TestServer(slack.app)) as door, AsyncExitStack() as stack:
            hands = (LineHands if socket else Hands)(fake, slack, door, SECRET)
            if socket:
                await stack.enter_async_context(slack.serving())
                await fake.lines.opened()
            yield House(**vars(within), fake=fake, hands=hands, slack=slack)
            await slack.backlog.drained()
