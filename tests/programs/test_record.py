"""The record is taken from a school's own `handrail web`: over the real store, once."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import aiohttp
import pypdf
import pytest

from tests.architecture.tree import ROOT
from tests.programs.running import BIN, PATIENCE, Running, running

pytestmark = pytest.mark.slow

SCHOOL = ROOT / "bot" / "examples" / "stoke.toml"
ELSEWHERE = re.compile(r"^\[(?:mail|phone)\]\n(?:[^\[\n].*\n|\n)*", re.MULTILINE)
"""Mail and phone need secrets of their own, and have tests of their own."""

NAME = "Wiktoria Źdźbło"
TOLD = ("hello", "danger now", "called", "room 12", NAME, "with me")


async def press(web: aiohttp.ClientSession, address: str, number: int, **what: str) -> list[str]:
    body = {"school": "stoke", "operation": f"operation-{number}", **what}
    async with web.post(f"{address}said", json=body) as answer:
        found = await answer.json()
        assert found["outcome"] == "saved", found
        opened: list[str] = found["opened"]
        return opened


async def case_of(web: aiohttp.ClientSession, address: str) -> str:
    """Return the reference of the one case, from what the page's stream shows."""
    async with asyncio.timeout(PATIENCE), web.get(f"{address}stream?school=stoke") as stream:
        while line := await stream.content.readline():
            if found := re.search(rb"deed\.(YP-\w+)\.", line):
                return found[1].decode()
    raise AssertionError("no case on the page")


async def test_a_schools_own_web_hands_over_the_record_once(tmp_path: Path) -> None:
    config = tmp_path / "handrail.toml"
    config.write_text(ELSEWHERE.sub("", SCHOOL.read_text("utf-8")), encoding="utf-8")
    words = (BIN / "handrail", "web", "--config", config, "--port", "0")
    async with (
        running(*words, data=tmp_path / "data", cwd=tmp_path) as program,
        aiohttp.ClientSession(read_bufsize=2**22) as web,
    ):
        address = await program.address()
        for number, typed in enumerate(TOLD):
            await press(web, address, number, person="teacher", typed=typed)
        ref = await case_of(web, address)
        asked = f"deed.{ref}.record.1.pdf"
        [message] = await press(web, address, 20, person="dsl", pressed=asked)
        view = {"school": "stoke", "person": "dsl", "message": message}
        async with web.post(f"{address}view", json=view) as answer:
            link, code = (await answer.json())["fields"]
        where = urljoin(address, link["link"])
        found = []
        for _ in range(2):
            async with web.post(where, data={"code": code["text"]}) as answer:
                found.append((answer.status, await answer.read()))

    assert [status for status, _ in found] == [200, 410]
    text = pypdf.PdfReader(io.BytesIO(found[0][1])).pages[0].extract_text()
    assert NAME in text
    assert b"This link was used already" in found[1][1]
    printed = _printed(program)
    assert link["link"].rpartition("/")[2] not in printed
    assert NAME not in printed


def _printed(program: Running) -> str:
    return "".join(program.lines)
