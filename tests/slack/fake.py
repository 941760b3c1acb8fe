"""A strict Slack of our own: it refuses what Slack refuses, and keeps what people would see."""

# Rule 1: an unknown method, argument, block or a broken limit is a finding; a test ends without.
# Rule 2: a message that no test takes is a finding too.

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.slack.lines import FakeLines
from tests.slack.methods import ARGUMENTS, NEEDS, SCOPES, TRIGGER_LIVES, Bursts, Fault, Told
from tests.slack.strict import message_problems, view_problems


@dataclass
class FakeSlack:
    """One workspace. `now` is its clock. `log` has each message as it stood, and each change."""

    now: Callable[[], datetime]
    team: str = "T0SCHOOL1"
    bot: str = "U0HANDRAIL"
    scopes: str = SCOPES
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    messages: dict[tuple[str, str], Told] = field(default_factory=dict)
    untaken: list[Told] = field(default_factory=list)
    log: list[Told] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    triggers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    wrongs: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    lines: FakeLines = field(init=False)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    bursts: Bursts = field(default_factory=Bursts)

    def __post_init__(self) -> None:
        """Let lines be opened to it."""
        self.lines = FakeLines(self.wrongs)

    def person(self, user: str, **more: object) -> None:
        """Add somebody."""
        self.users[user] = {"id": user, "team_id": self.team, "is_bot": False, **more}

    def channel(self, channel: str, members: list[str], **more: object) -> None:
        """Add a private channel that only our own people read."""
        closed = dict.fromkeys(
            (
                *("is_archived", "is_general", "is_mpim", "is_im", "is_ext_shared"),
                *("is_org_shared", "is_pending_ext_shared"),
            ),
            False,
        )
        told = {"id": channel, "is_private": True, "is_member": True, **closed}
        self.channels[channel] = {**told, "shared_team_ids": [self.team], **more}
        self.members[channel] = [*members, self.bot]
        self.person(self.bot, is_bot=True)

    def number(self) -> int:
        """Return a number that was not used before."""
        return next(self._numbers)

    def trigger(self, user: str) -> str:
        """Return a trigger that is good for three seconds."""
        name = f"{self.number()}.trigger"
        self.triggers[name] = (user, self.now())
        return name

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve while the block runs; give the address of the methods."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._called)
        app.router.add_get("/api/{method}", self._called)
        app.router.add_get("/link", self.lines.link)
        async with TestServer(app) as server:
            yield str(server.make_url("/api/"))

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls.append(method)
        said: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            said |= json.loads(await request.read())
        else:
            said |= dict(await request.post())
        token = "Bearer xapp-" if method.startswith("apps.") else "Bearer xoxb-"
        if not request.headers.get("Authorization", "").startswith(token):
            return web.json_response({"ok": False, "error": "not_allowed_token_type"})
        fault = self._fault(method, said.get("channel"))
        if fault is not None:
            if fault.done:
                self._do(method, said)
            if fault.cut and request.transport is not None:
                request.transport.abort()
            body = {"ok": False, "error": fault.error}
            return web.json_response(body, status=fault.status, headers=fault.headers)
        if method == "chat.postMessage" and not self.bursts.takes(
            str(said.get("channel")), self.now()
        ):
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": "1"})
        answer = self._do(method, said)
        if method == "apps.connections.open":
            answer = {"url": self.lines.ticket(request.host)}
        told = {"x-oauth-scopes": self.scopes} if method == "auth.test" else {}
        return web.json_response({"ok": "error" not in answer, **answer}, headers=told)

    def _fault(self, method: str, to: object) -> Fault | None:
        """Return what goes wrong with this call, if anything does: once, unless it lasts."""
        fault = next((each for each in self.faults if each.hits(method, to)), None)
        if fault is not None and not fault.lasts:
            self.faults.remove(fault)
        return fault

    def _do(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        if method not in ARGUMENTS:
            self.wrongs.append(f"{method}: nobody expects this")
            return {"error": "unknown_method"}
        if unknown := said.keys() - ARGUMENTS[method]:
            self.wrongs.append(f"{method}: {unknown}")
        needs = NEEDS.get(method.partition(".")[0], "")
        if needs and needs not in self.scopes.split(","):
            return {"error": "missing_scope", "needed": needs}
        doing = getattr(self, "_" + method.replace(".", "_"))
        answer: dict[str, Any] = doing(said)
        return answer

    def _auth_test(self, _said: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": self.team, "user_id": self.bot}

    def _apps_connections_open(self, _said: dict[str, Any]) -> dict[str, Any]:
        return {}

    def _chat_postMessage(self, said: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's name
        to = said["channel"]
        if said.get("unfurl_links") is not False or said.get("unfurl_media") is not False:
            self.wrongs.append("chat.postMessage: links must not be unfurled")
        if to in self.channels and self.channels[to]["is_archived"]:
            return {"error": "is_archived"}
        if to not in self.channels and to not in self.users:
            return {"error": "channel_not_found"}
        if self.users.get(to, {}).get("deleted"):
            return {"error": "account_inactive"}
        if found := self._checked("chat.postMessage", message_problems(said)):
            return found
        channel = to if to in self.channels else f"D{to[1:]}"
        told = Told(to, channel, f"{self.number()}.000100", said["text"], said["blocks"])
        self.messages[channel, told.ts] = told
        self._see(told)
        return {"channel": channel, "ts": told.ts}

    def _chat_postEphemeral(self, said: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's name
        if found := self._checked("chat.postEphemeral", message_problems(said)):
            return found
        to, ts = said["channel"], f"{self.number()}.000100"
        told = Told(to, to, ts, said["text"], said["blocks"], only=said["user"])
        self._see(told)
        return {"message_ts": ts}

    def _chat_update(self, said: dict[str, Any]) -> dict[str, Any]:
        told = self.messages.get((said["channel"], said["ts"]))
        if told is None:
            return {"error": "message_not_found"}
        if found := self._checked("chat.update", message_problems(said)):
            return found
        told.text, told.blocks, told.edited = said["text"], said["blocks"], True
        self._see(told)
        return {"channel": said["channel"], "ts": said["ts"]}

    def _see(self, told: Told) -> None:
        self.log.append(replace(told))
        if told not in self.untaken:
            self.untaken.append(told)

    def _chat_delete(self, said: dict[str, Any]) -> dict[str, Any]:
        told = self.messages.pop((said["channel"], said["ts"]), None)
        self.untaken = [each for each in self.untaken if each is not told]
        return {"error": "message_not_found"} if told is None else {"ts": told.ts}

    def _views_open(self, said: dict[str, Any]) -> dict[str, Any]:
        user, made = self.triggers.pop(said["trigger_id"], ("", self.now()))
        if not user or self.now() - made > TRIGGER_LIVES:
            return {"error": "expired_trigger_id"}
        view = f"V{self.number()}"
        self.owners[view] = user
        return self._put(view, said["view"])

    def _views_update(self, said: dict[str, Any]) -> dict[str, Any]:
        if said["view_id"] not in self.views:
            return {"error": "not_found"}
        return self._put(said["view_id"], said["view"])

    def _views_publish(self, said: dict[str, Any]) -> dict[str, Any]:
        if found := self._checked("views.publish", view_problems(said["view"])):
            return found
        self.homes[said["user_id"]] = said["view"]
        return {"view": {"id": "V0HOME"}}

    def _put(self, view: str, made: dict[str, Any]) -> dict[str, Any]:
        if found := self._checked("views", view_problems(made)):
            return found
        self.views[view] = made
        return {"view": {"id": view, "hash": f"{self.number()}.h"}}

    def _conversations_info(self, said: dict[str, Any]) -> dict[str, Any]:
        found = self.channels.get(said["channel"])
        return {"channel": found} if found else {"error": "channel_not_found"}

    def _conversations_members(self, said: dict[str, Any]) -> dict[str, Any]:
        return {
            "members": self.members[said["channel"]],
            "response_metadata": {"next_cursor": ""},
        }

    def _users_info(self, said: dict[str, Any]) -> dict[str, Any]:
        found = self.users.get(said["user"])
        return {"user": found} if found else {"error": "user_not_found"}

    def _checked(self, method: str, problems: Any) -> dict[str, Any]:
        found = [f"{method}: {problem}" for problem in problems]
        self.wrongs += found
        return {"error": "invalid_blocks"} if found else {}

    def take(self, to: str = "") -> list[Told]:
        """Return and tick off what somebody or a channel was told; all by default."""
        taken = [told for told in self.untaken if to in {"", told.to}]
        self.untaken = [told for told in self.untaken if told not in taken]
        return taken

    def assert_nothing_more(self) -> None:
        """Fail on anything that Slack would refuse, and on any message that nobody expected."""
        assert self.wrongs == []
        assert [(told.to, told.text) for told in self.untaken] == []
