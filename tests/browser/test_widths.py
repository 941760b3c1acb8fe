"""What stands beside what, on screens from a small laptop to a large one."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Theatre
from tests.browser.parts import CHANNEL, pane

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("width", "columns"), [(800, 2), (1100, 3), (1366, 4), (1920, 5), (2560, 6)]
)
async def test_as_many_chats_stand_side_by_side_as_there_is_room_for(
    theatre: Theatre, width: int, columns: int
) -> None:
    page = await theatre.open(width, 900)

    await expect(page.locator(".pane:visible")).to_have_count(columns)
    await expect(pane(page, "sam")).to_be_visible()
    await expect(pane(page, CHANNEL)).to_be_visible()


@pytest.mark.parametrize("width", [1024, 1280, 1366, 1440, 1600, 1920])
async def test_no_control_stands_on_a_row_of_its_own_on_a_laptop(
    theatre: Theatre, width: int
) -> None:
    page = await theatre.open(width, 768)
    again = page.locator("#again")
    await expect(again).to_be_visible()

    feet = "all => all.map(each => Math.round(each.getBoundingClientRect().bottom))"
    beside = await page.locator(".tool button:visible").evaluate_all(feet)
    [mine] = await again.evaluate_all(feet)

    assert beside.count(mine) > 1
    assert len(set(beside)) <= 2
