"""A real Chromium on a made-up school; every test ends with nothing gone wrong in the page."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser, Page, Request, async_playwright

from tests.conftest import CHROMIUMS
from tests.playground.stage import Stage, served, stage

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # it finds no other machine
)


@dataclass
class Theatre:
    """A served playground, a browser, and everything that its pages asked for or complained of."""

    stage: Stage
    address: str
    browser: Browser
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def open(
        self, width: int = 1920, height: int = 1080, *, still: bool = False, dark: bool = False
    ) -> Page:
        """Open the page as one more device. `still` asks for no motion, `dark` for dark colours."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce" if still else "no-preference",
            color_scheme="dark" if dark else "light",
        )
        page = await context.new_page()
        page.set_default_timeout(8_000)
        page.on("request", self._seen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._note(said.type, said.text))
        await page.goto(self.address)
        await page.locator(".pane").first.wait_for()
        return page

    def _seen(self, request: Request) -> None:
        self.requests.append(request)

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def posted(self) -> list[str]:
        """Return the bodies of everything that was posted."""
        return [each.post_data or "" for each in self.requests if each.method == "POST"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for the session; each page is a device of its own."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert found, "no Chromium on PATH: run `make chromium`"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def theatre(tmp_path: Path, chromium: Browser) -> AsyncIterator[Theatre]:
    made = stage(tmp_path)
    async with served(made) as address:
        theatre = Theatre(made, address, chromium)
        yield theatre
        for context in chromium.contexts:
            await context.close()
    assert theatre.complaints == []
    assert made.failures == []
    here = urlsplit(address).netloc
    assert {urlsplit(each.url).netloc for each in theatre.requests} <= {here}
