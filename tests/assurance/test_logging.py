"""No log line can be forged or says who asked; what others send is never written down."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
import structlog

from adapters.logs import begin_logging, log_refused
from bot.fsm.access.rights import Route
from tests.assurance.doors import DOORS, put
from tests.assurance.knocking import SCHOOL
from tests.assurance.listened import PATHS, RECORD, heard
from tests.assurance.test_access import ELSEWHERE, HERE, ON, REF

FORGED = "x\n2031-01-01T00:00:00Z [info     ] all_is_well\r\x1b[2J\u2028\x9b2J\x00"


class Terminal(io.StringIO):
    """Standard error that is a terminal, or is not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def undone() -> Iterator[None]:
    """Leave logging as it was."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "file"])
@pytest.mark.usefixtures("undone")
def test_a_line_stays_one_line_whatever_stands_in_it(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    """ASVS 16.4.1: of ours, and of a library's."""
    written = Terminal(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", written)
    begin_logging()

    structlog.get_logger("handrail").warning("odd", case=FORGED)
    logging.getLogger("elsewhere").warning("said %s", FORGED)

    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    plain = [line.replace("\x1b[", "") for line in lines] if terminal else lines
    assert not [each for line in plain for each in line if each in "\x1b\x9b\x00\r\u2028"]
    assert "\x1b[2J" not in written.getvalue()


@pytest.mark.usefixtures("undone")
def test_each_line_is_data_with_its_moment_in_utc_and_its_weight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ASVS 16.2.1, 16.2.2, 16.2.4."""
    written = Terminal(terminal=False)
    monkeypatch.setattr(sys, "stderr", written)
    begin_logging()

    structlog.get_logger("handrail").warning("odd", case="YP-7K3Q")

    told = json.loads(written.getvalue())
    assert (told["event"], told["level"], told["case"]) == ("odd", "warning", "YP-7K3Q")
    assert datetime.fromisoformat(told["timestamp"]).utcoffset() == timedelta()


GARBAGE = (
    b"\x16\x03\x01\x02\x00planted-words-7",
    b"GET planted-words-7 HTTP/1.1\r\nHost: x\r\nplanted-words-7\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"planted-words-7" * 4000 + b"\r\n\r\n",
    b"GET /" + b"planted-words-7" * 4000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rplanted-words-7: c\r\n\r\n",
)
"""Requests that are none, that smuggle another, or that are far too long in their heads."""


@pytest.mark.parametrize("door", PATHS)
async def test_a_request_that_is_none_is_refused_and_neither_it_nor_its_sender_is_logged(
    door: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """ASVS 4.2.1, 16.2.5, 16.5.1, 16.5.4."""
    caplog.set_level(logging.DEBUG)
    async with heard(door, tmp_path) as address:
        where = urlsplit(address)
        for sent in GARBAGE:
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            writer.write(sent)
            async with asyncio.timeout(5):
                told = await reader.readline()
            writer.close()
            assert told.startswith(b"HTTP/1."), sent
            assert told.split()[1] in {b"400", b"413", b"414", b"431"}, (told, sent)

    assert "planted-words-7" not in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("door", DOORS)
async def test_whoever_tries_what_they_may_not_do_leaves_a_line_without_their_name(
    door: str, tmp_path: Path
) -> None:
    """ASVS 16.3.2, 16.3.3: school and case are on it, and nothing of who it was."""
    told: list[tuple[str, str]] = []
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        await put(at, ON[Route.TEAM])
        at.handler.on_refused = lambda *said: told.append(said)

        await at.press("dsl", f"deed.{REF}.open")
        assert told == []
        await at.press("sam", f"deed.{REF}.open")
        await at.press("sam", f"deed.{REF}.record.1.page")

    assert told == [(SCHOOL, REF), (SCHOOL, REF)]


def test_that_line_says_where_and_on_what() -> None:
    """ASVS 16.2.1."""
    with structlog.testing.capture_logs() as lines:
        log_refused("school", "YP-7K3Q")

    assert lines == [
        {"event": "not_allowed", "log_level": "warning", "school": "school", "case": "YP-7K3Q"}
    ]


@pytest.mark.usefixtures("undone")
async def test_a_link_that_gives_nothing_and_a_foreign_page_leave_a_line(
    tmp_path: Path,
) -> None:
    """ASVS 16.3.1, 16.3.2, 16.3.3."""
    lines = structlog.testing.LogCapture()
    structlog.configure(processors=[lines])
    async with heard("front", tmp_path) as address, aiohttp.ClientSession() as session:
        async with session.post(f"{address}{RECORD}", data={"code": "123456"}) as answer:
            assert answer.status == 404
        foreign = {"Sec-Fetch-Site": "cross-site"}
        async with session.post(f"{address}{RECORD}", headers=foreign) as answer:
            assert answer.status == 403

    assert [each["event"] for each in lines.entries] == ["record_refused", "page_refused"]
    assert "123456" not in str(lines.entries)
