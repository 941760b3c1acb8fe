"""A strict Bot Connector of our own: it refuses what Teams refuses, and keeps what people see."""

# Rule 1: an unknown call, key or element, or a broken limit is a finding; a test ends without.
# Rule 2: a message that no test takes is a finding too.

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.limits import CONVERSATION, TENANT
from adapters.teams.tokens import SCOPE
from tests.teams import identity
from tests.teams.seen import Counted, Fault, Told, place_of, refused
from tests.teams.strict import activity_problems

LIVES, PAGE = timedelta(hours=1), 2
"""How long a token is good; so few members on a page that a DSL team has several."""


@dataclass
class FakeTeams:
    """One tenant. `now` is its clock. `log` has each message as it stood, and each change."""

    now: Callable[[], datetime]
    tenant: str = identity.TENANT
    app: str = identity.APP
    secret: str = "client-secret"
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    without_app: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    rooms: dict[str, list[str]] = field(default_factory=dict)
    messages: dict[tuple[str, str], Told] = field(default_factory=dict)
    untaken: list[Told] = field(default_factory=list)
    log: list[Told] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    wrongs: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    tokens: dict[str, datetime] = field(default_factory=dict)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    counted: Counted = field(default_factory=Counted)

    def person(self, account: str, **more: object) -> None:
        """Add somebody who has the app."""
        told = {
            "id": f"29:1{account}",
            "aadObjectId": account,
            "tenantId": self.tenant,
            "userRole": "user",
            "userPrincipalName": f"{account[:8]}@school.example",
        }
        self.people[account] = {**told, **more}

    def chat_of(self, account: str) -> str:
        """Return the id of somebody's one-to-one conversation."""
        return f"a:1{account}"

    def number(self) -> str:
        """Return an id that was never used."""
        return str(1_700_000_000_000 + next(self._numbers))

    def take(self, to: str = "") -> list[Told]:
        """Return and tick off the messages to somebody, or all."""
        taken = [told for told in self.untaken if to in {"", told.to}]
        self.untaken = [told for told in self.untaken if told not in taken]
        return taken

    def assert_nothing_more(self) -> None:
        """Fail on a message that no test took, and on whatever Teams would not have taken."""
        assert self.wrongs == []
        assert self.untaken == []

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve Entra and the connector while the block runs; give the address of both."""
        app = web.Application()
        base = "/{region}/v3/conversations"
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post(base, self._begin)
        app.router.add_post(f"{base}/{{conversation}}/activities", self._send)
        app.router.add_put(f"{base}/{{conversation}}/activities/{{activity}}", self._update)
        app.router.add_delete(f"{base}/{{conversation}}/activities/{{activity}}", self._delete)
        app.router.add_get(f"{base}/{{conversation}}/pagedmembers", self._members)
        app.router.add_route("*", "/{elsewhere:.*}", self._elsewhere)
        async with TestServer(app) as server:
            yield str(server.make_url("")).rstrip("/")
            self.released.set()

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.wrongs.append(f"{request.method} {request.path}")
        return web.Response(status=404)

    async def _token(self, request: web.Request) -> web.Response:
        self.calls.append("token")
        form = dict(await request.post())
        right = {
            "grant_type": "client_credentials",
            "client_id": self.app,
            "client_secret": self.secret,
            "scope": SCOPE,
        }
        if (fault := self._fault("token", "")) is not None:
            return web.Response(status=fault.status, headers=fault.headers)
        if request.match_info["tenant"] != self.tenant or form != right:
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"token-{self.number()}"
        self.tokens[token] = self.now() + LIVES
        lasts = int(LIVES.total_seconds())
        return web.json_response({"access_token": token, "expires_in": lasts})

    async def _begin(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        if body.get("isGroup"):
            channel = body["channelData"]["channel"]["id"]
            return await self._doing("post", channel, request, lambda: self._posted(body, channel))
        [member] = [each["id"] for each in body.get("members", [{"id": ""}])]
        if member.startswith("29:"):
            member = next((one for one, each in self.people.items() if each["id"] == member), "")
        return await self._doing("begin", member, request, lambda: self._begun(body, member))

    def _posted(self, body: dict[str, Any], channel: str) -> web.Response:
        if channel not in self.rooms:
            return refused(403, "BotNotInConversationRoster")
        number = self.number()
        thread = f"{channel};messageid={number}"
        self._see(channel, thread, number, body["activity"])
        return web.json_response({"id": thread, "activityId": number}, status=201)

    def _begun(self, body: dict[str, Any], member: str) -> web.Response:
        if body.get("tenantId") != self.tenant or body.get("bot") != {"id": f"28:{self.app}"}:
            self.wrongs.append("a chat is begun by our bot, in its tenant")
        if member not in self.people or member in self.without_app:
            return refused(403, "ForbiddenOperationException")
        return web.json_response({"id": self.chat_of(member)}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        conversation, body = request.match_info["conversation"], await self._body(request)
        account = self._whose(conversation) or conversation.partition(";")[0]
        return await self._doing(
            "send", account, request, lambda: self._sent_to(account, conversation, body)
        )

    def _sent_to(self, account: str, conversation: str, body: dict[str, Any]) -> web.Response:
        if account not in self.people and account not in self.rooms:
            return refused(404, "ConversationNotFound")
        if account in self.without_app:
            return refused(403, "BotNotInConversationRoster")
        if account in self.blocked:
            inner = json.dumps({"subCode": "MessageWritesBlocked", "details": "Thread is blocked"})
            return web.json_response({"errorCode": 209, "message": inner}, status=403)
        number = self.number()
        self._see(account, conversation, number, body)
        return web.json_response({"id": number}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        place, body = place_of(request), await self._body(request)
        to = self.messages[place].to if place in self.messages else ""
        return await self._doing("update", to, request, lambda: self._updated(place, body))

    def _updated(self, place: tuple[str, str], body: dict[str, Any]) -> web.Response:
        told = self.messages.get(place)
        if told is None:
            return refused(404, "ActivityNotFoundInConversation")
        if body.get("id") != place[1]:
            self.wrongs.append("an update says which activity it is")
        self.wrongs += activity_problems(body)
        told.card, told.summary = body["attachments"][0]["content"], body["summary"]
        told.edited = True
        self.untaken = [each for each in self.untaken if each is not told]
        self._note(told)
        return web.json_response({"id": place[1]})

    async def _delete(self, request: web.Request) -> web.Response:
        there = self.messages.pop(place_of(request), None)
        told = web.Response(status=204) if there else refused(404, "ActivityNotFoundInConversation")
        return await self._doing("delete", "", request, lambda: told)

    async def _members(self, request: web.Request) -> web.Response:
        conversation = request.match_info["conversation"]
        return await self._doing(
            "members", conversation, request, lambda: self._page(request, conversation)
        )

    def _page(self, request: web.Request, conversation: str) -> web.Response:
        account = self._whose(conversation)
        listed = [account] if account in self.people else self.rooms.get(conversation)
        if listed is None or account in self.without_app | self.blocked:
            return refused(403, "BotNotInConversationRoster")
        at = int(request.query.get("continuationToken", "0"))
        found = [self.people[one] for one in listed[at : at + PAGE]]
        more = {"continuationToken": str(at + PAGE)} if at + PAGE < len(listed) else {}
        return web.json_response({"members": found, **more})

    async def _doing(
        self, doing: str, to: str, request: web.Request, do: Callable[[], web.Response]
    ) -> web.Response:
        """Answer a call, unless it is to go wrong, has no token, or breaks a limit."""
        self.calls.append(doing)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, self.now()) <= self.now():
            return refused(401, "Unauthorized")
        fault = self._fault(doing, to)
        if fault is not None and fault.done:
            do()
        if fault is not None and fault.hangs:
            await self.released.wait()
        if fault is not None:
            return refused(fault.status, fault.word, fault.headers)
        self.wrongs += self.counted.over("", TENANT, self.now())
        if doing in {"post", "send", "update"}:
            self.wrongs += self.counted.over(to, CONVERSATION, self.now())
        return do()

    def _fault(self, doing: str, to: str) -> Fault | None:
        found = (each for each in self.faults if each.doing == doing and each.to in {"", to})
        if (fault := next(found, None)) is not None and not fault.lasts:
            self.faults.remove(fault)
        return fault

    def _see(self, to: str, conversation: str, number: str, body: dict[str, Any]) -> None:
        self.wrongs += activity_problems(body)
        made = body["attachments"][0]["content"]
        told = Told(to, conversation, number, made, body["summary"])
        self.messages[conversation, number] = told
        self._note(told)

    def _note(self, told: Told) -> None:
        self.log.append(replace(told))
        self.untaken.append(told)

    def _whose(self, conversation: str) -> str:
        return next((one for one in self.people if self.chat_of(one) == conversation), "")

    async def _body(self, request: web.Request) -> dict[str, Any]:
        if request.content_type != "application/json":
            self.wrongs.append(f"what is sent is JSON, not {request.content_type}")
        told: dict[str, Any] = await request.json()
        return told
