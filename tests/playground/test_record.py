"""Taking the record over HTTP: from the case to a link, from the link to the file, once."""

from __future__ import annotations

import io
import json
import re

import pypdf
import pytest

from bot.record.chronology import Chronology
from tests.playground.page import Page
from tests.playground.taking import DOOR, a_case, a_link, happened, open_it


async def test_a_dsl_takes_the_pdf_once(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")

    status, made, headers = await open_it(page, link, code)
    again, words, _ = await open_it(page, link, code)

    assert (status, headers["Content-Type"].partition(";")[0]) == (200, "application/pdf")
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Record of case YP-0002" in text
    assert "Mrs Khan" in text
    assert again == 410
    assert DOOR["used"] in words.decode()


async def test_that_it_was_taken_is_in_the_record_with_who_and_which(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "JSON for another system")

    _, made, headers = await open_it(page, link, code)

    record = Chronology.model_validate_json(made)
    assert record.access[-1].what == "Took the record: JSON, child 1"
    assert record.access[-1].who.startswith("Mrs Khan")
    assert record.taken_by.startswith("Mrs Khan")
    [taken] = [each for each in await happened(page) if each.type == "record_taken"]
    assert taken.model_dump() == {"type": "record_taken", "by": "khan", "child": 1, "form": "json"}
    assert headers["Content-Disposition"] == 'attachment; filename="YP-0002-child-1.json"'


@pytest.mark.parametrize(
    ("label", "kind", "holds"),
    [
        ("Page to read", "text/html", "<svg"),
        ("Summary to paste", "text/plain", "SAFEGUARDING RECORD YP-0002"),
        ("Text for a referral", "text/plain", "TEXT FOR THE WRITTEN REFERRAL"),
        ("Form of the JSON", "application/schema+json", '"$defs"'),
    ],
)
async def test_each_form_is_handed_over(page: Page, label: str, kind: str, holds: str) -> None:
    await a_case(page)

    status, made, headers = await open_it(page, *await a_link(page, label))

    assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
    assert holds in made.decode()


async def test_asking_for_the_address_shows_a_button_and_uses_nothing_up(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")
    before = await happened(page)

    shown = ""
    for _ in range(3):
        async with page.session.get(link) as response:
            shown = await response.text()
            assert response.status == 200
    async with page.session.head(link) as response:
        assert response.status == 200

    assert "<form" in shown
    assert "YP-0002" not in shown
    assert await happened(page) == before
    assert (await open_it(page, link, code))[0] == 200


async def test_nothing_is_kept_framed_or_sent_on(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "Page to read")
    async with page.session.get(link) as response:
        asked = dict(response.headers)

    _, _, given = await open_it(page, link, code)

    for headers in (asked, given):
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
    assert "form-action 'self'" in asked["Content-Security-Policy"]


async def test_nothing_of_a_case_or_a_child_is_in_the_address_or_a_header(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")

    _, _, headers = await open_it(page, link, code)

    assert re.fullmatch(r"/record/hillside/[\w-]{22}", link.removeprefix(page.address.rstrip("/")))
    told = f"{link} {json.dumps(headers)}"
    assert not [word for word in ("Ava", "Canary", "khan", "Khan", "Sam") if word in told]


async def test_link_and_code_are_in_no_chat_and_not_on_disk(page: Page) -> None:
    await a_case(page)
    link, code = await a_link(page, "PDF")
    token = link.rpartition("/")[2]

    panes = page.stage.playground.panes
    chats = "".join(each.model_dump_json() for each in panes.of("hillside"))
    disk = "".join(file.read_text("utf-8") for file in panes._folder.glob("*.jsonl"))
    for told in (chats, disk):
        assert token not in told
        assert code not in told
