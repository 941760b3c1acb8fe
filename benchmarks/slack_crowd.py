"""From the press that is a trigger to its `chat.postMessage` at a Slack in another process.

Beside it bare slack-bolt is pressed as often, and answers with one message and nothing on disk.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp.test_utils import TestServer

from adapters.collector import spare_what_is_loaded
from adapters.redis.store import RedisStore
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.door import PATH
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.workspace import Workspace
from benchmarks.answer import Count, MachineClock, embedded
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from benchmarks.slack_bolt import posting
from benchmarks.slack_payloads import SECRET, TEAM, Payloads, signed, user
from benchmarks.slack_peer import Arrival, peer
from bot.deliver import Delivery
from bot.fsm.said import Opened
from bot.fsm.school import School
from bot.handle import Handler
from bot.inbound import Inbound
from bot.outbox import connect

__all__ = ["run"]

MANY = 200
SETTLED = 10.0
WATCHED = 20.0
"""Seconds for which the crowd of one school is looked at: its channel takes a card a second."""

BEAT = 0.1


@dataclass(frozen=True, slots=True)
class House:
    """A deployment on the peer, which presses at `door`."""

    door: str
    slack: Slack
    handler: Handler
    delivery: Delivery

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
        async with TestServer(slack.app) as door:
            yield House(str(door.make_url(PATH)), slack, handler, delivery)
            await slack.backlog.drained()
    assert not bugs, bugs


async def _pressed(
    address: str, door: str, where: Sequence[School], place: int = 0
) -> dict[str, float]:
    """Have the peer press once in each school, all at once; return when each reporter did."""
    presses: list[tuple[str, Mapping[str, str]]] = []
    for number, school in enumerate(where):
        body, kind = Payloads(school).button(number, place)
        presses.append((body.decode(), signed(body, kind)))
    told = {"to": door, "presses": presses}
    spare_what_is_loaded()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/presses", json=told) as answer,
    ):
        return {user(number): at for number, at in enumerate(await answer.json())}


async def _arrived(address: str) -> list[Arrival]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/arrivals") as answer:
        return [Arrival(*each) for each in await answer.json()]


@dataclass(frozen=True, slots=True)
class Seen:
    """When each reporter pressed, what came to the peer, and who reported each case."""

    asked: Mapping[str, float]
    told: Sequence[Arrival]
    by: Mapping[str, str]


async def _crowd(where: Sequence[School], *, seconds: float) -> Seen:
    """Let a reporter press in each school of `where` at once; return what came in the time."""
    schools = {school.id: school for school in where}
    async with embedded(RedisStore) as (store, _):
        with peer(TEAM) as address:
            async with _house(store, address, schools) as house:
                for number, school in enumerate(where):
                    who = user(number)
                    inbound = Inbound(school.id, f"{who}.open", f"slack.{who}", Opened())
                    await house.handler.receive(inbound)
                asked = await _pressed(address, house.door, where)
                until = time.perf_counter() + seconds
                while time.perf_counter() < until:
                    now = house.handler.clock.machine()
                    for name in await store.waiting(schools, due=now, now=now):
                        await house.delivery.flush(name)
                    await asyncio.sleep(BEAT)
                await house.slack.backlog.drained()
                return Seen(asked, await _arrived(address), await house.reporters())


async def _beside() -> list[float]:
    """Return how long each message of bare Bolt's took, as many presses at once."""
    with peer(TEAM) as address:
        async with TestServer(posting(SECRET, address)) as door:
            where = [example_school()] * MANY
            asked = await _pressed(address, str(door.make_url(PATH)), where, place=2)
            told: list[Arrival] = []
            while len(told) < MANY:
                await asyncio.sleep(BEAT)
                told = await _arrived(address)
            return [each.at - asked[each.place] for each in told]


def _shown(took: Sequence[float]) -> str:
    return f"{percentile(took, 0.5):.2f} ({percentile(took, 0.99):.2f}) s, {len(took)} messages"


async def _many_schools() -> list[Row]:
    bare = await _beside()
    seen = await _crowd([_school(number) for number in range(MANY)], seconds=SETTLED)
    first: dict[str, float] = {}
    for each in seen.told:
        if each.case:
            first[each.case] = min(each.at, first.get(each.case, each.at))
    took = [at - seen.asked[seen.by[ref]] for ref, at in first.items()]
    name = f"Slack: trigger to its alert there, {MANY} schools at once, p50 (p99)"
    ratio = percentile(took, 0.99) / percentile(bare, 0.99)
    return [Row(name, _shown(took), f"bare slack-bolt {_shown(bare)}", ratio, "p99 < 1 s")]


async def _one_school() -> list[Row]:
    school = _school(0)
    seen = await _crowd([school] * MANY, seconds=WATCHED)
    to_reporters = [each for each in seen.told if each.place in seen.asked]
    private = [each.at - seen.asked[each.place] for each in to_reporters if not each.is_news]
    news = [each.at - seen.asked[each.place] for each in to_reporters if each.is_news]
    cards = sorted(each.at for each in seen.told if each.place == school.channel)
    name = f"Slack: trigger to what follows for its reporter, {MANY} in one school, p50 (p99)"
    got_through = f"Slack: of them, told later that a DSL who had {MANY} at once was reached"
    spent = cards[-1] - min(seen.asked.values())
    rate = f"{len(cards) / spent:.1f}/s, {len(cards)} in {spent:.0f} s"
    return [
        Row(name, _shown(private), "", None, "all < 5 s"),
        Row(got_through, _shown(news), "", None, ""),
        Row(f"Slack: cards in one channel, {MANY} at once", rate, "Slack's own pace 1/s", None, ""),
    ]


def run() -> list[Row]:
    """Measure a crowd of schools, and a crowd in one school."""
    return [*asyncio.run(_many_schools()), *asyncio.run(_one_school())]
