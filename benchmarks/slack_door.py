"""Slack's door with a durable commit, beside bare slack-bolt with an empty listener, over HTTP.

Both are served and called by this process on one core, turn by turn: the client's share is in both.
A button follows the question that it answers, in the process that asked it, as it does for people.
What goes out after a 200 is worked on beside the next requests; only Slack's own time is left out.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.collector import spare_what_is_loaded
from adapters.redis.store import RedisStore
from adapters.slack.audit import Audit
from adapters.slack.client import SILENT, Client
from adapters.slack.door import PATH
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.slack.workspace import Workspace
from benchmarks.answer import Count, MachineClock, embedded
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from bot.fsm.said import Opened, Pressed, Said
from bot.handle import Handler
from bot.inbound import Inbound

__all__ = ["run"]

SLICES, ALONE, SLICE = 5, 20, 80
AT_ONCE = 16
FORMS = 100_000
"""From here on are those who have a form before them."""

SECRET = "benchmark-secret"  # noqa: S105  made up
TEAM = "T0BENCH"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
Door: TypeAlias = TestClient[web.Request, web.Application]
Make = Callable[[int], tuple[bytes, str]]


def _event(number: int) -> tuple[bytes, str]:
    """Return typed words that answer the first question."""
    event = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": f"U{number}",
        "text": "no",
        "ts": f"{number}.1",
        "team": TEAM,
        "blocks": [{"type": "rich_text", "elements": []}],
    }
    body = {"type": "event_callback", "team_id": TEAM, "event": event, "event_id": f"Ev{number}"}
    return json.dumps(body).encode(), JSON


def _who(number: int) -> dict[str, object]:
    user = {"id": f"U{number}", "team_id": TEAM}
    return {"user": user, "team": {"id": TEAM}, "trigger_id": f"{number}.t"}


def _button(number: int) -> tuple[bytes, str]:
    """Return the press of a button."""
    action = {"type": "button", "action_id": "hr.bench.a1", "block_id": "b", "value": "q.1.2"}
    pressed = {"type": "block_actions", "actions": [{**action, "action_ts": f"{number}.2"}]}
    return urlencode({"payload": json.dumps({**pressed, **_who(number)})}).encode(), FORM


def _modal(number: int) -> tuple[bytes, str]:
    """Return a form that was handed in: where somebody is who asked for 999."""
    metadata = json.dumps({"school": "bench", "value": "q.3.form"})
    state = {"values": {"form": {"content": {"type": "plain_text_input", "value": "Room 4"}}}}
    view = {"type": "modal", "id": f"V{number}", "callback_id": "hr.form", "state": state}
    view |= {"private_metadata": metadata, "hash": f"{number}.h"}
    told = {"type": "view_submission", "view": view, **_who(FORMS + number)}
    return urlencode({"payload": json.dumps(told)}).encode(), FORM


async def _begun(handler: Handler, number: int) -> None:
    """Bring somebody to the question that the form answers."""
    person = f"slack.U{FORMS + number}"
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
    left = iter(numbers)

    async def one_after_another() -> None:
        for number in left:
            body, kind = make(number)
            stamp = str(int(time.time()))
            signed = {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, body), "Content-Type": kind}
            start = time.perf_counter()
            async with client.post(PATH, data=body, headers=signed) as answer:
                assert answer.status == 200, answer.status
            found.took.append((time.perf_counter() - start) * 1e3)

    start, begun = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    found.whole += time.perf_counter() - start
    found.spent += time.process_time() - begun


def _bare() -> web.Application:
    """Return bare Bolt: its own checks, and listeners that do nothing."""

    async def authorize(**_told: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="-", bot_user_id="U0")  # noqa: S106  no secret

    async def empty(ack: AsyncAck) -> None:
        await ack()

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, logger=SILENT)
    app.event("message")(empty)
    app.action("hr.bench.a1")(empty)
    app.view("hr.form")(empty)
    return app.web_app(path=PATH)


@asynccontextmanager
async def _ours(store: RedisStore) -> AsyncIterator[tuple[Door, Slack]]:
    school = example_school()
    bugs: list[Exception] = []
    home = Workspace("bench", TEAM, (school.id,), "xoxb-bench", SECRET)
    schools = {school.id: school}
    clock = MachineClock()
    handler = Handler(schools, store, clock, Count(), bugs.append)
    client = Quiet()
    messenger = make_messenger((home,), schools, client, Audit(client, clock))
    slack = make_slack((home,), handler, messenger, client, bugs.append)
    async with TestClient(TestServer(slack.app)) as door:
        yield door, slack
        await slack.backlog.drained()
    assert not bugs, bugs


async def _measure(store: RedisStore) -> list[Row]:
    rows: list[Row] = []
    kinds: Sequence[tuple[str, Make, str]] = (
        ("an event", _event, ">= 0.5 of the rate"),
        ("a button", _button, ">= 1 of the rate"),
        ("a modal", _modal, ""),
    )
    async with TestClient(TestServer(_bare())) as bolt, _ours(store) as (door, slack):
        for number in range(SLICES * (SLICE + ALONE)):
            await _begun(slack.reception.handler, number)
        spare_what_is_loaded()
        for name, make, target in kinds:
            for at_once, many in ((1, ALONE), (AT_ONCE, SLICE)):
                bare, ours = Samples(), Samples()
                first = 0 if at_once == 1 else SLICES * ALONE
                for turn in range(SLICES):  # in turn, so that a busy machine is busy for both
                    numbers = range(first + turn * many, first + (turn + 1) * many)
                    await _sent(bolt, make, numbers, at_once, bare)
                    await _sent(door, make, numbers, at_once, ours)
                    await slack.backlog.drained()
                figure = f"Slack: {name} to its 200, durable, {at_once} at once; rate, p50 (p99)"
                baseline = f"bare slack-bolt {bare}"
                rows.append(Row(figure, str(ours), baseline, ours.rate / bare.rate, target))
    return rows


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
