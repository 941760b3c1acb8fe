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


async def names_a_child(page: Page, name: str) -> None:
    """Answer up to where the child is, each time once the question is there."""
    teacher = pane(page, "sam")
    asked = teacher.locator(".question.live")
    await type_as(page, "sam", "called")
    await expect(asked).to_contain_text("Where are you, and what number can we ring?")
    await type_as(page, "sam", "room 12")
    await expect(asked).to_contain_text("Which child is this about?")
    await asked.locator("form").get_by_role("textbox").fill(name)
    await asked.locator("form button[type=submit]").click()
    await press(teacher, "With me")
