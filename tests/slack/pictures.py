"""Writes every card that Slack shows as pictures: `python -m tests.slack.pictures FOLDER`."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests.conftest import CHROMIUMS
from tests.slack.film import Frame
from tests.slack.gallery import gallery
from tests.slack.looks import page
from tests.slack.stories import STORIES, filmed

__all__ = ["draw"]

WIDTH, PER_PAGE = 1220, 12
SEEDS, STEPS = 8, 220
VIEWS = ("view", "home")


async def draw(folder: Path) -> list[Path]:
    """Write pictures of each story and of all cards into a folder; return their files."""
    strips = {name: await filmed(name) for name in STORIES}
    found = await gallery(range(SEEDS), STEPS)
    strips["all-chats"] = [frame for frame in found if frame.how not in VIEWS]
    strips["all-views"] = [frame for frame in found if frame.how in VIEWS]
    command = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert command, "no Chromium on PATH: run `make chromium`"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        sheet = await browser.new_page(viewport={"width": WIDTH, "height": 800})
        written = [
            path for name in strips for path in await _sheets(sheet, folder / name, strips[name])
        ]
        await browser.close()
    return written


async def _sheets(sheet: Page, stem: Path, frames: Sequence[Frame]) -> list[Path]:
    written = []
    for start in range(0, len(frames), PER_PAGE):
        await sheet.set_content(page(each.drawn() for each in frames[start : start + PER_PAGE]))
        path = stem.with_name(f"{stem.name}-{start // PER_PAGE + 1:02}.png")
        await sheet.screenshot(path=path, full_page=True)
        written.append(path)
    return written


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    done = asyncio.run(draw(Path(sys.argv[1])))
    print(f"{len(done)} pictures in {sys.argv[1]}")  # noqa: T201  for whoever asked for them
