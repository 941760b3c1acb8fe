"""Requests changed at random: no exception, no 5xx, and nothing changes without a good token."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Mapping
from typing import Any

import pytest
from multidict import CIMultiDict

from adapters.memory.addresses import MemoryAddresses
from adapters.memory.store import MemoryStore
from adapters.teams.connector import Connector, Request
from adapters.teams.outbound import make_messenger
from adapters.teams.running import Teams, make_teams
from adapters.teams.tenant import Tenant
from bot.dialogs.card import FormKind
from tests.chat import SimClock
from tests.engine import a_school
from tests.platforms import odd
from tests.platforms.house import Inside, inside
from tests.teams.activities import SERVICE, executed, in_channel, of_type, submitted, typed
from tests.teams.attacks import ATTACKS
from tests.teams.checking import HOME
from tests.teams.fragments import FRAGMENTS, HARMLESS, IN_A_FORM, LINKS, filled_with
from tests.teams.identity import FakeIdentity
from tests.teams.sending import SAM, on_teams

OFTEN = 500
FEW, MANY = 1000, int(os.environ.get("FUZZ_REQUESTS", "100000"))
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


def ingress(identity: FakeIdentity, clock: SimClock) -> tuple[Teams, Inside]:
    """Return the whole way in, over a Teams that answers at once."""
    schools = {"school": on_teams(a_school())}
    messenger = make_messenger((HOME,), schools, Quiet((HOME,), clock), MemoryAddresses())
    within = inside(schools, clock, messenger)

    async def source() -> Mapping[str, object]:
        return {"keys": identity.published}

    tell = within.failures.append
    return make_teams((HOME,), within.handler, messenger, source, tell), within


async def storm(requests: int, seed: int, *, signed: bool) -> tuple[set[int], MemoryStore]:
    """Knock many times; return the answers, and the store as it is then."""
    clock = SimClock()
    identity = FakeIdentity(clock.now)
    headers = [""]

    def made(number: int, chance: random.Random) -> odd.Request:
        if number % OFTEN == 0:
            good = [f"Bearer {identity.token(SERVICE)}"]
            headers[:] = good if signed else [attack(identity) for attack in ATTACKS.values()]
        told = CIMultiDict({"Authorization": chance.choice(headers)})
        tree = odd.changed(chance.choice(SEEDS), chance, {"contentType": "text/html"}, "<img>")
        return odd.Request(odd.torn(json.dumps(tree).encode(), chance), told)

    return await odd.storm(*ingress(identity, clock), requests, seed, made)


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
