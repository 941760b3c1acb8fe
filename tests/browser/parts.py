"""Where things are on the page, by what a person would call them."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

CHANNEL = "channel:dsl"


def pane(page: Page, address: str) -> Locator:
    return page.locator(f'.pane[data-address="{address}"]')


def button(within: Page | Locator, label: str) -> Locator:
    return within.get_by_role("button", name=label, exact=True).last


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Chats").get_by_role("button", name=name)


def composer(page: Page, address: str) -> Locator:
    return pane(page, address).locator(".composer textarea")


async def press(within: Page | Locator, label: str) -> None:
    await button(within, label).click()


async def danger(page: Page, address: str = "sam") -> None:
    """Raise the first alert, in two clicks."""
    teacher = pane(page, address)
    await press(teacher, "Raise a concern")
    await press(teacher, "Danger now, needs 999")
    await expect(teacher.get_by_text("Has 999 been called?")).to_be_visible()


async def type_as(page: Page, address: str, words: str) -> None:
    await composer(page, address).fill(words)
    await composer(page, address).press("Enter")
