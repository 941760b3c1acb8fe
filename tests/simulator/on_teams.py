"""Teams as a platform of the simulator: its processes' ways in, and its people's hands."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, cast

from aiohttp.test_utils import TestClient, TestServer

from adapters.memory.addresses import MemoryAddresses
from adapters.teams.connector import Connector
from adapters.teams.door import PATH
from adapters.teams.keys import WebSource
from adapters.teams.outbound import make_messenger
from adapters.teams.running import Teams, make_teams
from adapters.teams.tenant import Tenant
from bot.fsm.school import School
from tests.chat import SimClock
from tests.simulator.platform import Carry, Entrance, Ground
from tests.simulator.teams import OurConnector, StormyTeams
from tests.simulator.weather import LASTING, Storm, Weather
from tests.simulator.words import TYPED
from tests.teams.activities import Activity
from tests.teams.hands import Hands, elements, titles
from tests.teams.identity import APP, TENANT, FakeIdentity
from tests.teams.sending import ACCOUNTS, GUEST, ROOM, TEAM, WEB, on_teams, texts

SECOND = timedelta(seconds=1)
SPREAD = 0.5
BEFORE = 5
"""How many of the newest messages somebody looks at."""


class OnTeams:
    """One tenant, with its weather."""

    called = "Teams"
    accounts = ACCOUNTS
    storms = (*LASTING, Storm.NO_TOKENS, Storm.BLOCKED)

    def __init__(self, weather: Weather, clock: SimClock) -> None:
        """Have everybody of the school in it."""
        self.weather, self.clock = weather, clock
        self.fake = StormyTeams(clock.now, weather=weather, clock=clock)
        self.identity = FakeIdentity(clock.now)
        self.posts = self.fake.posts
        self.book = MemoryAddresses()
        self.keys = ""
        self.tenant: Tenant
        self.crowd: list[TeamsHands] = []
        for account in (*ACCOUNTS.values(), GUEST):
            self.fake.person(account)
        self.fake.rooms[ROOM] = list(TEAM)

    def settled_in(self, school: School) -> School:
        """Return a school whose people have accounts here, and which has a room."""
        self.school = school.id
        return on_teams(school)

    @asynccontextmanager
    async def up(self) -> AsyncIterator[None]:
        """Have Teams, Entra and the keys up while the block runs."""
        async with AsyncExitStack() as stack:
            address = await stack.enter_async_context(self.fake.serving())
            self.keys = await stack.enter_async_context(self.identity.serving())
            self.tenant = Tenant(
                *("home", TENANT, APP, (self.school,), self.fake.secret),
                origins=(address,),
                service=f"{address}/uk/",
            )
            self.login = address
            yield

    def sync(self) -> None:
        """Let it be as the storms of this moment have made it."""
        self.fake.sync()

    async def _moments(self, seconds: float) -> None:
        self.clock.at += seconds * SECOND

    async def entrance(self, ground: Ground) -> Entrance:
        """Return a process's way in."""
        handler, enter = ground.handler, ground.stack.enter_async_context
        calling = Connector((self.tenant,), self.clock, self.login, self._moments, lambda: SPREAD)
        opened = OurConnector(await enter(calling), ground.line, self.posts)
        book = cast("MemoryAddresses", ground.through(self.book))
        messenger = make_messenger(
            (self.tenant,), handler.schools, cast("Connector", opened), book, web=WEB
        )
        source = await enter(WebSource(self.keys))
        teams = make_teams((self.tenant,), handler, messenger, source, ground.on_failure, web=WEB)
        teams.reception.following.wait = ground.naps.rest
        door = await enter(TestClient(TestServer(teams.app)))
        tidy = messenger.showing.put_away
        return Entrance(messenger, door, teams.backlog, ground.naps, tidy)

    def hands(self, carry: Carry) -> TeamsHands:
        """Return everybody's hands; they are at no process in particular."""
        made = TeamsHands(
            self.fake,
            cast("Teams", None),
            cast("TestClient[Any, Any]", None),
            self.identity,
            self.tenant,
            self.keys,
            carry=carry,
            weather=self.weather,
        )
        self.crowd.append(made)
        return made

    def shown(self) -> Iterator[Iterator[str]]:
        """Return the texts of each message that stands before somebody."""
        return (texts(told.card) for told in self.fake.messages.values())

    def wrongs(self) -> list[str]:
        """Return what Teams would not have taken, and the private views that nobody put away."""
        left = [wrong for each in self.crowd for wrong in each.left_open()]
        return [*self.fake.wrongs, *self.identity.wrongs, *left]


@dataclass(kw_only=True)
class TeamsHands(Hands):
    """Everybody's hands, over whichever process answers."""

    carry: Carry
    weather: Weather

    async def send(self, activity: Activity, **claims: object) -> int:
        """Send an activity, signed; return the status, 0 where no answer came."""
        assert claims == {}
        answers: list[Any] = []
        status = await self.carry(partial(self._knock, activity, answers))
        self.answers.append(answers[0] if answers else None)
        return status

    async def _knock(self, activity: Activity, answers: list[Any], entrance: Entrance) -> int:
        token = self.identity.token(self.tenant.service)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps(activity).encode()
        return await entrance.knocked(PATH, body, headers, answers)

    async def begin(self, user: str) -> object:
        """Begin a concern."""
        return await self.type(user, "hello")

    def before(self, user: str) -> list[str]:
        """Return the labels of all that somebody can press."""
        shown = (self.card(user, told) for told in self.seen(user)[:BEFORE])
        return [title for each in shown for title in titles(each)]

    def has_form(self, user: str) -> bool:
        """Return False: a form stands in its card, with the buttons."""
        del user
        return False

    def close(self, user: str) -> None:
        """Do nothing: a private view has a button for that."""

    async def fill_in(self, user: str) -> object:
        """Do nothing: who presses the button beside a form fills it in."""
        del user
        return 0

    async def press(
        self, user: str, label: str, where: str = "", /, **inputs: str | list[str]
    ) -> int:
        """Press a button, with something in each of the card's inputs."""
        found = self.find(user, label, where)
        asked = [each for each in elements(found[1]) if each["type"].startswith("Input.")]
        given = {each["id"]: self._some(each) for each in asked}
        return await self.press_found(user, found, **given, **inputs)

    def _some(self, asked: dict[str, Any]) -> str | list[str]:
        chance = self.weather.chance
        if "choices" not in asked:
            return chance.choice(TYPED)[: asked["maxLength"]]
        labels = [each["title"] for each in asked["choices"]]
        most = len(labels) if asked.get("isMultiSelect") else 1
        return chance.sample(labels, chance.randrange(1, most + 1))

    def left_open(self) -> Iterator[str]:
        """Yield the private views that still stand before their readers."""
        for told in self.fake.messages.values():
            to_all = "Close" in titles(told.card)
            for user in ACCOUNTS.values():
                shown = self.card(user, told)
                if to_all if shown is told.card else "Close" in titles(shown):
                    yield f"a private view of {user} was never put away"
