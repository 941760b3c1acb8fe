"""Requests changed at random: no exception, no 5xx, and nothing changes without a signature."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.memory.store import MemoryStore
from adapters.mint import RandomMint
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.slack.workspace import Workspace
from bot.handle import Handler
from tests.chat import SimClock
from tests.engine import a_school
from tests.slack.fragments import FRAGMENTS, HARMLESS, LINKS
from tests.slack.house import on_slack
from tests.slack.samples import event_of, handed_in, message_shortcut, pressed, typed

SECRET = "signing-secret"
A_MOMENT = timedelta(seconds=2)
FEW, MANY = 1500, int(os.environ.get("FUZZ_REQUESTS", "100000"))
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e309, "", "x" * 5000, "\x00", "\ud800", [], {}, [[]], {"": None}),
    *([None] * 50, {"type": "rich_text"}, "F0ABCDEF12", "data:image/png;base64,AAAA", 2**70),
)
SEEDS: tuple[dict[str, Any], ...] = (
    *HARMLESS.values(),
    *LINKS.values(),
    *(typed(**each) for each in FRAGMENTS.values()),
    *(pressed(value) for value in ("q.1.0", "do.1.help", "deed.YP-7K3Q.open", "form:q.1.form")),
    *(pressed("start", "hr.school.start"), pressed("see:"), handed_in("words", '{"school": 1}')),
    handed_in("words", '{"school": "school", "value": "q.1.form"}'),
    message_shortcut(typed()["event"]),
    event_of({"type": "app_home_opened", "user": "U0SAM", "tab": "home"}),
    event_of({"type": "member_joined_channel", "user": "U1", "channel": "C1"}),
    event_of({"type": "user_change", "user": {"id": "U1"}}),
    {"type": "app_rate_limited", "team_id": "T0SCHOOL1"},
    {"type": "url_verification", "challenge": "abc"},
    {"command": "/concern", "user_id": "U0SAM", "team_id": "T0SCHOOL1", "text": "x"},
)


class Quiet(Client):
    """A Slack that says yes to everything."""

    async def call(self, workspace: Workspace, method: str, **said: object) -> dict[str, object]:
        del workspace, method, said
        return {"ok": True, "channel": "D1", "ts": "1.1", "view": {"id": "V1"}, "user": {}}


class Content:
    """What aiohttp gives of a body."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def iter_chunked(self, size: int) -> AsyncIterator[bytes]:
        for start in range(0, len(self.body), size):
            yield self.body[start : start + size]


@dataclass
class Request:
    """As much of a request as the door reads."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def content(self) -> Content:
        return Content(self.body)

    @property
    def content_length(self) -> int:
        return len(self.body)

    @property
    def content_type(self) -> str:
        return self.headers["Content-Type"]


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every place of a tree in which a value stands."""
    found: list[tuple[Any, Any]] = []
    names = (
        list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    )
    for name in names:
        found.append((tree, name))
        found += places(tree[name])
    return found


def changed(chance: random.Random) -> bytes:
    """Return a payload with a few of its parts replaced, taken away or torn."""
    tree = copy.deepcopy(chance.choice(SEEDS))
    for _ in range(chance.randrange(4)):
        where = places(tree)
        if not where:
            break
        holder, name = chance.choice(where)
        holder[name] = copy.deepcopy(chance.choice(ODD))
    text = json.dumps(tree)
    form = chance.random() < 0.4
    if "command" in tree and form:
        return urlencode(
            {str(name): str(each) for name, each in tree.items()}, errors="replace"
        ).encode()
    body = urlencode({"payload": text}).encode() if form else text.encode()
    if chance.random() < 0.1:
        torn = bytearray(body)
        for _ in range(chance.randrange(1, 6)):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        body = bytes(torn[: chance.randrange(1, len(torn) + 1)])
    return body


def request(chance: random.Random, clock: SimClock, *, signed: bool) -> Request:
    body = changed(chance)
    stamp = str(int(clock.now().timestamp()) + (0 if signed else chance.choice((0, 9, -999))))
    signature = sign(SECRET if signed else "other", stamp, body)
    if not signed and chance.random() < 0.3:
        stamp, signature = chance.choice(("", "x", stamp)), chance.choice(("", "v0=", "v0=é"))
    kind = "application/json" if body[:1] in {b"{", b"["} else "application/x-www-form-urlencoded"
    return Request(body, {"Content-Type": kind, TIMESTAMP: stamp, SIGNATURE: signature})


def ingress(failures: list[Exception]) -> tuple[Slack, MemoryStore, SimClock]:
    """Return the whole way in, over a Slack that answers at once."""
    school, clock, client, store = on_slack(a_school()), SimClock(), Quiet(), MemoryStore()
    schools = {school.id: school}
    home = Workspace("home", "T0SCHOOL1", (school.id,), "xoxb-token", SECRET)
    handler = Handler(schools, store, clock, RandomMint(), failures.append)
    messenger = make_messenger((home,), schools, client, Audit(client, clock))
    return make_slack((home,), handler, messenger, client, failures.append), store, clock


async def storm(requests: int, seed: int, *, signed: bool) -> tuple[set[int], MemoryStore]:
    """Knock many times; return the answers, and the store as it is then."""
    failures: list[Exception] = []
    slack, store, clock = ingress(failures)
    chance, statuses = random.Random(seed), set[int]()
    for number in range(requests):
        clock.at += A_MOMENT
        knocking: Any = request(chance, clock, signed=signed)
        statuses.add((await slack.door.knocked(knocking)).status)
        await slack.backlog.drained()
        if failures:
            raise AssertionError(f"request {number} of seed {seed}: {failures[0]!r}")
    return statuses, store


@pytest.mark.parametrize("seed", range(2))
async def test_signed_requests_however_odd_are_no_5xx(seed: int) -> None:
    statuses, _ = await storm(FEW // 2, seed, signed=True)

    assert statuses == {200, 400}


async def test_unsigned_requests_change_nothing() -> None:
    statuses, store = await storm(FEW, 3, signed=False)

    assert statuses == {401}
    assert str(store._schools) == str(MemoryStore()._schools)


@pytest.mark.soak
@pytest.mark.parametrize("signed", [True, False])
async def test_a_hundred_thousand_requests(signed: bool) -> None:
    statuses, store = await storm(MANY // 2, 11, signed=signed)

    assert statuses == ({200, 400} if signed else {401})
    assert signed or str(store._schools) == str(MemoryStore()._schools)
