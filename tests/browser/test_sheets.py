"""What a DSL notes, in a browser: the questions of a sheet, and what is known of each already."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Theatre
from tests.browser.parts import CHANNEL, button, danger, names_a_child, pane, press

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_what_is_known_of_a_question_is_not_called_what_the_dsl_said(
    theatre: Theatre,
) -> None:
    """The rows of a sheet are the reporter's or the record's: See what I said stood on them."""
    page = await theatre.open()
    await danger(page)
    await names_a_child(page, "Ava Canary")
    await press(pane(page, CHANNEL), "Coming to you")
    khan = pane(page, "khan")
    await press(khan, "Open case")
    await press(page.get_by_role("dialog"), "What may be noted")
    await press(page.get_by_role("dialog"), "Recording checklist")

    asked = khan.locator(".question.live").last
    await expect(asked).to_contain_text("Is the record full and up to date?")
    await expect(button(asked, "See what I said")).to_have_count(0)
    await press(asked, "Show it to me alone")
    await expect(page.get_by_role("dialog")).to_contain_text("The record shows")
