"""Keyboard, screen reader, phone, contrast."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Theatre
from tests.browser.parts import CHANNEL, composer, danger, pane, press, tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FOCUSED = "() => document.activeElement.innerText || document.activeElement.ariaLabel"

CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(at).backgroundColor);
      if (a > 0.99) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const seen = walker.currentNode.data.trim() && node.checkVisibility();
    if (!seen || node.closest("script, style, option, .sr, :disabled")) continue;
    const pair = [light(parts(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) poor.push([walker.currentNode.data.trim().slice(0, 40), ratio]);
  }
  return poor;
}"""

BRIGHTEST = """() => Math.max(...[...document.querySelectorAll("body, .top, .pane, .bubble")]
  .filter((each) => each.checkVisibility() && !each.matches(".mine"))
  .map((each) => getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number))
  .filter(([, , , a = 1]) => a > 0)
  .map(([r, g, b]) => (r + g + b) / 3))"""

SMALL = """() => [...document.querySelectorAll("button, select, input, textarea, summary, .tick")]
  .filter((each) => each.checkVisibility() && !each.closest(".tick input, .sr"))
  .filter((each) => !(each.type === "checkbox"))
  .map((each) => [each.innerText || each.id, each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([name, box]) => [name, box.width, box.height])"""

NAMELESS = """() => [...document.querySelectorAll("button, select, input, textarea, nav, main")]
  .filter((each) => each.checkVisibility())
  .filter((each) => !(each.innerText?.trim() || each.ariaLabel || each.labels?.length
    || each.getAttribute("aria-labelledby")))
  .map((each) => each.outerHTML.slice(0, 90))"""


async def focused(page: Page) -> str:
    return str(await page.evaluate(FOCUSED)).strip()


async def tab_to(page: Page, label: str, most: int = 60) -> None:
    """Press Tab until something of that label has the focus."""
    for _ in range(most):
        if (await focused(page)).startswith(label):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{label} cannot be reached with Tab")


async def test_the_story_can_be_told_with_the_keyboard_alone(theatre: Theatre) -> None:
    page = await theatre.open()
    teacher = pane(page, "sam")

    await tab_to(page, "Raise a concern")
    await page.keyboard.press("Enter")
    await expect(teacher.locator(".question.live")).to_be_focused()
    await page.keyboard.press("Tab")
    assert await focused(page) == "Danger now, needs 999"
    await page.keyboard.press("Enter")
    await expect(teacher.locator(".question.live")).to_contain_text("Has 999 been called")
    await expect(teacher.locator(".question.live")).to_be_focused()
    await tab_to(page, "Coming to you")
    await page.keyboard.press("Space")

    await expect(teacher.get_by_text("Mrs Khan, 12:00: coming to you.")).to_be_visible()


async def test_who_types_stays_where_they_type(theatre: Theatre) -> None:
    page = await theatre.open()
    await composer(page, "sam").focus()

    for words in ("hello", "no", "not known"):
        await page.keyboard.type(words)
        await page.keyboard.press("Enter")
        await expect(pane(page, "sam").locator(".mine").last).to_contain_text(words)

    await expect(composer(page, "sam")).to_be_focused()


async def test_shift_enter_is_a_new_line(theatre: Theatre) -> None:
    page = await theatre.open()
    await composer(page, "sam").focus()

    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")

    await expect(composer(page, "sam")).to_have_value("one\ntwo")


async def test_the_skip_link_comes_first(theatre: Theatre) -> None:
    page = await theatre.open()

    await page.keyboard.press("Tab")

    assert await focused(page) == "Skip to the chats"


