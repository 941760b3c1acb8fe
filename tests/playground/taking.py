"""Taking the record over HTTP, as tests do it: the case, the link, the button."""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import urljoin

from bot.fsm.events import ENTRY, Event
from bot.record.wording import record_words
from tests.playground.page import Answer, Page

Opened: TypeAlias = tuple[int, bytes, dict[str, str]]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DOOR = record_words().door


async def a_case(page: Page) -> None:
    """Raise a case that names a child, and take it."""
    await page.danger()
    for words in ("yes, called", "room 12", "Ava Canary", "with me"):
        await page.say("sam", typed=words)
    await page.press("khan", "Coming to you")


async def a_link(page: Page, label: str, who: str = "khan") -> tuple[str, str]:
    """Ask for the record in one form; return the link and its code, from the private view."""
    await page.press(who, "Open case")
    await page.press(who, "Take the record")
    answer = await page.press(who, label)
    return await seen(page, answer, who)


async def seen(page: Page, answer: Answer, who: str) -> tuple[str, str]:
    [message] = answer.body["opened"]
    view = await page.post("view", {"school": "hillside", "person": who, "message": message})
    link, code = view.body["fields"]
    return urljoin(page.address, link["link"]), code["text"]


async def open_it(
    page: Page, link: str, code: str, **headers: str
) -> tuple[int, bytes, dict[str, str]]:
    body = f"code={code.replace(' ', '+')}"
    async with page.session.post(link, data=body, headers=FORM | headers) as response:
        return response.status, await response.read(), dict(response.headers)


async def happened(page: Page) -> list[Event]:
    lines = await page.stage.store.entries("hillside", "YP-0002")
    return [event for line in lines for event in ENTRY.validate_json(line).events]
