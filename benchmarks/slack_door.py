"""Slack's door with a durable commit, beside bare slack-bolt with an empty listener, over HTTP.

Both are served and called by this process on one core, turn by turn: the caller's share is in both.
A button follows the question that it answers, in the process that asked it, as it does for people.
Bare Bolt sends nobody anything: the first rows leave out what we send after a 200. The last rows
have it worked on beside the next requests; only Slack's own time is left out of them.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

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
from benchmarks.slack_bolt import quiet
from benchmarks.slack_payloads import SECRET, TEAM, Make, Payloads, signed, user
from bot.fsm.said import Opened, Pressed, Said
from bot.handle import Handler
from bot.inbound import Inbound
from bot.outbox import connect

__all__ = ["run"]

SLICES = 5
AT_ONCE = 16
CROWDS = {1: 20, 4: 40, AT_ONCE: 80}
"""How many are under way at once, and how many of those in each slice."""
WHOLE = SLICES * sum(CROWDS.values())
"""How many people one kind of request takes."""

Door: TypeAlias = TestClient[web.Request, web.Application]


async def _begun(handler: Handler, number: int) -> None:
    """Bring somebody to the question that the form answers."""
    person = f"slack.{user(number)}"
    steps: tuple[Said, ...] = (Opened(), Pressed("q.1.0"), Pressed("q.2.1"))
    for place, said in enumerate(steps):
        await handler.receive(Inbound("bench", f"begun.{number}.{place}", person, said))


@dataclass(slots=True)
class Samples:
    """How long each request took, in milliseconds, and all of them together, in seconds.

    `spent` are the seconds of processor of this process: a busy machine changes them least.
    """

    took: list[float] = field(default_factory=list)
    whole: float = 0.0
    spent: float = 0.0

    @property
    def rate(self) -> float:
        """Return requests a second."""
        return len(self.took) / self.whole

    def __str__(self) -> str:
        """Return the samples as the report shows them."""
        middle, last = percentile(self.took, 0.5), percentile(self.took, 0.99)
        each = self.spent / len(self.took) * 1e3
        return f"{self.rate:.0f}/s, {middle:.1f} ({last:.1f}) ms, cpu {each:.2f} ms"


async def _sent(client: Door, make: Make, numbers: range, at_once: int, found: Samples) -> None:
    """Send requests that were made and signed before."""
    made = [make(number) for number in numbers]
    left = iter([(body, signed(body, kind)) for body, kind in made])

    async def one_after_another() -> None:
        for body, headers in left:
            start = time.perf_counter()
            async with client.post(PATH, data=body, headers=headers) as answer:
                assert answer.status == 200, answer.status
            found.took.append((time.perf_counter() - start) * 1e3)

    start, begun = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    found.whole += time.perf_counter() - start
    found.spent += time.process_time() - begun


@asynccontextmanager
async def _ours(store: RedisStore, *, sends: bool) -> AsyncIterator[tuple[Door, Slack]]:
    school = example_school()
    bugs: list[object] = []
    home = Workspace("bench", TEAM, (school.id,), "xoxb-bench", SECRET)
    schools = {school.id: school}
    clock = MachineClock()
    handler = Handler(schools, store, clock, Count(), bugs.append)
    client = Quiet()
    messenger = make_messenger((home,), schools, client, Audit(client, clock))
    if sends:
        connect(handler, messenger, bugs.append)
    slack = make_slack((home,), handler, messenger, client, bugs.append)
    async with TestClient(TestServer(slack.app)) as door:
        yield door, slack
        await slack.backlog.drained()
    assert not bugs, bugs


@dataclass(frozen=True, slots=True)
class Beside:
    """Bare Bolt and our door, which are sent the same requests of the same people."""

    bolt: Door
    door: Door
    slack: Slack

    async def row(self, kind: str, make: Make, people: range, at_once: int, target: str) -> Row:
        """Return how long each took to say 200; in turn, so that a busy machine is so for both."""
        bare, ours = Samples(), Samples()
        many = len(people) // SLICES
        for at in range(0, len(people), many):
            part = people[at : at + many]
            await _sent(self.bolt, make, part, at_once, bare)
            await _sent(self.door, make, part, at_once, ours)
            await self.slack.backlog.drained()
        figure = f"Slack: {kind} to its 200, {at_once} at once; rate, p50 (p99)"
        return Row(figure, str(ours), f"bare slack-bolt {bare}", ours.rate / bare.rate, target)


async def _measure(store: RedisStore) -> list[Row]:
    told = Payloads(example_school())
    filling = range(WHOLE, 2 * WHOLE)
    sending = range(2 * WHOLE, 2 * WHOLE + SLICES * CROWDS[AT_ONCE])
    rows: list[Row] = []
    async with TestClient(TestServer(quiet(SECRET))) as bolt:
        async with _ours(store, sends=False) as (door, slack):
            for number in filling:
                await _begun(slack.reception.handler, number)
            spare_what_is_loaded()
            beside = Beside(bolt, door, slack)
            people = range(0)
            for at_once, each in CROWDS.items():
                people = range(people.stop, people.stop + SLICES * each)
                forms = range(WHOLE + people.start, WHOLE + people.stop)
                rows += [
                    await beside.row("an event", told.event, people, at_once, EVENTS),
                    await beside.row("a button", told.button, people, at_once, BUTTONS),
                    await beside.row("a modal", told.modal, forms, at_once, ""),
                ]
        async with _ours(store, sends=True) as (door, slack):
            beside = Beside(bolt, door, slack)
            for kind, make in (("an event", told.event), ("a button", told.button)):
                name = f"{kind}, what follows sent too,"
                rows.append(await beside.row(name, make, sending, AT_ONCE, ""))
    return rows


EVENTS, BUTTONS = ">= 0.5 of the rate", ">= 1 of the rate"


class Quiet(Client):
    """A Slack that says yes to everything at once: what is sent after the 200 is not measured."""

    async def call(self, workspace: Workspace, method: str, **said: object) -> dict[str, object]:
        """Return that it went well."""
        del workspace, method, said
        return {"ok": True, "channel": "D1", "ts": "1.1", "view": {"id": "V1"}}


async def _with_store() -> list[Row]:
    async with embedded(RedisStore) as (store, _):
        return await _measure(store)


def run() -> list[Row]:
    """Measure an event, a button and a form, each from the request to its 200."""
    return asyncio.run(_with_store())
