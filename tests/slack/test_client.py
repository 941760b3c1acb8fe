"""What we send to Slack, and what each kind of answer means."""

import json
from collections.abc import Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.client import Client
from adapters.slack.workspace import Workspace
from bot.ports import OurBug, Reroute, Retry

HOME = Workspace("hill", "T1", ("hill",), "xoxb-1", "secret")
Heard = list[tuple[web.BaseRequest, bytes]]


async def told(
    method: str, status: int, body: str, kind: str = "application/json", **said: object
) -> tuple[Mapping[str, object], Heard]:
    """Call a Slack that always gives this answer; return that and what it heard."""
    heard: Heard = []

    async def answer(request: web.Request) -> web.Response:
        heard.append((request, await request.read()))
        retry = {"Retry-After": "7"} if status != web.HTTPOk.status_code else {}
        return web.Response(status=status, text=body, content_type=kind, headers=retry)

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    async with TestServer(app) as server, Client(str(server.make_url("/api/"))) as client:
        return await client.call(HOME, method, **said), heard


async def test_words_go_as_json_and_the_token_beside_them() -> None:
    _, heard = await told("chat.postMessage", 200, '{"ok": true}', channel="U1", text="käse")

    request, body = heard[0]

    assert json.loads(body) == {"channel": "U1", "text": "käse"}
    assert request.headers["Authorization"] == "Bearer xoxb-1"
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    assert b"xoxb" not in body


async def test_a_question_goes_in_the_address() -> None:
    found, heard = await told("conversations.info", 200, '{"ok": true, "n": 1}', channel="G1")

    assert found["n"] == 1
    assert heard[0][0].query == {"channel": "G1"}
    assert heard[0][1] == b""


@pytest.mark.parametrize("method", ["chat.postMessage", "users.info"])
async def test_no_proxy_is_taken_from_outside(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    found, _ = await told(method, 200, '{"ok": true}', user="U1")

    assert found["ok"] is True


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, "{", "application/json"),
        (200, "[]", "application/json"),
        (200, "ok", "text/plain"),
        (200, "{}", "application/json"),
        (200, '{"ok": "true"}', "application/json"),
        (404, "<p>", "text/html"),
        (500, '{"ok": true}', "application/json"),
        (503, '{"ok": false, "error": "channel_not_found"}', "application/json"),
    ],
)
async def test_an_answer_that_says_nothing_clear_may_have_been_a_yes(
    status: int, body: str, kind: str
) -> None:
    with pytest.raises(Retry) as problem:
        await told("chat.postMessage", status, body, kind)

    assert problem.value.unknown


@pytest.mark.parametrize("body", ["", '{"ok": false, "error": "channel_not_found"}'])
async def test_too_many_is_busy_whatever_stands_in_it(body: str) -> None:
    with pytest.raises(Retry) as problem:
        await told("chat.postMessage", 429, body)

    assert not problem.value.unknown
    assert problem.value.after is not None
    assert problem.value.after.total_seconds() == 7


@pytest.mark.parametrize(
    ("word", "kind"),
    [("channel_not_found", Reroute), ("never_heard_of", Reroute), ("invalid_blocks", OurBug)],
)
async def test_a_clear_no_is_sorted_by_its_word(word: str, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=word):
        await told("chat.postMessage", 200, json.dumps({"ok": False, "error": word}))
