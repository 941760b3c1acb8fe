"""What a link to the record gives nothing for, and what is then said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.card import Card
from tests.playground.page import Page
from tests.playground.taking import DOOR, a_case, a_link, happened, open_it


async def test_a_wrong_code_is_told_apart_and_may_be_typed_again(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")
    wrong = "000 000" if code != "000 000" else "111 111"

    status, words, _ = await open_it(page, link, wrong)

    assert status == 403
    assert DOOR["foreign"] in words.decode()
    assert b"<form" in words
    assert (await open_it(page, link, code))[0] == 200


async def test_the_code_of_one_link_opens_no_other(page: Page) -> None:
    await a_case(page)
    mine, my_code = await a_link(page, "PDF")
    theirs, their_code = await a_link(page, "PDF", "doyle")

    if my_code != their_code:
        assert (await open_it(page, theirs, my_code))[0] == 403
    assert (await open_it(page, theirs, their_code))[0] == 200
    assert (await open_it(page, mine, my_code))[0] == 200


async def test_five_wrong_codes_shut_a_link(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")
    wrong = "000 000" if code != "000 000" else "111 111"

    for _ in range(5):
        await open_it(page, link, wrong)
    status, words, _ = await open_it(page, link, code)

    assert status == 410
    assert DOOR["shut"] in words.decode()


async def test_after_ten_minutes_it_has_run_out(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")
    clock = page.stage.playground.clock
    later = clock.machine() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(type(clock), "machine", lambda _self: later)

    status, words, _ = await open_it(page, link, code)

    assert status == 410
    assert DOOR["expired"] in words.decode()


async def test_whoever_steps_aside_in_between_is_shown_nothing(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF", "doyle")
    await page.press("doyle", "Not me: I am connected to this")

    status, words, _ = await open_it(page, link, code)

    assert status == 404
    assert DOOR["unknown"] in words.decode()
    assert "record_taken" not in [each.type for each in await happened(page)]


async def test_whoever_may_not_read_the_case_gets_no_link(page: Page) -> None:
    await a_case(page)

    for person in ("sam", "lena", "rowe", "guest"):
        answer = await page.say(person, pressed="deed.YP-0002.record.1.pdf", message="x")
        assert answer.body["opened"] == []
        assert page.cards(person)[-1].name == "not_yours"


@pytest.mark.parametrize("which", ["0.referral", "2.pdf", "7.page", "1.docx", "x.pdf", "1"])
async def test_a_record_that_is_not_there_is_no_link(page: Page, which: str) -> None:
    await a_case(page)

    answer = await page.say("khan", pressed=f"deed.YP-0002.record.{which}", message="x")

    assert answer.body["opened"] == []
    shown: Card = page.cards("khan")[-1]
    assert shown.name in {"stale_rest", "take_form"}
    assert not shown.fields


@pytest.mark.parametrize("path", ["record/hillside/none", "record/nowhere/none"])
async def test_a_link_that_never_was_is_unknown(page: Page, path: str) -> None:
    status, words, _ = await open_it(page, page.address + path, "123456")

    assert status == 404
    assert DOOR["unknown"] in words.decode()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "1" * 5000, "%ff%00"])
async def test_what_is_no_code_uses_nothing_up(page: Page, code: str) -> None:
    await a_case(page)
    link, good = await a_link(page, "PDF")

    assert (await open_it(page, link, code))[0] == 400
    assert (await open_it(page, link, good))[0] == 200


async def test_a_foreign_page_cannot_post_to_it(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")

    for headers in (
        {"Origin": "https://example.org"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ):
        assert (await open_it(page, link, code, **headers))[0] == 403
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert (await open_it(page, link, code, **own))[0] == 200


async def test_while_the_store_is_down_there_is_no_link_and_none_opens(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")
    page.stage.playground.switches.store_down = True

    asked = await page.say("khan", pressed="deed.YP-0002.record.1.pdf", message="x")
    status, words, _ = await open_it(page, link, code)

    assert asked.body["outcome"] == "not-saved"
    assert status == 503
    assert DOOR["not_saved"] in words.decode()
    page.stage.playground.switches.store_down = False
    assert (await open_it(page, link, code))[0] == 200
