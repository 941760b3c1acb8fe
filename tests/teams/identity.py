"""A strict Bot Framework identity of our own: it publishes real keys and signs what Teams sends."""

# Rule: an address that nobody should ask for is a finding; a test ends without.

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.teams.token import ISSUER

TENANT = "10000000-0000-4000-8000-000000000001"
APP = "20000000-0000-4000-8000-000000000002"
CONFIGURATION, KEYS = "/v1/.well-known/openidconfiguration", "/v1/.well-known/keys"
HOUR = 3600


@cache
def rsa(name: str, size: int = 2048) -> RSAPrivateKey:
    """Return a key pair, the same one for the same name in one run."""
    del name
    return generate_private_key(public_exponent=65537, key_size=size)


def public(kid: str, key: RSAPrivateKey, *endorsed: str) -> dict[str, Any]:
    """Return a key as it is published."""
    told: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    del told["key_ops"]
    return {**told, "use": "sig", "kid": kid, "x5t": kid, "endorsements": list(endorsed)}


@dataclass
class FakeIdentity:
    """Publishes `published`, and signs with the key `kid`. `now` is its clock."""

    now: Callable[[], datetime]
    kid: str = "key-1"
    app: str = APP
    published: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    jwks_uri: str = ""
    asked: list[str] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.published = self.published or [public(self.kid, rsa(self.kid), "msteams")]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve while the block runs; give the address of the configuration."""
        app = web.Application()
        app.router.add_get(CONFIGURATION, self._configuration)
        app.router.add_get(KEYS, self._keys)
        app.router.add_route("*", "/{elsewhere:.*}", self._elsewhere)
        async with TestServer(app) as server:
            self.jwks_uri = self.jwks_uri or str(server.make_url(KEYS))
            yield str(server.make_url(CONFIGURATION))

    def claims(self, service: str, **more: object) -> dict[str, Any]:
        """Return the claims of a good token; None in `more` takes one away."""
        now = int(self.now().timestamp())
        told = {
            "iss": ISSUER,
            "aud": self.app,
            "serviceurl": service,
            "nbf": now,
            "exp": now + HOUR,
            **more,
        }
        return {name: value for name, value in told.items() if value is not None}

    def token(self, service: str, **more: object) -> str:
        """Return a token for activities that are answered at `service`."""
        return self.signed(self.claims(service, **more))

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """Sign claims."""
        told = {"kid": self.kid, "x5t": self.kid, **header}
        return jwt.encode(claims, rsa(self.kid), algorithm="RS256", headers=told)

    async def _configuration(self, _request: web.Request) -> web.Response:
        self.asked.append(CONFIGURATION)
        told = {"issuer": ISSUER, "jwks_uri": self.jwks_uri}
        algorithms = {"id_token_signing_alg_values_supported": ["RS256"]}
        return web.json_response({**told, **algorithms}, status=self.status)

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked.append(KEYS)
        return web.json_response({"keys": self.published}, status=self.status)

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.wrongs.append(f"{request.method} {request.path}")
        return web.Response(status=404)
