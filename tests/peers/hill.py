"""A school on `emulate`'s Slack: our whole product over somebody else's Slack, by real HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.machine_clock import MachineClock
from adapters.memory.store import MemoryStore
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.door import PATH
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, is_signed, sign
from adapters.slack.workspace import Workspace
from bot.fsm.school import School
from bot.handle import Handler
from bot.outbox import connect
from tests.engine import FixedMint, a_school
from tests.peers.conftest import MODULES, free_port, peer, started

SECRET = "signing-secret"
TEACHER, DSL, BOT, WEAK = "xoxp-teacher", "xoxp-dsl", "xoxb-bot", "xoxb-weak"
LAUNCHER = Path(__file__).with_name("emulate.mjs")


@dataclass
class Hill:
    """The school. `bugs` and `failures` are what went wrong inside."""

    address: str
    client: Client
    slack: Slack
    store: MemoryStore
    ids: dict[str, str]
    web: aiohttp.ClientSession
    relay: Relay
    failures: list[Exception]
    bugs: list[str]

    async def as_person(self, token: str, method: str, **said: object) -> dict[str, Any]:
        """Call a method as somebody other than us."""
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{self.address}{method}"
        async with self.web.post(address, json=said, headers=headers) as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def chat_of(self, token: str) -> str:
        """Return the private chat of somebody with us."""
        opened = await self.as_person(token, "conversations.open", users=self.ids["handrail"])
        return str(opened["channel"]["id"])

    async def told(self, token: str) -> list[str]:
        """Return what we wrote to somebody, the newest first."""
        chat = await self.chat_of(token)
        found = await self.as_person(token, "conversations.history", channel=chat)
        ours = (each for each in found["messages"] if each["user"] == self.ids["handrail"])
        return [each["text"] for each in ours]


@dataclass
class Relay:
    """Stands before our door and makes up for what this peer leaves out of its events.

    The peer's own signature is checked; what is then added is signed anew.
    """

    session: aiohttp.ClientSession
    door: int = 0
    heard: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def passed_on(self, request: web.Request) -> web.Response:
        """Hand an event to our door."""
        body = await request.read()
        signed = is_signed(SECRET, request.headers, body, MachineClock().machine())
        self.heard.append("signed" if signed else "NOT SIGNED")
        payload = json.loads(body)
        if payload["event"]["type"] == "message":
            payload["event"]["channel_type"] = "im"
        told, stamp = json.dumps(payload).encode(), request.headers[TIMESTAMP]
        headers = {
            "Content-Type": request.content_type,
            TIMESTAMP: stamp,
            SIGNATURE: sign(SECRET, stamp, told),
        }
        address = f"http://127.0.0.1:{self.door}{PATH}"
        async with self.session.post(address, data=told, headers=headers) as answer:
            self.statuses.append(answer.status)
            return web.Response(status=answer.status)


async def ids_of(address: str, session: aiohttp.ClientSession) -> dict[str, str]:
    """Return the ids that the peer gave to its people and channels, by name."""
    found: dict[str, str] = {}
    headers = {"Authorization": f"Bearer {DSL}"}
    kinds = {"types": "public_channel,private_channel"}
    for method, listed in (("users.list", "members"), ("conversations.list", "channels")):
        async with session.post(f"{address}{method}", json=kinds, headers=headers) as answer:
            told = await answer.json()
            found |= {each["name"]: each["id"] for each in told[listed]}
    return found


def school_of(ids: dict[str, str]) -> School:
    """Return a school whose DSL and channel are the peer's."""
    accounts = {"sam": ids["teacher"], "dsl": ids["dsl"]}
    people = tuple(
        each.model_copy(update={"accounts": {"slack": accounts[each.id]}})
        for each in a_school().people
        if each.id in accounts
    )
    return a_school().model_copy(update={"people": people, "channel": ids["dsl-team"]})


@asynccontextmanager
async def hill(node: str) -> AsyncIterator[Hill]:
    """Give a school that runs on the peer while the block does."""
    ours, theirs = free_port(), free_port()
    launched = {
        "EMULATE": str(peer(MODULES / "emulate" / "dist" / "api.js")),
        "EVENTS_URL": f"http://127.0.0.1:{ours}{PATH}",
        "PORT": str(theirs),
        "SIGNING_SECRET": SECRET,
    }
    address = f"http://127.0.0.1:{theirs}/api/"
    async with (
        aiohttp.ClientSession() as session,
        started(node, LAUNCHER, ready="^READY", **launched),
        Client(address) as client,
    ):
        ids = await ids_of(address, session)
        school, store, clock = school_of(ids), MemoryStore(), MachineClock()
        home = Workspace("hill", "T000000001", (school.id,), BOT, SECRET)
        failures: list[Exception] = []
        bugs: list[str] = []
        schools = {school.id: school}
        handler = Handler(schools, store, clock, FixedMint(), failures.append)
        messenger = make_messenger((home,), schools, client, Audit(client, clock))
        connect(handler, messenger, bugs.append)
        slack = make_slack((home,), handler, messenger, client, failures.append)
        await slack.begin()
        relay, front = Relay(session), web.Application()
        front.router.add_post(PATH, relay.passed_on)
        async with TestServer(slack.app) as door, TestServer(front, port=ours):
            relay.door = door.port or 0
            yield Hill(address, client, slack, store, ids, session, relay, failures, bugs)
            await slack.backlog.drained()
