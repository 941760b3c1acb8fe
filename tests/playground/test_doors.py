"""Only this machine's own page is let in, and whatever knocks gets a plain answer."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

import pytest
import structlog

from adapters.playground.doors import LONGEST_BODY
from tests.playground.page import Page

WHO = {"school": "hillside", "person": "sam", "operation": "operation-x"}


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:8080", "127.0.0.1.example.org", "", "[::2]", "a b", "[:"]
)
@pytest.mark.parametrize("path", ["", "stream", "page/main.js"])
async def test_a_foreign_host_is_refused(page: Page, host: str, path: str) -> None:
    async with page.session.get(page.address + path, headers={"Host": host}) as response:
        assert response.status == 403
        assert "problem" in await response.json()


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:80", "LOCALHOST"])
async def test_every_name_of_this_machine_is_its_own(page: Page, host: str) -> None:
    async with page.session.get(page.address, headers={"Host": host}) as response:
        assert response.status == 200


@pytest.mark.parametrize("header", ["Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"])
async def test_a_proxy_is_refused_also_where_it_writes_our_own_name(
    page: Page, header: str
) -> None:
    """Whoever opens the page speaks as anybody: it is for this machine's own browsers."""
    async with page.session.get(page.address, headers={header: "203.0.113.9"}) as response:
        assert response.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_a_foreign_page_is_refused_and_changes_nothing(
    page: Page, headers: dict[str, str]
) -> None:
    body = {**WHO, "opened": True}
    async with page.session.post(page.address + "said", json=body, headers=headers) as response:
        assert response.status == 403
        assert not [name for name in response.headers if name.startswith("Access-Control")]
    assert page.shown("sam") == []


async def test_our_own_page_is_let_in(page: Page) -> None:
    headers = {"Origin": page.address.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    body = {**WHO, "opened": True}
    async with page.session.post(page.address + "said", json=body, headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "image/png", "text/plain", "", "application/xml"]
)
async def test_what_does_not_say_it_is_json_is_not_read(page: Page, kind: str) -> None:
    headers = {"Content-Type": kind}
    async with page.session.post(
        page.address + "said", data=b"\x89PNG" * 9, headers=headers
    ) as response:
        assert response.status == 415
        assert "JSON" in (await response.json())["problem"]


async def test_a_packed_body_is_not_unpacked(page: Page) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with page.session.post(
        page.address + "said", data=b"\x1f\x8b", headers=headers
    ) as response:
        assert response.status == 415


async def test_a_body_that_says_it_is_too_long_is_not_read(page: Page) -> None:
    where = urlsplit(page.address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    head = f"POST /said HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {LONGEST_BODY + 1}\r\n\r\n".encode())

    status = await reader.readline()

    writer.close()
    await writer.wait_closed()
    assert b" 413 " in status


async def test_a_body_that_turns_out_too_long_is_dropped_on_the_way(page: Page) -> None:
    async def endless() -> object:
        for _ in range(30):
            yield b"x" * 65_536

    headers = {"Content-Type": "application/json"}
    async with page.session.post(
        page.address + "said", data=endless(), headers=headers
    ) as response:
        assert response.status == 413
        assert "problem" in await response.json()


BROKEN = [
    b"",
    b"{",
    b"[1,",
    b"\xff\xfe",
    b"[" * 100_000,
    b"1" * 5_000,
    b'"a"',
    b"null",
    b"[]",
    b"{}",
    b'{"school": 1}',
    json.dumps({**WHO, "operation": "short"}).encode(),
    json.dumps({**WHO, "operation": "x" * 65}).encode(),
    json.dumps({**WHO, "operation": ["operation-x"]}).encode(),
    json.dumps({**WHO, "school": "nowhere"}).encode(),
    json.dumps({**WHO, "person": "nobody"}).encode(),
    json.dumps({**WHO, "person": "channel:dsl"}).encode(),
    json.dumps({**WHO, "person": "sam\n"}).encode(),
]


@pytest.mark.parametrize("path", ["said", "view", "clock", "switches"])
@pytest.mark.parametrize("body", BROKEN, ids=lambda body: body[:60].decode("latin-1"))
async def test_broken_requests_get_a_plain_answer(page: Page, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with page.session.post(page.address + path, data=body, headers=headers) as response:
        assert response.status in {400, 404, 410}
        assert len((await response.json())["problem"]) > 10
    assert page.stage.playground.panes.of("hillside") == ()


@pytest.mark.parametrize(
    "body",
    [{"chat_down": 1}, {"chat_down": True, "other": True}, {"store_down": "yes"}, {"other": True}],
    ids=str,
)
async def test_a_switch_is_on_or_off(page: Page, body: dict[str, object]) -> None:
    answer = await page.post("switches", body)

    assert answer.status == 400
    assert not page.stage.playground.switches.chat_down


@pytest.mark.parametrize(
    "path", ["nothing", "page/../server.py", "page/%2e%2e/server.py", "page/x"]
)
async def test_what_is_not_there_is_said_plainly(page: Page, path: str) -> None:
    async with page.session.get(page.address + path) as response:
        assert response.status == 404
        assert "problem" in await response.json()


async def test_the_wrong_method_is_told_the_right_one(page: Page) -> None:
    async with page.session.get(page.address + "said") as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"


async def test_the_page_may_load_nothing_from_anywhere_else(page: Page) -> None:
    async with page.session.get(page.address) as response:
        html = await response.text()
        policy = response.headers["Content-Security-Policy"]

    assert "http:" not in html
    assert "https:" not in html
    assert "default-src 'none'" in policy


async def test_a_bug_of_ours_is_answered_in_words_and_logged(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_down(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("adapters.playground.player.Player.play", break_down)

    with structlog.testing.capture_logs() as lines:
        answer = await page.post("clock", {"to": "+10"})

    assert answer.status == 500
    assert "999" in answer.body["problem"]
    assert [each["error"] for each in lines] == ["ZeroDivisionError"]