async def test_a_screen_reader_finds_landmarks_names_and_a_polite_log(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)

    assert await page.locator("h1").count() == 1
    assert await page.locator("html").get_attribute("lang") == "en-GB"
    for role in ("banner", "navigation", "main", "status"):
        await expect(page.get_by_role(role)).to_have_count(1)
    log = pane(page, "sam").get_by_role("log", name="Sam Field")
    await expect(log).to_have_attribute("aria-live", "polite")
    assert await page.evaluate(NAMELESS) == []
    ids = await page.evaluate("() => [...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


async def fill_the_stage(page: Page) -> None:
    """Bring as many kinds of message on the page as there are."""
    await danger(page)
    await pane(page, "sam").get_by_role("button", name="Pretend").click()
    await expect(pane(page, "sam").locator(".refusal")).to_be_visible()
    await press(page, "+10 minutes")
    await expect(page.get_by_role("status")).to_contain_text("It is now")
    await press(page, "Store is down")
    await composer(page, "sam").fill("hello")
    await composer(page, "sam").press("Enter")
    await expect(pane(page, "sam").locator(".delivery-problem")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
async def test_every_text_has_enough_contrast(theatre: Theatre, dark: bool) -> None:
    page = await theatre.open(dark=dark)
    await fill_the_stage(page)
    await page.mouse.move(2, 2)
    await page.wait_for_function("() => document.getAnimations().length === 0")

    assert await page.evaluate(CONTRAST) == []
    brightest = await page.evaluate(BRIGHTEST)
    assert (brightest < 60) is dark, "who is woken at night is not dazzled"


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (820, 1180), (390, 844)])
async def test_nothing_to_press_is_too_small_and_nothing_sticks_out(
    theatre: Theatre, width: int, height: int
) -> None:
    page = await theatre.open(width, height)
    await danger(page)

    assert await page.evaluate(SMALL) == []
    across = await page.evaluate("() => document.documentElement.scrollWidth")
    down = await page.evaluate("() => document.documentElement.scrollHeight")
    assert (across, down) == (width, height)


async def test_on_a_phone_one_chat_is_shown_and_the_others_count_what_is_new(
    theatre: Theatre,
) -> None:
    page = await theatre.open(390, 844)
    await danger(page)

    await expect(page.locator(".pane:visible")).to_have_count(1)
    await expect(tab(page, "DSL channel")).to_contain_text("1 new, EMERGENCY")
    await tab(page, "DSL channel").click()

    await expect(pane(page, CHANNEL)).to_be_visible()
    await expect(page.locator(".pane:visible")).to_have_count(1)
    await expect(tab(page, "DSL channel")).not_to_contain_text("new")
    await press(pane(page, CHANNEL), "Coming to you")
    await expect(tab(page, "Sam Field")).to_contain_text("1 new")


async def test_999_and_101_are_always_in_sight(theatre: Theatre) -> None:
    for width, height in ((1920, 1080), (390, 844)):
        page = await theatre.open(width, height)
        if not await pane(page, "sam").locator(".bubble").count():
            await danger(page)

        line = page.locator(".lifeline")
        await expect(line).to_be_in_viewport(ratio=1)
        await expect(line).to_have_text("999 danger · 101 police")


async def test_who_wants_no_motion_gets_none(theatre: Theatre) -> None:
    page = await theatre.open(still=True)

    moving = await page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((each) => {
          const style = getComputedStyle(each);
          return style.transitionDuration !== "0s" || style.animationName !== "none";
        }).length"""
    )
    assert moving == 0


async def test_the_question_that_takes_the_focus_is_read_aloud_whole(theatre: Theatre) -> None:
    page = await theatre.open()

    await danger(page)

    question = pane(page, "sam").get_by_role("article", name="Question: Has 999 been called?")
    await expect(question).to_be_focused()


async def test_messages_of_one_minute_stand_under_one_name(theatre: Theatre) -> None:
    page = await theatre.open()

    await danger(page)

    cards = pane(page, "sam").locator('.bubble[aria-label="Handrail"]')
    await expect(cards.nth(0).locator(".by")).to_be_visible()
    await expect(cards.nth(1).locator(".by")).to_be_hidden()
