"""Handing a canary in as each platform does: signed like Slack, with a token like Teams."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import jwt
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.proving.sink import BOT, TEAM
from adapters.proving.ways_in import Body
from adapters.slack.door import PATH as SLACK
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.teams.door import PATH as TEAMS
from adapters.teams.tenant import Tenant
from bot.ports import Clock

__all__ = ["ISSUER", "SECRET", "USERS", "Hands"]

ISSUER = "https://api.botframework.com"
SECRET = "of-the-proof-alone"  # noqa: S105  it signs nothing but canaries, for a sink on loopback
LASTS = timedelta(minutes=10)
USERS = {"slack": "U0PROOF", "teams": "30000000-0000-4000-8000-00000000000f"}
"""Whoever hands the canary in, by platform. On the playground it is the first on the list."""

KID = "proof"


@dataclass(slots=True)
class Hands:
    """Sends hand-ins to the doors at `addresses`, by platform."""

    addresses: Mapping[str, str]
    clock: Clock
    tenant: Tenant
    school: str
    person: str
    session: ClientSession | None = None
    _key: RSAPrivateKey = field(
        default_factory=lambda: generate_private_key(public_exponent=65537, key_size=2048)
    )
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def hand_in(self, body: Body) -> int:
        """Hand one in; return the status that it is answered with."""
        ways: dict[str, Callable[[Mapping[str, object]], Awaitable[int]]] = {
            "playground": self._playground,
            "slack": self._slack,
            "teams": self._teams,
        }
        return await ways[body.platform](body.sent)

    async def _playground(self, said: Mapping[str, object]) -> int:
        who = {"school": self.school, "person": self.person}
        told = {**who, "operation": f"proof-{next(self._numbers):08}", **said}
        return await self._posted(f"{self.addresses['playground']}said", told, {})

    async def _slack(self, said: Mapping[str, object]) -> int:
        number, user = next(self._numbers), USERS["slack"]
        place = {"channel": f"D0{user[2:]}", "channel_type": "im", "team": TEAM}
        event = {"type": "message", "user": user, "ts": f"{number}.000200", **place, **said}
        told = {
            "type": "event_callback",
            "team_id": TEAM,
            "event": event,
            "event_id": f"Ev{number}",
            "authorizations": [{"team_id": TEAM, "user_id": BOT}],
        }
        stamp = str(int(self.clock.machine().timestamp()))
        signed = sign(SECRET, stamp, json.dumps(told).encode())
        headers = {TIMESTAMP: stamp, SIGNATURE: signed}
        return await self._posted(self.addresses["slack"].rstrip("/") + SLACK, told, headers)

    async def _teams(self, said: Mapping[str, object]) -> int:
        user, tenant = USERS["teams"], {"tenant": {"id": self.tenant.tenant}}
        chat = {"conversationType": "personal", "tenantId": self.tenant.tenant, "id": "a:1proof"}
        told = {
            "type": "message",
            "id": str(1_700_000_000_000 + next(self._numbers)),
            "serviceUrl": self.tenant.service,
            "channelId": "msteams",
            "from": {"id": "29:1proof", "name": "x", "aadObjectId": user},
            "conversation": chat,
            "recipient": {"id": f"28:{self.tenant.app}", "name": "Handrail"},
            **said,
        }
        told["channelData"] = {**tenant, **_mapping(said.get("channelData"))}
        headers = {"Authorization": f"Bearer {self._token()}"}
        return await self._posted(self.addresses["teams"].rstrip("/") + TEAMS, told, headers)

    def _token(self) -> str:
        now = int(self.clock.machine().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": self.tenant.app,
            "serviceurl": self.tenant.service,
            "nbf": now,
            "exp": now + int(LASTS.total_seconds()),
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": KID})

    async def keys(self) -> Mapping[str, object]:
        """Return the key that the tokens of the proof are checked with."""
        told = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**told, "kid": KID, "endorsements": ["msteams"]}]}

    async def _posted(self, address: str, told: object, headers: Mapping[str, str]) -> int:
        if self.session is None:
            raise AssertionError("the hands have no session yet")
        body, kind = json.dumps(told).encode(), {"Content-Type": "application/json"}
        async with self.session.post(address, data=body, headers={**kind, **headers}) as answer:
            await answer.read()
            return answer.status


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
