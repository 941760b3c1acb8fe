"""Requests changed at random: no exception, no 5xx, and nothing changes without a signature."""

from __future__ import annotations

import json
import os
import random
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.memory.store import MemoryStore
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.running import Slack, make_messenger, make_slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.slack.workspace import Workspace
from tests.chat import SimClock
from tests.engine import a_school
from tests.platforms import odd
from tests.platforms.house import Inside, inside
from tests.slack.fragments import FRAGMENTS, HARMLESS, LINKS
from tests.slack.house import on_slack
from tests.slack.samples import event_of, handed_in, message_shortcut, pressed, typed

SECRET = "signing-secret"
FEW, MANY = 1500, int(os.environ.get("FUZZ_REQUESTS", "100000"))
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


def body_of(chance: random.Random) -> bytes:
    """Return a payload as Slack sends it, in JSON or in a form."""
    tree = odd.changed(chance.choice(SEEDS), chance, {"type": "rich_text"}, "F0ABCDEF12")
    form = chance.random() < 0.4
    if "command" in tree and form:
        fields = {str(name): str(each) for name, each in tree.items()}
        return urlencode(fields, errors="replace").encode()
    text = json.dumps(tree)
    return odd.torn(urlencode({"payload": text}).encode() if form else text.encode(), chance)


def request(chance: random.Random, clock: SimClock, *, signed: bool) -> odd.Request:
    body = body_of(chance)
    stamp = str(int(clock.now().timestamp()) + (0 if signed else chance.choice((0, 9, -999))))
    signature = sign(SECRET if signed else "other", stamp, body)
    if not signed and chance.random() < 0.3:
        stamp, signature = chance.choice(("", "x", stamp)), chance.choice(("", "v0=", "v0=é"))
    kind = "application/json" if body[:1] in {b"{", b"["} else "application/x-www-form-urlencoded"
    return odd.Request(body, {"Content-Type": kind, TIMESTAMP: stamp, SIGNATURE: signature})


def ingress() -> tuple[Slack, Inside]:
    """Return the whole way in, over a Slack that answers at once."""
    schools, clock, client = {"school": on_slack(a_school())}, SimClock(), Quiet()
    home = Workspace("home", "T0SCHOOL1", tuple(schools), "xoxb-token", SECRET)
    messenger = make_messenger((home,), schools, client, Audit(client, clock))
    within = inside(schools, clock, messenger)
    tell = within.failures.append
    return make_slack((home,), within.handler, messenger, client, tell), within


async def storm(requests: int, seed: int, *, signed: bool) -> tuple[set[int], MemoryStore]:
    """Knock many times; return the answers, and the store as it is then."""
    slack, within = ingress()

    def made(number: int, chance: random.Random) -> odd.Request:
        del number
        return request(chance, within.clock, signed=signed)

    return await odd.storm(slack, within, requests, seed, made)


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
