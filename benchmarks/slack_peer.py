"""A Slack of few words in a process of its own: it presses, keeps the pace, and when what came."""

import asyncio
import multiprocessing
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, NamedTuple

import aiohttp
from aiohttp import web

from adapters.collector import spare_what_is_loaded
from bot.dialogs.words import words

__all__ = ["Arrival", "peer"]

TOGETHER = 12
LARGEST = 16 * 1024 * 1024
NEWS = words().cards["reached"].text.partition("{")[0]
REF = re.compile(r"case (YP-\w+)")
SHUT = dict.fromkeys(
    (
        *("is_archived", "is_general", "is_mpim", "is_im", "is_ext_shared", "is_org_shared"),
        "is_pending_ext_shared",
    ),
    False,
)


class Arrival(NamedTuple):
    """A message that came: when (seconds of the machine's steady clock), where, of which case.

    `is_news` is that of an alert which got through late: nothing that follows from a trigger.
    """

    at: float
    place: str
    case: str
    is_news: bool


def _app(team: str) -> web.Application:
    told: list[Arrival] = []
    turns: dict[str, tuple[float, float]] = {}

    private = {"is_private": True, "is_member": True, "shared_team_ids": [team]}
    answers: dict[str, dict[str, Any]] = {
        "conversations.info": {"channel": {**SHUT, **private}},
        "conversations.members": {"members": ["U1"], "response_metadata": {"next_cursor": ""}},
        "users.info": {"user": {"id": "U1", "team_id": team}},
        "auth.test": {"team_id": team, "user_id": "U0HANDRAIL"},
        "views.open": {"view": {"id": "V1"}},
    }

    def in_time(place: str, now: float) -> bool:
        left, at = turns.get(place, (float(TOGETHER), now))
        left = min(left + now - at, TOGETHER)
        turns[place] = (left - (left >= 1), now)
        return left >= 1

    async def called(request: web.Request) -> web.Response:
        now, method = time.perf_counter(), request.match_info["method"]
        is_json = request.content_type == "application/json"
        said: dict[str, Any] = await request.json() if is_json else dict(request.query)
        place = str(said.get("channel", ""))
        if method == "chat.postMessage":
            if not in_time(place, now):
                body = {"ok": False, "error": "ratelimited"}
                return web.json_response(body, status=429, headers={"Retry-After": "1"})
            found = REF.search(said["text"])
            news = NEWS in str(said)
            told.append(Arrival(now, place, found[1] if found else "", news))
        more = {"ok": True, "channel": place, "ts": f"{now:.6f}"} | answers.get(method, {})
        return web.json_response(more)

    async def pressed(request: web.Request) -> web.Response:
        """Send all presses at once; answer with when each went out."""
        told = await request.json()
        tracing = aiohttp.TraceConfig()
        tracing.on_request_headers_sent.append(_went_out)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, trace_configs=[tracing]) as session:

            async def one(body: str, headers: dict[str, str]) -> float:
                sent: list[float] = []
                async with session.post(
                    told["to"], data=body, headers=headers, trace_request_ctx=sent
                ) as answer:
                    assert answer.status == 200, answer.status
                return sent[0]

            return web.json_response(
                await asyncio.gather(*(one(*each) for each in told["presses"]))
            )

    async def arrivals(_request: web.Request) -> web.Response:
        return web.json_response(told)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_route("*", "/api/{method}", called)
    app.router.add_post("/presses", pressed)
    app.router.add_get("/arrivals", arrivals)
    return app


async def _went_out(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    _headers: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    """Keep when a press went out: the line to us is open by then, as Slack's mostly is."""
    context.trace_request_ctx.append(time.perf_counter())


def _serve(listening: socket.socket, team: str) -> None:
    spare_what_is_loaded()  # else it looks through all that was loaded for us, while we wait
    web.run_app(_app(team), sock=listening, print=None, access_log=None)


@contextmanager
def peer(team: str) -> Iterator[str]:
    """Give the address of a Slack that runs while the block does."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        process = multiprocessing.get_context("fork").Process(
            target=_serve, args=(listening, team), daemon=True
        )
        process.start()
        try:
            yield address
        finally:
            process.terminate()
            process.join()
