"""Teams' door with a durable commit, beside the stock `CloudAdapter`: token check and one reply.

The stock side is what botbuilder-integration-aiohttp wraps: its `CloudAdapter.process` is these few
lines over `CloudAdapterBase`. It echoes; its token for Teams is at hand, so that it asks nobody.
Both are served by this process on one core, and send what they say over HTTP; who knocks, and the
Teams that hears them, have a process of their own.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    ChannelValidation,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.collector import spare_what_is_loaded
from adapters.redis.store import RedisStore
from adapters.teams.connector import Connector
from adapters.teams.door import PATH
from adapters.teams.keys import WebSource
from adapters.teams.limits import Limits
from adapters.teams.outbound import make_messenger
from adapters.teams.running import make_teams
from adapters.teams.tenant import Tenant
from adapters.teams.token import ISSUER
from benchmarks.answer import Count, MachineClock, embedded
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from benchmarks.teams_beside import AT_ONCE, CONFIGURATION, Beside, beside, one_core
from bot.handle import Handler
from bot.outbox import connect

__all__ = ["run"]

ROUNDS = 400
SAID = ("hello", "no")
"""What everybody says: a first word, which leads to one reply; and an answer, to two."""

WARM = range(-AT_ONCE, 0)
"""Who has spoken before it is measured: all that is loaded once is loaded then."""

NAMES = (
    "Teams: first words to their 200, durable, and one reply; rate, p50 (p99)",
    "Teams: the 99th percentile of that",
    "Teams: a typed answer, durable, an edit and a question; rate, p50 (p99)",
)
TENANT, APP = "10000000-0000-4000-8000-000000000001", "20000000-0000-4000-8000-000000000002"
KEY = generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC: dict[str, object] = {
    **json.loads(RSAAlgorithm.to_jwk(KEY.public_key())),
    "kid": "bench",
    "endorsements": ["msteams"],
}


def _activity(service: str, number: int, text: str) -> bytes:
    """Return typed words, with their twin."""
    user = f"30000000-0000-4000-8000-{number + AT_ONCE:012}"
    told = {
        "type": "message",
        "id": f"{number}-{text}",
        "timestamp": "2026-11-06T10:15:00.123Z",
        "serviceUrl": service,
        "channelId": "msteams",
        "from": {"id": f"29:1{user}", "name": "A Teacher", "aadObjectId": user},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{number}"},
        "recipient": {"id": f"28:{APP}", "name": "Handrail"},
        "textFormat": "plain",
        "text": text,
        "attachments": [{"contentType": "text/html", "content": f"<p>{text}</p>"}],
        "entities": [{"locale": "en-GB", "country": "GB", "type": "clientInfo"}],
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
    }
    return json.dumps(told).encode()


def _header(service: str) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": service, "nbf": now, "exp": now + 3600}
    token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "bench"})
    return f"Bearer {token}"


@dataclass(slots=True)
class Samples:
    """How long each request took, in milliseconds, and all of them with what followed, in s."""

    took: list[float] = field(default_factory=list)
    whole: float = 0.0

    @property
    def rate(self) -> float:
        """Return activities a second."""
        return len(self.took) / self.whole

    @property
    def last(self) -> float:
        """Return the 99th percentile."""
        return percentile(self.took, 0.99)

    def __str__(self) -> str:
        """Return the samples as the report shows them."""
        return f"{self.rate:.0f}/s, {percentile(self.took, 0.5):.1f} ({self.last:.1f}) ms"


async def _sent(
    there: Beside,
    door: BaseTestServer,
    text: str,
    drained: Callable[[], Awaitable[None]],
    people: range = range(ROUNDS),
) -> Samples:
    """Have activities sent, some at once; what follows them is waited for too."""
    service = f"{there.address}/uk/"
    bodies = [_activity(service, number, text) for number in people]
    start = time.perf_counter()
    took = await there.knocked(str(door.make_url(PATH)), bodies, _header(service))
    await drained()
    return Samples(took, time.perf_counter() - start)


class _AtHand(MicrosoftAppCredentials):  # type: ignore[misc]  # the SDK ships no types
    """Credentials whose token is at hand."""

    def get_access_token(self, force_refresh: bool = False) -> str:
        del force_refresh
        return "bench"


class _Credentials(PasswordServiceClientCredentialFactory):  # type: ignore[misc]  # as above
    async def create_credentials(self, *_told: object, **_more: object) -> _AtHand:
        return _AtHand(APP, "secret")


class _Echo(ActivityHandler):  # type: ignore[misc]  # as above
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(turn_context.activity.text))


def _stock(address: str) -> web.Application:
    """Return the stock adapter with an echo behind it."""
    ChannelValidation.open_id_metadata_endpoint = f"{address}{CONFIGURATION}"
    settings = BotFrameworkAuthenticationFactory.create(
        credential_factory=_Credentials(APP, "secret")
    )
    adapter, echo = CloudAdapterBase(settings), _Echo()

    async def process(request: web.Request) -> web.Response:
        activity: Any = Activity().deserialize(await request.json())
        header = request.headers["Authorization"]
        await adapter.process_activity(header, activity, echo.on_turn)
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, process)
    return app


class _Unlimited(Limits):
    """Teams' limits are a school's, and not the door's."""

    def take(self, tenant: str, conversation: str, now: object) -> timedelta:
        """Return that nothing is waited for."""
        del tenant, conversation, now
        return timedelta(0)


async def _ours(store: RedisStore, there: Beside) -> list[Samples]:
    address, service = there.address, f"{there.address}/uk/"
    school, clock = example_school(), MachineClock()
    schools = {school.id: school}
    bugs: list[Exception] = []
    refused: list[str] = []
    home = Tenant("bench", TENANT, APP, (school.id,), "secret", (address,), service)
    handler = Handler(schools, store, clock, Count(), bugs.append)
    async with (
        Connector((home,), clock, address, limits=_Unlimited()) as connector,
        WebSource(f"{address}{CONFIGURATION}") as source,
    ):
        messenger = make_messenger((home,), schools, connector, store.addresses)
        connect(handler, messenger, refused.append)
        teams = make_teams((home,), handler, messenger, source, bugs.append)
        async with TestServer(teams.app) as door:
            await _sent(there, door, SAID[0], teams.backlog.drained, WARM)
            with one_core():
                found = [await _sent(there, door, each, teams.backlog.drained) for each in SAID]
        await teams.settled()
    assert not bugs, bugs
    assert not refused, refused
    return found


async def _nothing() -> None:
    """There is nothing that the stock adapter does after its answer."""


async def _measure(there: Beside) -> list[Row]:
    spare_what_is_loaded()
    async with TestServer(_stock(there.address)) as stock:
        await _sent(there, stock, SAID[0], _nothing, WARM)
        with one_core():
            bare = await _sent(there, stock, SAID[0], _nothing)
    async with embedded(RedisStore) as (store, _):
        ours = await _ours(store, there)
    told = f"stock CloudAdapter, an echo {bare}"
    reply, answer = ours
    ratio = reply.last / bare.last
    last = f"{reply.last:.1f} ms", f"{bare.last:.1f} ms"
    return [
        Row(NAMES[0], str(reply), told, reply.rate / bare.rate, ">= 4 of the rate"),
        Row(NAMES[1], *last, ratio, "<= 0.5"),
        Row(NAMES[2], str(answer), told, answer.rate / bare.rate, ""),
    ]


def run() -> list[Row]:
    """Measure both, one after the other, on one core."""
    with beside(PUBLIC) as there:
        return asyncio.run(_measure(there))
