"""What the page does when something is refused, down or gone."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Theatre
from tests.browser.parts import CHANNEL, composer, danger, pane, press, type_as

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CANARY = "canaryZk3vQ9"

GIVE = """([where, kind, canary]) => {
  const bytes = new TextEncoder().encode(canary.repeat(50));
  const given = new DataTransfer();
  if (kind === "file") given.items.add(new File([bytes], canary + ".png", {type: "image/png"}));
  if (kind === "letters") given.setData("text/plain", "data:image/png;base64," + canary);
  if (kind === "dragged") given.setData("text/uri-list", "https://example.org/" + canary);
  const target = document.querySelector(where);
  const type = kind === "dragged" || where.includes("log") ? "drop" : "paste";
  const event = type === "drop"
    ? new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true})
    : new ClipboardEvent("paste", {clipboardData: given, bubbles: true, cancelable: true});
  return !target.dispatchEvent(event);
}"""


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        (".composer textarea", "file"),
        (".composer textarea", "letters"),
        (".log", "file"),
        (".log", "dragged"),
    ],
)
async def test_a_picture_given_to_the_chat_is_refused_and_never_uploaded(
    theatre: Theatre, where: str, kind: str
) -> None:
    page = await theatre.open()
    await danger(page)
    place = f'.pane[data-address="sam"] {where}'

    stopped = await page.evaluate(GIVE, [place, kind, CANARY])

    assert stopped
    await expect(pane(page, "sam").locator(".refusal")).to_contain_text("I did not take that in")
    await expect(pane(page, "sam").locator(".question.live")).to_contain_text("Has 999 been called")
    await expect(pane(page, "khan").get_by_role("log")).to_contain_text("not opened")
    assert json.loads(theatre.posted()[-1])["media"] is True
    assert len(theatre.posted()[-1]) < 200
    assert not any(CANARY in body for body in theatre.posted())
    assert CANARY not in await page.content()


async def test_a_file_dropped_beside_the_chats_does_not_leave_the_page(theatre: Theatre) -> None:
    page = await theatre.open()

    stopped = await page.evaluate(GIVE, [".controls, .log", "dragged", CANARY])

    assert stopped
    assert page.url == theatre.address


async def test_pretending_to_send_a_picture_picks_no_file(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)

    await pane(page, "sam").get_by_role("button", name=re.compile("Pretend")).click()

    await expect(pane(page, "sam").locator(".refusal")).to_be_visible()
    assert await page.locator("input[type=file]").count() == 0


async def test_with_the_store_down_the_teacher_sees_red_and_keeps_the_words(
    theatre: Theatre,
) -> None:
    page = await theatre.open()
    await danger(page)
    await press(page, "Store is down")

    await type_as(page, "sam", "called")

    problem = pane(page, "sam").locator(".delivery-problem")
    await expect(problem).to_contain_text("NOT saved")
    await expect(problem).to_contain_text("01782 555 0111")
    await expect(composer(page, "sam")).to_have_value("called")
    await expect(pane(page, "sam").locator(".mine")).to_have_count(1)

    await press(page, "Store is down")
    await composer(page, "sam").press("Enter")
    await expect(pane(page, "sam").locator(".question.live")).to_contain_text("Where are you")
    await expect(composer(page, "sam")).to_have_value("")


async def test_with_the_chat_down_the_teacher_is_told_and_later_the_alert_gets_through(
    theatre: Theatre,
) -> None:
    page = await theatre.open()
    await press(page, "Chat is down")

    await danger(page)

    await expect(pane(page, "sam").locator(".delivery-problem")).to_contain_text(
        "Nobody has been reached yet"
    )
    await expect(pane(page, CHANNEL).get_by_role("article")).to_have_count(0)
    await press(page, "Chat is down")
    await expect(pane(page, CHANNEL).get_by_role("article")).to_have_count(1)
    await expect(pane(page, "sam").get_by_text("got through")).to_be_visible()


async def test_when_the_playground_is_gone_the_same_doing_can_be_tried_again(
    theatre: Theatre,
) -> None:
    page = await theatre.open()
    teacher = pane(page, "sam")
    await press(teacher, "Raise a concern")
    await expect(teacher.locator(".question.live")).to_be_visible()
    await page.route("**/said", lambda route: route.abort())

    await press(teacher, "Danger now, needs 999")
    await expect(teacher.locator(".delivery-problem")).to_contain_text("NOT saved")
    await page.unroute("**/said")
    await press(teacher, "Try again")

    await expect(teacher.get_by_text("Has 999 been called?")).to_be_visible()
    tried = [json.loads(body)["operation"] for body in theatre.posted()[-2:]]
    assert tried[0] == tried[1]


async def test_a_hundred_thousand_characters_are_answered(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)

    await type_as(page, "sam", "é" * 100_000)

    await expect(pane(page, "sam").get_by_role("log")).to_contain_text("more than I can keep")
    assert await longest_text(page) < 1_000


async def longest_text(page: Page) -> int:
    texts = await page.locator(".bubble .text").all_inner_texts()
    return max(map(len, texts))


async def test_markup_that_is_typed_is_only_words(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)

    await type_as(page, "sam", "<img src=x onerror=alert(1)><b>hm</b>")

    await expect(pane(page, "sam").locator(".mine").last).to_contain_text("<b>hm</b>")
    assert await page.locator(".log img, .log .text b").count() == 0
