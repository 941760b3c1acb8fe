"""What every answer of every door tells browsers and proxies, and what it keeps to itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from adapters.chat import bodies
from adapters.slack.signature import SIGNATURE, TIMESTAMP
from tests.assurance.listened import PATHS, RECORD, heard

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
KNOWN = {"GET", "HEAD", "POST"}
BEHIND_PROXY = set(PATHS) - {"playground"}
CLOSED = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")


async def answers(door: str, folder: Path) -> AsyncIterator[tuple[str, aiohttp.ClientResponse]]:
    """Yield each answer of a door, with what was asked."""
    async with heard(door, folder) as address, aiohttp.ClientSession() as session:
        for path in PATHS[door]:
            for method in METHODS:
                where = f"{address}{path}"
                async with session.request(method, where, allow_redirects=False) as answer:
                    yield f"{method} /{path}", answer


@pytest.mark.parametrize("door", PATHS)
async def test_every_answer_tells_a_browser_to_keep_guess_frame_and_run_nothing(
    door: str, tmp_path: Path
) -> None:
    """ASVS 3.2.1, 3.4.3 to 3.4.6, 3.4.8, 3.5.8, 14.2.2, 14.3.2."""
    async for asked, answer in answers(door, tmp_path):
        told = answer.headers
        assert told["X-Content-Type-Options"] == "nosniff", asked
        assert told["Cache-Control"] == "no-store", asked
        assert told["Referrer-Policy"] == "no-referrer", asked
        assert told["Cross-Origin-Opener-Policy"] == "same-origin", asked
        assert told["Cross-Origin-Resource-Policy"] == "same-origin", asked
        assert all(each in told["Content-Security-Policy"] for each in CLOSED), asked
        assert "unsafe-eval" not in told["Content-Security-Policy"], asked


@pytest.mark.parametrize("door", BEHIND_PROXY)
async def test_what_a_proxy_hands_over_is_to_be_asked_for_encrypted_for_a_year(
    door: str, tmp_path: Path
) -> None:
    """ASVS 3.4.1."""
    async for asked, answer in answers(door, tmp_path):
        told = answer.headers["Strict-Transport-Security"]
        assert told == "max-age=31536000; includeSubDomains", asked


@pytest.mark.parametrize("door", PATHS)
async def test_no_answer_says_what_made_it_sets_a_cookie_or_lets_other_pages_read_it(
    door: str, tmp_path: Path
) -> None:
    """ASVS 3.3.1 to 3.3.4, 3.4.2, 4.1.2, 13.4.6."""
    async for asked, answer in answers(door, tmp_path):
        assert answer.headers["Server"] == "Handrail", asked
        assert "X-Powered-By" not in answer.headers, asked
        assert "Set-Cookie" not in answer.headers, asked
        assert not [each for each in answer.headers if each.startswith("Access-Control")], asked
        assert answer.status not in range(300, 400), asked


@pytest.mark.parametrize("door", PATHS)
async def test_a_method_that_is_not_ours_is_refused_and_nothing_is_echoed(
    door: str, tmp_path: Path
) -> None:
    """ASVS 3.5.3, 4.1.4, 13.4.4, 16.5.1."""
    async for asked, answer in answers(door, tmp_path):
        text = await answer.text()
        if asked.partition(" ")[0] not in KNOWN:
            assert answer.status in {404, 405}, asked
        assert "Traceback" not in text, asked
        assert "aiohttp" not in text.lower(), asked


@pytest.mark.parametrize("door", PATHS)
async def test_every_answer_with_words_says_their_kind_and_letters(
    door: str, tmp_path: Path
) -> None:
    """ASVS 4.1.1."""
    async for asked, answer in answers(door, tmp_path):
        if await answer.read():
            assert answer.charset == "utf-8", asked


UNFINISHED = {
    "front": (RECORD, "application/x-www-form-urlencoded"),
    "slack": ("slack/events", "application/json"),
    "playground": ("said", "application/json"),
}


@pytest.mark.parametrize("door", UNFINISHED)
async def test_who_sends_ever_so_slowly_is_not_waited_for(
    door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 2.4.1, 15.2.2: a stranger with many half requests does not hold our memory for ever."""
    monkeypatch.setattr(bodies, "PATIENCE", timedelta(milliseconds=50))
    path, kind = UNFINISHED[door]
    async with heard(door, tmp_path) as address:
        where = urlsplit(address)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        lines = [
            f"POST /{path} HTTP/1.1",
            f"Host: {where.netloc}",
            f"Content-Type: {kind}",
            "Content-Length: 100",
            f"{TIMESTAMP}: {int(datetime.now(UTC).timestamp())}",
            f"{SIGNATURE}: v0={'0' * 64}",
        ]
        writer.write("\r\n".join([*lines, "", "co"]).encode())

        async with asyncio.timeout(5):
            status = await reader.readline()

        writer.close()
        await writer.wait_closed()
    assert b" 408 " in status


async def test_a_code_that_comes_in_pieces_is_read_and_two_codes_are_none(tmp_path: Path) -> None:
    """ASVS 15.3.7."""
    async with heard("front", tmp_path) as address:
        where = urlsplit(address)

        async def posted(*pieces: str) -> bytes:
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            head = f"POST /{RECORD} HTTP/1.1\r\nHost: {where.netloc}\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\n"
            writer.write(f"{head}{kind}Content-Length: {len(''.join(pieces))}\r\n\r\n".encode())
            for piece in pieces:
                for _ in range(20):
                    await asyncio.sleep(0)  # the other side's turn: what is there is read
                writer.write(piece.encode())
                await writer.drain()
            async with asyncio.timeout(5):
                status = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return status

        assert b" 404 " in await posted("code=12", "3456")
        assert b" 400 " in await posted("code=123456&code=123456")
