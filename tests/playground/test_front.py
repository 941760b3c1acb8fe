"""The record opened from outside: a door of its own behind a proxy, with nothing else on it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.environment import CannotStart
from adapters.site import Front
from tests.playground.page import Page
from tests.playground.taking import a_case, a_link, happened, open_it

OUTSIDE = "handrail.school.example"
BROWSER = {"Host": OUTSIDE, "Origin": "null", "Sec-Fetch-Site": "same-origin"}


@asynccontextmanager
async def front(page: Page) -> AsyncIterator[str]:
    """Serve the front of a page; give its address as the proxy knows it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{found.getsockname()[1]}"
    async with Front(page.stage.playground.handler, at).serving():
        yield f"http://{at}/"


async def test_a_record_is_taken_by_a_browser_behind_the_proxy(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")

    async with front(page) as outside:
        there = outside + link.removeprefix(page.address)
        async with page.session.get(there, headers={"Host": OUTSIDE}) as asked:
            assert (asked.status, "<form" in await asked.text()) == (200, True)
            assert asked.headers["Cache-Control"] == "no-store"
            assert asked.headers["Referrer-Policy"] == "no-referrer"
        async with page.session.post(there, data={"code": code}, headers=BROWSER) as given:
            assert (given.status, given.content_type) == (200, "application/pdf")
            assert given.headers["Cache-Control"] == "no-store"

    assert [each.type for each in await happened(page)][-1] == "record_taken"


@pytest.mark.parametrize("path", ["", "stream", "page/main.js", "health", "metrics"])
async def test_nothing_else_is_there(page: Page, path: str) -> None:
    async with (
        front(page) as outside,
        page.session.get(outside + path, headers={"Host": OUTSIDE}) as asked,
    ):
        assert asked.status == 404


async def test_nobody_speaks_as_anybody_there(page: Page) -> None:
    said = {"school": "hillside", "person": "khan", "operation": "o-1", "opened": True}

    async with front(page) as outside, page.session.post(f"{outside}said", json=said) as asked:
        assert asked.status == 404

    assert page.shown("khan") == []


async def test_a_foreign_page_opens_nothing(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")

    async with front(page) as outside:
        there = outside + link.removeprefix(page.address)
        foreign = {**BROWSER, "Sec-Fetch-Site": "cross-site"}
        async with page.session.post(there, data={"code": code}, headers=foreign) as refused:
            assert refused.status == 403

    assert (await open_it(page, link, code))[0] == 200


async def test_a_port_that_is_taken_is_told_with_the_cure(page: Page) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        at = f"127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(CannotStart, match="another `listen`"):
            async with Front(page.stage.playground.handler, at).serving():
                raise AssertionError("it started")
