"""Requests changed at random: no exception, no 5xx, and nothing changes without a good token."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from multidict import CIMultiDict

from adapters.memory.addresses import MemoryAddresses
from adapters.memory.store import MemoryStore
from adapters.mint import RandomMint
from adapters.teams.connector import Connector, Request
from adapters.teams.outbound import make_messenger
from adapters.teams.running import Teams, make_teams
from adapters.teams.tenant import Tenant
from bot.dialogs.card import FormKind
from bot.handle import Handler
from tests.chat import SimClock
from tests.engine import a_school
from tests.teams.activities import SERVICE, executed, in_channel, of_type, submitted, typed
from tests.teams.attacks import ATTACKS
from tests.teams.checking import HOME
from tests.teams.fragments import FRAGMENTS, HARMLESS, IN_A_FORM, LINKS, filled_with
from tests.teams.identity import FakeIdentity
from tests.teams.sending import SAM, on_teams

A_MOMENT = timedelta(seconds=2)
OFTEN = 500
FEW, MANY = 1000, int(os.environ.get("FUZZ_REQUESTS", "100000"))
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e309, "", "x" * 5000, "\x00", "\ud800", [], {}, [[]], {"": None}),
    *([None] * 50, {"contentType": "text/html"}, "<img>", "data:image/png;base64,AAAA", 2**70),
)
BY = {"from": {"id": f"29:1{SAM}", "aadObjectId": SAM, "name": "x"}}
SEEDS: tuple[dict[str, Any], ...] = (
    *({**each, **BY} for each in (*HARMLESS.values(), *LINKS.values())),
    *({**typed(**each), **BY} for each in FRAGMENTS.values()),
    *(filled_with(each) for each in IN_A_FORM.values()),
    *(
        {**press(value), **BY}
        for press in (executed, submitted)
        for value in ("q.1.0", "do.1.help", "deed.YP-7K3Q.open", "form:q.1.form", "see:x", "close")
    ),
    *({**press("start"), **BY} for press in (executed, submitted)),
    {**executed("q.1.form", "words", FormKind.TEXT), **BY},
    in_channel(typed()),
    in_channel(submitted("deed.YP-7K3Q.ack")),
    {**executed("q.1.0"), "name": "fileConsent/invoke"},
    of_type("messageUpdate", text="x"),
    of_type("installationUpdate", action="add"),
    of_type("installationUpdate", action="remove"),
    in_channel(of_type("conversationUpdate", membersAdded=[{"id": "29:x"}])),
    of_type("messageReaction", reactionsAdded=[{"type": "like"}]),
)


class Quiet(Connector):
    """A Teams that says yes to everything."""

    async def call(self, tenant: Tenant, request: Request) -> Mapping[str, Any]:
        del tenant, request
        return {"id": "a:1", "activityId": "1", "members": []}


class Content:
    """What aiohttp gives of a body."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def iter_chunked(self, size: int) -> AsyncIterator[bytes]:
        for start in range(0, len(self.body), size):
            yield self.body[start : start + size]


@dataclass
class Knocking:
    """As much of a request as the door reads."""

    body: bytes
    headers: CIMultiDict[str]

    @property
    def content(self) -> Content:
        return Content(self.body)

    @property
    def content_length(self) -> int:
        return len(self.body)


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
    """Return an activity with a few of its parts replaced, taken away or torn."""
    tree = copy.deepcopy(chance.choice(SEEDS))
    for _ in range(chance.randrange(4)):
        if not (where := places(tree)):
            break
        holder, name = chance.choice(where)
        holder[name] = copy.deepcopy(chance.choice(ODD))
    body = json.dumps(tree).encode()
    if chance.random() < 0.1:
        torn = bytearray(body)
        for _ in range(chance.randrange(1, 6)):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        body = bytes(torn[: chance.randrange(1, len(torn) + 1)])
    return body


def ingress(identity: FakeIdentity, clock: SimClock) -> tuple[Teams, MemoryStore, list[Exception]]:
    """Return the whole way in, over a Teams that answers at once."""
    school, store = on_teams(a_school()), MemoryStore()
    failures: list[Exception] = []
    schools = {school.id: school}
    handler = Handler(schools, store, clock, RandomMint(), failures.append)
    messenger = make_messenger((HOME,), schools, Quiet((HOME,), clock), MemoryAddresses())

    async def source() -> Mapping[str, object]:
        return {"keys": identity.published}

    return make_teams((HOME,), handler, messenger, source, failures.append), store, failures


async def storm(requests: int, seed: int, *, signed: bool) -> tuple[set[int], MemoryStore]:
    """Knock many times; return the answers, and the store as it is then."""
    clock = SimClock()
    identity = FakeIdentity(clock.now)
    teams, store, failures = ingress(identity, clock)
    chance, statuses, headers = random.Random(seed), set[int](), [""]
    for number in range(requests):
        clock.at += A_MOMENT
        if number % OFTEN == 0:
            good = [f"Bearer {identity.token(SERVICE)}"]
            headers = good if signed else [attack(identity) for attack in ATTACKS.values()]
        told = CIMultiDict({"Authorization": chance.choice(headers)})
        knocking: Any = Knocking(changed(chance), told)
        statuses.add((await teams.door.knocked(knocking)).status)
        await teams.backlog.drained()
        if failures:
            raise AssertionError(f"request {number} of seed {seed}: {failures[0]!r}")
    return statuses, store


@pytest.mark.parametrize("seed", range(2))
async def test_signed_requests_however_odd_are_no_5xx(seed: int) -> None:
    statuses, _ = await storm(FEW // 2, seed, signed=True)

    assert statuses == {200, 400, 401}


async def test_requests_without_a_good_token_change_nothing() -> None:
    statuses, store = await storm(FEW, 3, signed=False)

    assert statuses == {401}
    assert str(store._schools) == str(MemoryStore()._schools)


@pytest.mark.soak
@pytest.mark.parametrize("signed", [True, False])
async def test_a_hundred_thousand_requests(signed: bool) -> None:
    statuses, store = await storm(MANY // 2, 11, signed=signed)

    assert statuses == ({200, 400, 401} if signed else {401})
    assert signed or str(store._schools) == str(MemoryStore()._schools)
