"""Slack's end of Socket Mode, as strict as the rest: tickets, lines, acknowledgements."""

from __future__ import annotations

import asyncio
import json
from asyncio import Future
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

PATIENCE = 5.0
"""Seconds after which a test fails that waits for what does not come."""


@dataclass(eq=False)
class Envelope:
    """One delivery. `answer` is what came back with the acknowledgement, once it came."""

    name: str
    kind: str
    answer: Future[Any]


@dataclass
class FakeLines:
    """Gives out tickets, each good for one line, and speaks over the lines."""

    wrongs: list[str]
    tickets: set[str] = field(default_factory=set)
    lines: list[web.WebSocketResponse] = field(default_factory=list)
    envelopes: dict[str, Envelope] = field(default_factory=dict)
    silent: int = 0
    _opened: asyncio.Queue[web.WebSocketResponse] = field(default_factory=asyncio.Queue)
    _numbers: count[int] = field(default_factory=count)

    def ticket(self, host: str) -> str:
        """Return the address of one line to come."""
        ticket = f"ticket{next(self._numbers)}"
        self.tickets.add(ticket)
        return f"ws://{host}/link?ticket={ticket}"

    async def opened(self) -> web.WebSocketResponse:
        """Wait for the next line that is opened to us."""
        return await asyncio.wait_for(self._opened.get(), PATIENCE)

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Hold a line: greet, and take what is acknowledged."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.discard(ticket)
        line = web.WebSocketResponse()
        await line.prepare(request)
        if self.silent:
            self.silent -= 1
        else:
            await line.send_json({"type": "hello", "num_connections": 1})
            self.lines.append(line)
            self._opened.put_nowait(line)
        async for message in line:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        self.lines = [each for each in self.lines if each is not line]
        return line

    def _acknowledged(self, told: dict[str, Any]) -> None:
        envelope = self.envelopes.pop(told.get("envelope_id", ""), None)
        if envelope is None:
            self.wrongs.append("an acknowledgement of nothing, or a second one")
            return
        if told.keys() - {"envelope_id", "payload"}:
            self.wrongs.append(f"an acknowledgement with {sorted(told)}")
        if "payload" in told and envelope.kind == "events_api":
            self.wrongs.append("an event takes no answer")
        envelope.answer.set_result(told.get("payload"))

    async def push(
        self, kind: str, payload: object, line: web.WebSocketResponse | None = None, **more: object
    ) -> Envelope:
        """Deliver something over a line, the newest by default."""
        made = Envelope(f"e-{next(self._numbers)}", kind, asyncio.Future())
        self.envelopes[made.name] = made
        told = {"envelope_id": made.name, "type": kind, "payload": payload}
        told |= {"accepts_response_payload": kind != "events_api", **more}
        await (line or self.lines[-1]).send_json(told)
        return made

    async def tell(self, line: web.WebSocketResponse, reason: str) -> None:
        """Say that a line will be cut."""
        await line.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
