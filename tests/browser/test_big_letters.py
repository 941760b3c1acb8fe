"""A page at 200 and 400 per cent, or on a phone that lies on its side: few lines fit on it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Theatre
from tests.browser.parts import button, danger, names_a_child, pane, press, tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TALL_ENOUGH = "(log) => log.getBoundingClientRect().height"


@pytest.mark.parametrize(
    ("width", "height", "least"), [(720, 450, 230), (844, 390, 180), (320, 256, 100)]
)
async def test_a_question_and_an_answer_can_be_read_together_with_999_in_sight(
    theatre: Theatre, width: int, height: int, least: int
) -> None:
    page = await theatre.open(width, height)
    await danger(page)
    sam = pane(page, "sam")

    await button(sam, "999 has been called").scroll_into_view_if_needed()

    await expect(page.locator(".lifeline")).to_be_in_viewport(ratio=1)
    await expect(button(sam, "999 has been called")).to_be_in_viewport(ratio=1)
    assert await sam.get_by_role("log").evaluate(TALL_ENOUGH) >= least
    assert await page.evaluate("() => document.documentElement.scrollWidth") == width


async def test_what_can_be_done_in_a_case_is_one_press_away_however_long_it_is(
    theatre: Theatre,
) -> None:
    page = await theatre.open(390, 620)
    await danger(page)
    await names_a_child(page, "Ava Canary")
    await tab(page, "Mrs Khan").click()
    await press(pane(page, "khan"), "Open case")
    view = page.get_by_role("dialog")
    ring = button(view, "Who to ring right now")
    await expect(ring).not_to_be_in_viewport(ratio=1)

    await press(view, "What you can do")

    first = view.locator("#view-answers button").first
    await expect(first).to_be_focused()
    await expect(first).to_be_in_viewport(ratio=1)


async def test_at_400_per_cent_a_case_is_read_by_more_than_one_line_at_a_time(
    theatre: Theatre,
) -> None:
    page = await theatre.open(320, 256)
    await danger(page)
    await names_a_child(page, "Ava Canary")
    await tab(page, "Mrs Khan").click()
    await press(pane(page, "khan"), "Open case")

    view = page.get_by_role("dialog")
    top = await view.bounding_box()
    foot = await view.locator("form").last.bounding_box()
    assert top is not None
    assert foot is not None
    assert foot["y"] - top["y"] > 150
    assert await view.evaluate("(each) => each.scrollWidth <= each.clientWidth")
