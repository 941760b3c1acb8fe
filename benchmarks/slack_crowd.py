"""From the press that is a trigger to its `chat.postMessage` at a Slack in another process."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.collector import spare_what_is_loaded
from adapters.redis.store import RedisStore
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.door import PATH
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.slack.workspace import Workspace
from benchmarks.answer import Count, MachineClock, embedded
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from benchmarks.slack_peer import Arrival, peer
from bot.deliver import Delivery
from bot.fsm.said import Opened
from bot.fsm.school import School
from bot.handle import Handler
from bot.inbound import Inbound
from bot.outbox import connect

__all__ = ["run"]

MANY = 200
SECRET, TEAM = "benchmark-secret", "T0BENCH"
FORM = "application/x-www-form-urlencoded"
SETTLED = 10.0
WATCHED = 20.0
"""Seconds for which the crowd of one school is looked at: its channel takes a card a second."""

BEAT = 0.1
Door: TypeAlias = TestClient[web.Request, web.Application]


@dataclass(slots=True)
class House:
    """A deployment on the peer. `asked` is when each reporter pressed."""

    door: Door
    slack: Slack
    handler: Handler
    delivery: Delivery
    asked: dict[str, float] = field(default_factory=dict)

    async def press(self, school: str, user: str) -> None:
        """Answer the first question with danger, as Slack sends it."""
        action = {"type": "button", "action_id": f"hr.{school}.a0", "value": "q.1.0"}
        who = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}}
        told = {"type": "block_actions", "actions": [{**action, "action_ts": user}], **who}
        body = urlencode({"payload": json.dumps(told)}).encode()
        stamp = str(int(time.time()))
        signed = {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, body), "Content-Type": FORM}
        self.asked[user] = time.perf_counter()
        async with self.door.post(PATH, data=body, headers=signed) as answer:
            assert answer.status == 200

    async def reporters(self) -> dict[str, str]:
        """Return who reported each case, by its reference: their user id."""
        found: dict[str, str] = {}
        for school in self.handler.schools:
            for ref in await self.handler.store.cases(school):
                case = await self.handler.case(school, ref)
                if case is not None:
                    found[ref] = case.account.reporter.removeprefix("slack.")
        return found


def _school(number: int) -> School:
    school = example_school(f"bench{number}")
    people = tuple(
        each.model_copy(update={"accounts": {"slack": f"U{number}{each.id.upper()}"}})
        for each in school.people
    )
    return school.model_copy(update={"people": people, "channel": f"G{number}"})


@asynccontextmanager
async def _house(
    store: RedisStore, address: str, schools: Mapping[str, School]
) -> AsyncIterator[House]:
    bugs: list[object] = []
    home = Workspace("bench", TEAM, tuple(schools), "xoxb-bench", SECRET)
    clock = MachineClock()
    async with Client(f"{address}/api/") as client:
        handler = Handler(schools, store, clock, Count(), bugs.append)
        messenger = make_messenger((home,), schools, client, Audit(client, clock))
        delivery = connect(handler, messenger, bugs.append)
        slack = make_slack((home,), handler, messenger, client, bugs.append)
        await slack.begin()
        async with TestClient(TestServer(slack.app)) as door:
            yield House(door, slack, handler, delivery)
            await slack.backlog.drained()
    assert not bugs, bugs


async def _arrived(address: str) -> list[Arrival]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/arrivals") as answer:
        return [Arrival(*each) for each in await answer.json()]


async def _crowd(
    schools: Mapping[str, School], where: Sequence[str], *, seconds: float
) -> tuple[House, list[Arrival], dict[str, str]]:
    """Let a reporter press in each school of `where` at once; return what came in the time."""
    async with embedded(RedisStore) as (store, _):
        with peer(TEAM) as address:
            async with _house(store, address, schools) as house:
                users = [f"U{number}R" for number in range(len(where))]
                for user, school in zip(users, where, strict=True):
                    inbound = Inbound(school, f"{user}.open", f"slack.{user}", Opened())
                    await house.handler.receive(inbound)
                spare_what_is_loaded()
                presses = (house.press(each, user) for user, each in zip(users, where, strict=True))
                await asyncio.gather(*presses)
                until = time.perf_counter() + seconds
                while time.perf_counter() < until:
                    now = house.handler.clock.machine()
                    for school in await store.waiting(schools, due=now, now=now):
                        await house.delivery.flush(school)
                    await asyncio.sleep(BEAT)
                await house.slack.backlog.drained()
                return house, await _arrived(address), await house.reporters()


def _row(name: str, took: list[float], target: str) -> Row:
    shown = f"{percentile(took, 0.5):.2f} ({percentile(took, 0.99):.2f}) s"
    return Row(name, shown, f"{len(took)} messages", None, target)


async def _many_schools() -> list[Row]:
    schools = {school.id: school for school in map(_school, range(MANY))}
    house, told, by = await _crowd(schools, list(schools), seconds=SETTLED)
    first: dict[str, float] = {}
    for each in told:
        if each.case:
            first[each.case] = min(each.at, first.get(each.case, each.at))
    took = [at - house.asked[by[ref]] for ref, at in first.items()]
    name = f"Slack: trigger to its alert there, {MANY} schools at once, p50 (p99)"
    return [_row(name, took, f"p99 < 1 s, {MANY} messages")]


async def _one_school() -> list[Row]:
    school = _school(0)
    house, told, _ = await _crowd({school.id: school}, [school.id] * MANY, seconds=WATCHED)
    to_reporters = [each for each in told if each.place in house.asked]
    private = [each.at - house.asked[each.place] for each in to_reporters if not each.is_news]
    news = [each.at - house.asked[each.place] for each in to_reporters if each.is_news]
    cards = sorted(each.at for each in told if each.place == school.channel)
    name = f"Slack: trigger to what follows for its reporter, {MANY} in one school, p50 (p99)"
    got_through = f"Slack: of them, told later that a DSL who had {MANY} at once was reached"
    spent = cards[-1] - min(house.asked.values())
    rate = f"{len(cards) / spent:.1f}/s, {len(cards)} in {spent:.0f} s"
    return [
        _row(name, private, "all < 5 s"),
        _row(got_through, news, ""),
        Row(f"Slack: cards in one channel, {MANY} at once", rate, "Slack's own pace 1/s", None, ""),
    ]


def run() -> list[Row]:
    """Measure a crowd of schools, and a crowd in one school."""
    return [*asyncio.run(_many_schools()), *asyncio.run(_one_school())]
