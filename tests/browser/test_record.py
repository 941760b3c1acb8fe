"""The record is taken in a browser: from the open case to a page and a file, once."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.async_api import Page, expect

from adapters.playground.playground import Site
from tests.browser.conftest import Theatre
from tests.browser.parts import CHANNEL, danger, names_a_child, pane, press

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def raised(page: Page) -> None:
    """Raise a case that names a child, and take it."""
    await danger(page)
    await names_a_child(page, "Żaneta Canary")
    await press(pane(page, CHANNEL), "Coming to you")


async def asked(page: Page, form: str) -> tuple[Page, str]:
    """Ask for the record as the DSL, follow the link; return its page and the code."""
    await press(pane(page, "khan"), "Open case")
    view = page.get_by_role("dialog")
    await press(view, "Take the record")
    await press(pane(page, "khan"), form)
    await expect(view).to_contain_text("A link for you alone")
    code = await view.locator(".field").nth(1).locator("dd").inner_text()
    async with page.context.expect_page() as opened:
        await view.get_by_role("link", name="The record, once").click()
    door = await opened.value
    door.set_default_timeout(8_000)
    await expect(door.get_by_role("button", name="Show the record")).to_be_visible()
    return door, code


async def typed(door: Page, code: str) -> None:
    await door.get_by_label("Code from your private message").fill(code)
    await door.get_by_role("button", name="Show the record").click()


@pytest.mark.parametrize("site", [Site.PLAYGROUND, Site.SCHOOL])
async def test_the_record_is_read_and_the_second_time_it_is_said_to_be_used(
    theatre: Theatre, site: Site
) -> None:
    theatre.stage.playground.site = site
    page = await theatre.open()
    await raised(page)

    door, code = await asked(page, "Page to read")
    address = door.url
    await typed(door, code)

    await expect(door.get_by_role("heading", level=1)).to_contain_text("Record of case YP-")
    await expect(door.get_by_role("img")).to_have_attribute("aria-label", re.compile("Level: "))
    await expect(door.locator("body")).to_contain_text("Żaneta Canary")
    await expect(door.locator("body")).to_contain_text("Took the record: page to read, child 1")

    again = await page.context.new_page()
    await again.goto(address)
    await typed(again, code)
    await expect(again.get_by_role("alert")).to_contain_text("This link was used already")
    await expect(again.get_by_role("alert")).to_be_visible()


async def test_the_pdf_comes_as_a_file_named_by_the_reference(
    theatre: Theatre, tmp_path: Path
) -> None:
    page = await theatre.open()
    await raised(page)
    door, code = await asked(page, "PDF")

    async with door.expect_download() as coming:
        await typed(door, code)
    file = await coming.value
    await file.save_as(tmp_path / "it.pdf")

    assert file.suggested_filename.startswith("YP-")
    assert file.suggested_filename.endswith("-child-1.pdf")
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "it.pdf").read_bytes()))
    assert "Żaneta Canary" in reader.pages[0].extract_text()


async def test_a_wrong_code_may_be_typed_again(theatre: Theatre) -> None:
    page = await theatre.open()
    await raised(page)
    door, code = await asked(page, "Summary to paste")

    await typed(door, "000 000" if code != "000 000" else "111 111")
    await expect(door.get_by_role("alert")).to_contain_text("That code does not go with this link")
    await typed(door, code)

    await expect(door.locator("body")).to_contain_text("SAFEGUARDING RECORD YP-")


async def test_link_and_code_are_gone_when_the_private_view_is_closed(theatre: Theatre) -> None:
    page = await theatre.open()
    await raised(page)
    _, code = await asked(page, "PDF")

    await page.get_by_role("dialog").get_by_role("button", name="Close").click()

    await expect(page.locator("#view")).not_to_contain_text(code)  # it is told after the click
    held = await page.content()
    assert code not in held
    assert "/record/" not in held


async def test_on_a_phone_the_record_is_read_without_moving_it_sideways(theatre: Theatre) -> None:
    """A name stood in five lines of four letters each, and the page was half as wide again."""
    page = await theatre.open()
    await raised(page)
    door, code = await asked(page, "Page to read")
    await door.set_viewport_size({"width": 390, "height": 844})
    await typed(door, code)

    await expect(door.get_by_role("table").first).to_be_visible()
    assert await door.evaluate("() => document.documentElement.scrollWidth") == 390
    who = await door.get_by_role("cell", name="Sam Field").first.bounding_box()
    assert who is not None
    assert who["width"] > 300
