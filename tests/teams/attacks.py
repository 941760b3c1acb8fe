"""Tokens that prove nothing, one for each way in; each is an `Authorization` header."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import jwt

from tests.teams.activities import SERVICE
from tests.teams.identity import TENANT, FakeIdentity, public, rsa


def b64(told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def by_hand(identity: FakeIdentity, **header: object) -> str:
    """Return a token with a header that no library makes, and no signature."""
    head = {"typ": "JWT", "kid": identity.kid, "alg": "RS256", **header}
    return f"{b64(head)}.{b64(identity.claims(SERVICE))}."


def with_hmac(identity: FakeIdentity) -> str:
    """Return a token that takes our public key for a shared secret."""
    head = {"kid": identity.kid, "alg": "HS256"}
    return jwt.encode(identity.claims(SERVICE), "x" * 64, algorithm="HS256", headers=head)


ATTACKS: dict[str, Callable[[FakeIdentity], str]] = {
    "no header": lambda _: "",
    "another scheme": lambda i: f"Basic {i.token(SERVICE)}",
    "a scheme alone": lambda _: "Bearer",
    "two tokens": lambda i: f"Bearer {i.token(SERVICE)} {i.token(SERVICE)}",
    "no token": lambda _: "Bearer a.b.c",
    "a token that never ends": lambda i: f"Bearer {i.token(SERVICE)}{'A' * 7000}",
    "no algorithm": lambda i: f"Bearer {by_hand(i, alg='none')}",
    "no signature": lambda i: f"Bearer {by_hand(i)}",
    "a shared secret": lambda i: f"Bearer {with_hmac(i)}",
    "an unknown critical part": lambda i: f"Bearer {i.signed(i.claims(SERVICE), crit=['x'], x=1)}",
    "self-signed under a known key's name": lambda i: (
        "Bearer "
        + jwt.encode(i.claims(SERVICE), rsa("mine"), algorithm="RS256", headers={"kid": i.kid})
    ),
    "self-signed under a name of its own": lambda i: (
        "Bearer "
        + jwt.encode(i.claims(SERVICE), rsa("mine"), algorithm="RS256", headers={"kid": "mine"})
    ),
    "a key of its own inside": lambda i: (
        "Bearer "
        + jwt.encode(
            i.claims(SERVICE),
            rsa("mine"),
            algorithm="RS256",
            headers={"kid": "mine", "jwk": public("mine", rsa("mine"), "msteams")},
        )
    ),
    "no key's name": lambda i: f"Bearer {i.signed(i.claims(SERVICE), kid='')}",
    "another audience": lambda i: f"Bearer {i.token(SERVICE, aud=TENANT)}",
    "no audience": lambda i: f"Bearer {i.token(SERVICE, aud=None)}",
    "many audiences": lambda i: f"Bearer {i.token(SERVICE, aud=[i.app, TENANT])}",
    "another issuer": lambda i: f"Bearer {i.token(SERVICE, iss='https://sts.windows.net/x/')}",
    "the emulator's issuer": lambda i: (
        "Bearer " + i.token(SERVICE, iss=f"https://login.microsoftonline.com/{TENANT}/v2.0")
    ),
    "no issuer": lambda i: f"Bearer {i.token(SERVICE, iss=None)}",
    "no serviceUrl": lambda i: f"Bearer {i.token(SERVICE, serviceurl=None)}",
    "no end": lambda i: f"Bearer {i.token(SERVICE, exp=None)}",
    "an end that is no time": lambda i: f"Bearer {i.token(SERVICE, exp='tomorrow')}",
    "claims that are no object": lambda i: (
        "Bearer "
        + jwt.api_jws.encode(b"[1]", rsa(i.kid), algorithm="RS256", headers={"kid": i.kid})
    ),
}
