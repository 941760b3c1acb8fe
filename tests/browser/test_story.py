"""The main story, as people play it in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from adapters.playground.playground import Site
from tests.browser.conftest import Theatre
from tests.browser.parts import (
    CHANNEL,
    button,
    composer,
    danger,
    names_a_child,
    pane,
    press,
    tab,
    type_as,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_clicks_light_up_the_channel_and_the_answer_comes_back_with_name_and_time(
    theatre: Theatre,
) -> None:
    page = await theatre.open()

    await danger(page)

    channel = pane(page, CHANNEL)
    await expect(channel.locator(".strip")).to_have_text("EMERGENCY1 new")
    await expect(channel.get_by_role("article")).to_contain_text("Nobody has it yet")
    await expect(pane(page, "doyle").locator(".level")).to_have_text("EMERGENCY")
    await expect(page).to_have_title(re.compile(r"^\(\d\) Handrail"))

    await press(channel, "Coming to you")

    await expect(pane(page, "sam").get_by_text("Mrs Khan, 12:00: coming to you.")).to_be_visible()
    await expect(channel.get_by_role("article")).to_have_count(1)
    await expect(channel.get_by_role("article")).to_contain_text("Mrs Khan has it")
    await expect(channel.locator(".strip")).to_contain_text("seen")


async def test_what_was_pressed_stands_as_the_persons_own_words_once_it_is_saved(
    theatre: Theatre,
) -> None:
    page = await theatre.open()

    await danger(page)

    mine = pane(page, "sam").locator(".mine")
    await expect(mine).to_have_count(1)
    await expect(mine).to_contain_text("Danger now, needs 999")
    await expect(mine).to_contain_text("received")
    await expect(pane(page, "sam").locator(".question.past button")).to_have_count(0)


async def test_a_double_click_is_one_press(theatre: Theatre) -> None:
    page = await theatre.open()
    teacher = pane(page, "sam")
    await press(teacher, "Raise a concern")

    await teacher.get_by_role("button", name="Danger now, needs 999").dblclick()

    await expect(teacher.get_by_text("Has 999 been called?")).to_be_visible()
    await expect(teacher.locator(".mine")).to_have_count(1)
    await expect(pane(page, "khan").get_by_role("article")).to_have_count(1)


async def test_ten_minutes_later_the_head_is_paged(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)
    await expect(pane(page, "price").locator(".alert")).to_have_count(0)

    await press(page, "+10 minutes")

    await expect(pane(page, "price").locator(".alert").first).to_contain_text("EMERGENCY")
    await expect(page.get_by_role("status")).to_contain_text("It is now 12:10")
    await expect(page.locator("#clock")).to_have_text(re.compile(r"12:10$"))


async def test_another_time_is_typed_in(theatre: Theatre) -> None:
    page = await theatre.open()

    await page.get_by_text("Another time").click()
    await page.get_by_label("Date and time at the school").fill("2126-11-26T07:15")
    await press(page, "Go there")

    await expect(page.locator("#clock")).to_have_text(re.compile(r"26 Nov, 07:15$"))
    await expect(page.locator("#open")).to_have_text("School is shut")


async def test_a_reload_finds_everything_where_it_was(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)
    await press(pane(page, "sam"), "999 has been called")
    await expect(pane(page, "sam").locator(".question.live")).to_contain_text("Where are you")

    await page.reload()

    live = pane(page, "sam").locator(".question.live")
    await expect(live).to_contain_text("Where are you")
    await live.get_by_role("textbox").fill("Room 12")
    await live.locator("button[type=submit]").click()
    await expect(pane(page, "sam").locator(".question.live")).to_contain_text("Which child")


async def test_two_devices_of_one_teacher_are_one_conversation(theatre: Theatre) -> None:
    desk, phone = await theatre.open(), await theatre.open(390, 844)
    await danger(desk)
    await expect(pane(phone, "sam").get_by_text("Has 999 been called?")).to_be_visible()

    await press(pane(phone, "sam"), "999 has been called")

    await expect(pane(desk, "sam").locator(".question.live")).to_contain_text("Where are you")
    await expect(pane(desk, "sam").locator(".mine")).to_have_count(2)


async def test_a_second_teacher_and_a_guest_have_chats_of_their_own(theatre: Theatre) -> None:
    page = await theatre.open()
    for name, address in (("Lena Ortiz", "lena"), ("Guest", "guest")):
        await tab(page, name).click()
        await danger(page, address)

    await expect(pane(page, CHANNEL).get_by_role("article")).to_have_count(2)
    await expect(pane(page, "sam").get_by_role("article")).to_have_count(0)


async def test_the_summary_is_a_private_view_that_leaves_nothing_behind(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)
    await names_a_child(page, "Ava Canary")

    await press(pane(page, "sam"), "See what I said")

    view = page.get_by_role("dialog")
    await expect(view).to_contain_text("Ava Canary")
    await expect(pane(page, "sam")).not_to_contain_text("Ava Canary")
    await view.get_by_role("button", name="Close").click()
    assert "Ava Canary" not in await page.content()


async def test_opening_a_case_shows_it_to_the_dsl_alone_with_the_answers_at_hand(
    theatre: Theatre,
) -> None:
    page = await theatre.open()
    await danger(page)

    await press(pane(page, CHANNEL), "Open case")
    view = page.get_by_role("dialog")
    await expect(view).to_contain_text("Sam Field")
    await press(view, "Ringing you now")

    await expect(view).to_be_hidden()
    await expect(pane(page, "sam").get_by_text("Mrs Khan, 12:00: ringing you now.")).to_be_visible()
    await expect(pane(page, CHANNEL)).not_to_contain_text("Sam Field")


async def test_start_again_asks_first_and_then_forgets(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)

    await press(page, "Start again")
    await press(page, "Keep it")
    await expect(pane(page, CHANNEL).get_by_role("article")).to_have_count(1)

    await press(page, "Start again")
    await press(page, "Forget it all")
    await expect(page.get_by_role("article")).to_have_count(0)
    await danger(page)


async def test_another_school_is_another_stage(theatre: Theatre) -> None:
    page = await theatre.open()
    await danger(page)

    await page.get_by_label("School", exact=True).select_option("canal")

    await expect(page.get_by_role("article")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_label("School", exact=True)).to_have_value("canal")
    await expect(composer(page, "sam")).to_be_visible()


@pytest.mark.parametrize(
    ("site", "banner", "controls"),
    [(Site.PLAYGROUND, True, 3), (Site.TRIAL, True, 2), (Site.SCHOOL, False, 0)],
)
async def test_a_schools_own_page_is_not_called_a_playground(
    theatre: Theatre, site: Site, banner: bool, controls: int
) -> None:
    theatre.stage.playground.site = site
    page = await theatre.open()

    assert await page.get_by_text("Playground", exact=True).is_visible() is banner
    names = ("+10 minutes", "Chat is down", "Start again")
    shown = [await button(page, name).is_visible() for name in names]
    assert shown.count(True) == controls
    pretend = page.get_by_role("button", name="Pretend to send a picture")
    assert await pretend.first.is_visible() is banner
    assert "playground" not in (await page.inner_text("body")).lower() or banner


async def test_on_a_phone_the_first_word_about_danger_is_in_sight_with_its_question(
    theatre: Theatre,
) -> None:
    page = await theatre.open(390, 844)

    await danger(page)

    sam = pane(page, "sam")
    await expect(sam.get_by_text("Call 999 now if you have not yet.")).to_be_in_viewport(ratio=1)
    await expect(sam.get_by_text("Has 999 been called?")).to_be_in_viewport(ratio=1)
    await expect(button(sam, "999 has been called")).to_be_in_viewport(ratio=1)


async def test_what_was_not_kept_is_not_called_saved(theatre: Theatre) -> None:
    page = await theatre.open()

    await press(pane(page, "sam"), "Raise a concern")
    await type_as(page, "sam", "mumble")

    mine = pane(page, "sam").locator(".mine:not(.waiting)")
    await expect(mine).to_contain_text("received")
    await expect(pane(page, "sam").get_by_text("it is not kept")).to_be_visible()
    await expect(mine).not_to_contain_text("saved")


async def test_a_name_is_written_before_not_known_is_offered(theatre: Theatre) -> None:
    page = await theatre.open()

    await danger(page)
    await press(pane(page, "sam"), "999 has been called")

    live = pane(page, "sam").locator(".question.live")
    await expect(live.locator("form textarea, .answers button").first).to_have_attribute(
        "name", "words"
    )
