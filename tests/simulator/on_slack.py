"""Slack as a platform of the simulator: its processes' ways in, and its people's hands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.door import PATH
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.slack.workspace import Workspace
from bot.fsm.school import School
from tests.chat import SimClock
from tests.simulator.platform import Carry, Entrance, Ground
from tests.simulator.slack import OurClient, StormySlack
from tests.simulator.weather import LASTING, Weather
from tests.simulator.words import TYPED
from tests.slack.hands import Hands, elements, texts
from tests.slack.house import ACCOUNTS, CHANNEL, GUEST, SECRET, TEAM, WEB, on_slack

RETRIES = 3
"""How often Slack asks again with words that it got no 200 for."""


class OnSlack:
    """One workspace, with its weather."""

    called = "Slack"
    accounts = ACCOUNTS
    storms = LASTING

    def __init__(self, weather: Weather, clock: SimClock) -> None:
        """Have everybody of the school in it."""
        self.weather = weather
        self.fake = StormySlack(clock.now, weather=weather)
        self.posts = self.fake.posts
        self.address = ""
        for user in (*ACCOUNTS.values(), GUEST):
            self.fake.person(user)
        self.fake.channel(CHANNEL, list(TEAM))

    def settled_in(self, school: School) -> School:
        """Return a school whose people have accounts here, and which has a channel."""
        return on_slack(school)

    @asynccontextmanager
    async def up(self) -> AsyncIterator[None]:
        """Have Slack up while the block runs."""
        async with self.fake.serving() as self.address:
            yield

    def sync(self) -> None:
        """Let it be as the storms of this moment have made it."""
        self.fake.sync()

    async def entrance(self, ground: Ground) -> Entrance:
        """Return a process's way in."""
        handler, enter = ground.handler, ground.stack.enter_async_context
        opened = await enter(Client(self.address))
        client = cast("Client", OurClient(opened, ground.line, self.posts))
        home = Workspace("home", self.fake.team, tuple(handler.schools), "xoxb-token", SECRET)
        audit = Audit(client, handler.clock)
        messenger = make_messenger((home,), handler.schools, client, audit)
        messenger.ourselves["home"] = self.fake.bot
        slack = make_slack((home,), handler, messenger, client, ground.on_failure, web=WEB)
        slack.reception.following.wait = ground.naps.rest
        door = await enter(TestClient(TestServer(slack.app)))
        return Entrance(messenger, door, slack.backlog, ground.naps)

    def hands(self, carry: Carry) -> SlackHands:
        """Return everybody's hands; they are at no process in particular."""
        nowhere = cast("Slack", None), cast("TestClient[Any, Any]", None)
        return SlackHands(self.fake, *nowhere, SECRET, carry=carry, weather=self.weather)

    def shown(self) -> Iterator[Iterator[str]]:
        """Return the texts of each message that stands before somebody."""
        return (texts(told.blocks) for told in self.fake.messages.values())

    def wrongs(self) -> list[str]:
        """Return what Slack would not have taken from us."""
        return self.fake.wrongs


@dataclass(kw_only=True)
class SlackHands(Hands):
    """Everybody's hands, over whichever process answers."""

    carry: Carry
    weather: Weather

    async def send(self, body: bytes, kind: str = "application/json", **more: str) -> int:
        """Send a body, signed; return the status, 0 where no answer came."""
        assert more == {}
        answers: list[Any] = []
        tries = RETRIES if kind == "application/json" else 0
        status = await self.carry(partial(self._knock, body, kind, answers), tries=tries)
        self.answers += answers[:1]
        return status

    async def _knock(self, body: bytes, kind: str, answers: list[Any], entrance: Entrance) -> int:
        stamp = str(int(self.fake.now().timestamp()))
        headers = {"Content-Type": kind, TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, body)}
        return await entrance.knocked(PATH, body, headers, answers)

    async def begin(self, user: str) -> object:
        """Begin a concern."""
        return await self.command(user)

    def before(self, user: str) -> list[str]:
        """Return the labels of all that somebody can press."""
        shown = self.view(user)
        if shown is not None:
            places = [shown[1]]
        else:
            rooms = {user, *(room for room, each in self.fake.members.items() if user in each)}
            mine = [each for each in self.fake.messages.values() if each.to in rooms]
            places = [{"blocks": each.blocks} for each in mine[-5:]]
        found = (each for place in places for each in elements(place) if each["type"] == "button")
        return [each["text"]["text"] for each in found if "url" not in each]

    def has_form(self, user: str) -> bool:
        """Return whether somebody has a form open."""
        shown = self.view(user)
        return shown is not None and "submit" in shown[1]

    async def fill_in(self, user: str) -> object:
        """Hand in the form that somebody has open."""
        found, chance = self.view(user), self.weather.chance
        assert found is not None
        element: dict[str, Any] = next(
            each["element"] for each in found[1]["blocks"] if each["type"] == "input"
        )
        content: str | list[str]
        if "options" in element:
            labels = [each["text"]["text"] for each in element["options"]]
            content = chance.sample(labels, chance.randrange(1, len(labels) + 1))
        else:
            content = chance.choice(TYPED)[: element["max_length"]]
        try:
            return await self.hand_in(user, content)
        except (IndexError, KeyError):
            self.close(user)  # no answer came: the form is still there, and they give up
            return 0
