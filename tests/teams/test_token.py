"""The token: what Teams did not sign for us, now and for this activity, is never let in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from adapters.teams.token import NotTheirs, Proof, belongs
from tests.chat import SimClock
from tests.teams.activities import SERVICE, typed
from tests.teams.attacks import ATTACKS
from tests.teams.checking import HOME, checking
from tests.teams.identity import APP


@pytest.mark.parametrize("attack", ATTACKS)
async def test_each_attack_proves_nothing(attack: str, clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        with pytest.raises(NotTheirs):
            await verifier.proof(ATTACKS[attack](identity))


async def test_what_teams_signed_for_us_proves_whose_it_is(clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        proof = await verifier.proof(f"Bearer {identity.token(SERVICE)}")

    assert proof == Proof(HOME, SERVICE, frozenset({"msteams"}))
    assert belongs(typed(), proof)


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(-301, False), (-299, True), (3600 + 299, True), (3600 + 301, False)]
)
async def test_a_token_has_its_time(seconds: int, is_good: bool, clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        token = identity.token(SERVICE)
        clock.at += timedelta(seconds=seconds)
        try:
            await verifier.proof(f"Bearer {token}")
        except NotTheirs:
            assert not is_good
        else:
            assert is_good


async def test_a_token_that_was_good_is_looked_at_again_when_it_has_ended(clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        header = f"Bearer {identity.token(SERVICE)}"
        assert await verifier.proof(header) == await verifier.proof(header)
        clock.at += timedelta(seconds=3600 + 301)

        with pytest.raises(NotTheirs):
            await verifier.proof(header)


PROOF = Proof(HOME, SERVICE, frozenset({"msteams"}))
ELSEWHERE = "https://smba.trafficmanager.net.example/uk/"


@pytest.mark.parametrize(
    "change",
    [
        {"channelId": "emulator"},
        {"channelId": None},
        {"serviceUrl": SERVICE.replace("/uk/", "/amer/")},
        {"serviceUrl": ""},
        {"serviceUrl": None},
        {"conversation": {"tenantId": APP, "id": "a:1"}},
        {"channelData": {"tenant": {"id": APP}}},
        {"channelData": {}, "conversation": {"id": "a:1"}},
        {"channelData": 5, "conversation": "x"},
    ],
)
def test_an_activity_of_another_place_has_no_proof(change: dict[str, Any]) -> None:
    assert not belongs({**typed(), **change}, PROOF)


@pytest.mark.parametrize("place", [{"conversation": {"id": "a:1"}}, {"channelData": {}}])
def test_one_tenant_named_is_enough(place: dict[str, Any]) -> None:
    assert belongs({**typed(), **place}, PROOF)


def test_a_key_that_was_not_made_for_teams_is_no_proof() -> None:
    assert not belongs(typed(), PROOF._replace(endorsed=frozenset({"webchat"})))


@pytest.mark.parametrize(
    "service",
    [
        ELSEWHERE,
        "http://smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:8443/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://[::1/",
    ],
)
def test_no_address_but_teams_own_is_written_to_though_it_was_signed(service: str) -> None:
    assert not belongs({**typed(), "serviceUrl": service}, PROOF._replace(service=service))
