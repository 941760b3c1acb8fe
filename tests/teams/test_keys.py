"""The keys: asked for seldom, kept when their source is away, and each looked at by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.teams.keys import Keys, WebSource
from adapters.teams.token import NotTheirs, Verifier
from tests.chat import SimClock
from tests.teams.activities import SERVICE
from tests.teams.checking import HOME, checking
from tests.teams.identity import CONFIGURATION, KEYS, FakeIdentity, public, rsa

ELSEWHERE = "https://smba.trafficmanager.net.example/keys"


async def test_keys_are_asked_for_once_and_a_made_up_name_asks_again_only_after_a_while(
    clock: SimClock,
) -> None:
    async with checking(clock) as (identity, verifier):
        await verifier.proof(f"Bearer {identity.token(SERVICE)}")
        for number in range(50):
            with pytest.raises(NotTheirs):
                await verifier.proof(f"Bearer {identity.signed({}, kid=f'made-up-{number}')}")
            await verifier.proof(f"Bearer {identity.token(SERVICE)}")
        assert identity.asked == [CONFIGURATION, KEYS]

        clock.at += timedelta(minutes=5)
        with pytest.raises(NotTheirs):
            await verifier.proof(f"Bearer {identity.signed({}, kid='made-up')}")
        assert len(identity.asked) == 4


async def test_a_new_key_is_found_and_one_that_was_taken_back_is_gone(clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        old = identity.token(SERVICE)
        await verifier.proof(f"Bearer {old}")
        identity.kid = "key-2"
        identity.published = [public("key-2", rsa("key-2"), "msteams")]
        clock.at += timedelta(minutes=5)

        await verifier.proof(f"Bearer {identity.token(SERVICE)}")
        with pytest.raises(NotTheirs):
            await verifier.proof(f"Bearer {old}")


async def test_a_key_that_was_replaced_under_its_name_vouches_for_nothing_older(
    clock: SimClock,
) -> None:
    async with checking(clock) as (identity, verifier):
        old = identity.token(SERVICE)
        await verifier.proof(f"Bearer {old}")
        identity.published = [public(identity.kid, rsa("another"), "msteams")]
        clock.at += timedelta(minutes=5)
        with pytest.raises(NotTheirs):
            await verifier.proof(f"Bearer {identity.signed({}, kid='made-up')}")

        with pytest.raises(NotTheirs):
            await verifier.proof(f"Bearer {old}")


@pytest.mark.parametrize("trouble", ["down", "empty", "elsewhere"])
async def test_keys_that_cannot_be_fetched_anew_stay_good(trouble: str, clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        await verifier.proof(f"Bearer {identity.token(SERVICE)}")
        identity.status = 503 if trouble == "down" else 200
        identity.published = [] if trouble == "empty" else identity.published
        identity.jwks_uri = ELSEWHERE if trouble == "elsewhere" else identity.jwks_uri

        for _ in range(5):
            clock.at += timedelta(days=1)
            await verifier.proof(f"Bearer {identity.token(SERVICE)}")
            await verifier._keys.settled()


async def test_while_there_is_no_key_nobody_gets_in_and_it_is_tried_again_soon(
    clock: SimClock,
) -> None:
    async with checking(clock) as (identity, verifier):
        identity.status = 503
        for _ in range(5):
            with pytest.raises(NotTheirs):
                await verifier.proof(f"Bearer {identity.token(SERVICE)}")
        assert identity.asked == [CONFIGURATION]
        identity.status = 200
        clock.at += timedelta(seconds=5)

        await verifier.proof(f"Bearer {identity.token(SERVICE)}")


ODD_KEYS: dict[str, dict[str, Any]] = {
    "a small one": public("odd", rsa("small", 1024), "msteams"),
    "a shared one": {"kid": "odd", "kty": "oct", "k": "AAAA", "endorsements": ["msteams"]},
    "a torn one": {"kid": "odd", "kty": "RSA", "n": "!!", "e": "AQAB"},
    "one without a name": {**public("odd", rsa("key-1"), "msteams"), "kid": ""},
    "one of another kind": {"kid": "odd", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
}


@pytest.mark.parametrize("odd", ODD_KEYS)
async def test_an_odd_key_is_no_key_and_costs_no_other(odd: str, clock: SimClock) -> None:
    async with checking(clock) as (identity, verifier):
        identity.published.insert(0, ODD_KEYS[odd])

        await verifier.proof(f"Bearer {identity.token(SERVICE)}")
        with pytest.raises(NotTheirs):
            await verifier.proof(f"Bearer {identity.signed(identity.claims(SERVICE), kid='odd')}")


async def test_the_bot_of_each_tenant_is_told_apart_by_the_audience(clock: SimClock) -> None:
    other = replace(HOME, name="other", app="20000000-0000-4000-8000-00000000000b")
    identity = FakeIdentity(clock.now)
    async with identity.serving() as address, WebSource(address) as source:
        verifier = Verifier((HOME, other), Keys(source, clock), clock)

        proof = await verifier.proof(f"Bearer {identity.token(SERVICE, aud=other.app.upper())}")

    assert proof.tenant is other
