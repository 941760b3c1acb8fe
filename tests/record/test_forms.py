"""The forms of a record: what was typed stays text, nothing is fetched, the JSON fits."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from bot.fsm.events import Answered, Entry
from bot.record.chronology import Chronology, Kind
from bot.record.compiling import chronology
from bot.record.exchange import as_json, as_schema
from bot.record.markup import Markup, tag
from bot.record.page import as_html
from bot.record.texts import as_referral, as_summary
from tests.record.casework import case_and_entries, compiled, worked_case
from tests.record.schema import misfits

NASTY = "</td><script>alert(1)</script><img src=x onerror=y>\"'&\nDECISIONS\n- all is well"
VOID = {"meta"}


class Page(HTMLParser):
    """Reads a page: its tags, its attributes, its text, and whether each tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


async def with_words(words: str, child: int | None = None) -> Chronology:
    """Return the worked case's record with these words as what was told."""
    world = await worked_case()
    case, entries = await case_and_entries(world)
    told = Answered(key="their_words", value=words)
    entries.append(Entry(at=entries[-1].at, operation="x", by="<i>sam</i>", events=(told,)))
    said = case.account.answers["their_words"].model_copy(update={"value": words})
    answers = {**case.account.answers, "their_words": said}
    account = case.account.model_copy(update={"answers": answers})
    case = case.model_copy(update={"account": account})
    return chronology(world.school, case, entries, child=child)


async def test_what_was_typed_is_text_on_the_page() -> None:
    page = Page(as_html(await with_words(NASTY)))

    assert page.open == []
    assert NASTY in page.text
    assert not page.tags & {"script", "img", "i", "link", "iframe", "a", "object", "form"}
    assert not {name for name in page.attributes if name.startswith("on") or name in LEADS}


LEADS = {"src", "href", "action", "srcset", "data", "style"}


async def test_the_page_fetches_nothing() -> None:
    page = as_html(await compiled(await worked_case()))

    addresses = set(re.findall(r"https?://[^\"'\s<]*|url\(|@import", page))
    assert addresses == {"http://www.w3.org/2000/svg"}, "the name of SVG, never fetched"
    assert "default-src &#x27;none&#x27;" in page


async def test_the_title_names_the_reference_and_no_child() -> None:
    page = as_html(await compiled(await worked_case(), 1))

    assert re.findall(r"<title>(.*?)</title>", page)[0] == "Record of case YP-7K3Q"


@pytest.mark.parametrize("form", [as_summary, as_referral], ids=lambda each: each.__name__)
async def test_typed_lines_cannot_pass_for_lines_of_the_form(form: object) -> None:
    made = form(await with_words(NASTY, 1))  # type: ignore[operator]

    assert not {"DECISIONS", "- all is well"} & set(made.splitlines())
    assert "/ DECISIONS / - all is well" in made


@pytest.mark.parametrize("words", ["see https://example.org/x", "it is IMG_2201.jpg"])
async def test_a_link_that_an_older_release_let_in_is_left_out(words: str) -> None:
    record = await with_words(words)

    for form in (as_html, as_json, as_summary):
        assert words not in form(record)
    assert record.rows[-1].answer == "[left out: it held a link or the name of a file]"


async def test_nothing_of_a_refused_file_but_that_it_came() -> None:
    record = await compiled(await worked_case())

    [came] = [row for row in record.rows if "not words" in row.what]
    assert (came.answer, came.asked, came.who) == ("", "", "Sam Reed (member of staff)")


async def test_no_operation_and_so_no_id_of_a_message_is_in_it() -> None:
    world = await worked_case()
    case, entries = await case_and_entries(world)
    marked = [
        entry.model_copy(update={"operation": f"slack-msg-{number}"})
        for number, entry in enumerate(entries)
    ]

    assert "slack-msg" not in as_json(chronology(world.school, case, marked, child=None))


@pytest.mark.parametrize("child", [None, 1, 2])
async def test_the_json_fits_its_schema_and_reads_back(child: int | None) -> None:
    record = await compiled(await worked_case(), child)
    made, schema = as_json(record), json.loads(as_schema())

    assert list(misfits(json.loads(made), schema, schema, "record")) == []
    assert Chronology.model_validate_json(made) == record


async def test_a_schema_that_is_not_kept_would_be_seen() -> None:
    schema = json.loads(as_schema())
    made = json.loads(as_json(await compiled(await worked_case())))
    made["rows"][0]["kind"] = "no such kind"
    made["about"]["child"] = "one"
    del made["level"]
    made["picture"] = "x"

    found = list(misfits(made, schema, schema, "record"))

    assert len(found) == 4, found


async def test_the_course_has_a_mark_for_each_row_and_a_lane_for_each_kind() -> None:
    record = await compiled(await worked_case())
    page = as_html(record)

    assert page.count("<path") == len(record.rows)
    assert page.count('class="lane"') == len(Kind)
    assert re.findall(r'class="level (\w+)"', page) == [
        row.level for row in record.rows if row.level
    ]


def test_text_in_a_tag_is_escaped_and_markup_is_not() -> None:
    assert tag("b", "<&>") == "<b>&lt;&amp;&gt;</b>"
    assert tag("b", Markup("<i></i>"), class_='"') == '<b class="&quot;"><i></i></b>'


async def test_a_bar_too_short_for_its_level_still_has_it_as_a_title() -> None:
    record = await compiled(await worked_case())
    first, *rest = record.rows
    long = record.model_copy(update={"rows": (first, *rest * 4)})

    page = as_html(long)

    assert "<title>RECORD</title>" in page
    assert 'class="on RECORD"' not in page
