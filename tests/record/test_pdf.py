"""The record on paper: what the page says, to be read, printed, searched and heard."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from adapters.export.colours import LOOKS
from adapters.export.face import Face, regular
from adapters.export.sheets import as_pdf
from bot.record.chronology import Chronology
from bot.record.contents import document_of
from bot.record.document import texts
from bot.record.page import as_html
from bot.record.wording import say
from tests.record.casework import compiled, worked_case
from tests.record.test_forms import with_words

pytestmark = pytest.mark.slow

NAMES = "Łucja Żółć, Zoë Ní Bhriain, Nguyễn Thị Hạnh, Ọlábísí, Şükrü, Ћирић, Юлия"
TAKEN = {"taken_local": "Mon 9 Nov 2026, 10:00", "taken_by": "Mrs Hall (DSL)"}


async def taken(child: int | None = None) -> Chronology:
    record = await compiled(await worked_case(), child)
    return record.model_copy(update=TAKEN)


def read(record: Chronology) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(as_pdf(record)), strict=True)


def words(reader: pypdf.PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def letters(text: str) -> str:
    """Return a text without its spaces: where a line ends is the paper's own affair."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("child", [None, 1])
async def test_everything_on_the_page_is_on_paper(child: int | None) -> None:
    record = await taken(child)
    made = letters(words(read(record)))
    tables = document_of(record)

    sentences = {word for text in texts(tables) for word in text.split()} - {""}
    drawn = set(tables.parts[0].blocks[0].told.split())  # type: ignore[union-attr]
    assert [word for word in sentences - drawn if letters(word) not in made] == []


async def test_each_sheet_says_what_it_is_part_of_and_which_it_is() -> None:
    reader = read(await taken(1))

    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Record of case YP-7K3Q" in text
        assert "Northgate School · child 1 of 2" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert "Made Mon 9 Nov 2026, 10:00, for Mrs Hall (DSL)." in text


async def test_names_of_many_countries_are_printed_and_can_be_searched() -> None:
    reader = read(await with_words(NAMES))

    assert set(NAMES.split()) <= set(words(reader).split())
    assert say("letters_lost") not in words(reader)


async def test_letters_that_cannot_be_printed_are_not_left_out_silently() -> None:
    record = await with_words("他说 and \u202ereversed\u202c")
    text = words(read(record))

    assert "\ufffd\ufffd and reversed" in text
    assert say("letters_lost") in text
    assert "他说" in as_html(record)


async def test_the_same_record_is_the_same_bytes() -> None:
    record = await taken()

    assert as_pdf(record) == as_pdf(record)


def things(reader: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary of a document."""
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, DictionaryObject):
            yield found


async def test_it_holds_words_and_outlines_and_nothing_that_carries_or_fetches() -> None:
    reader = read(await with_words("</td><img src=x> https://example.org/a.jpg"))

    found = list(things(reader))
    assert len(found) > 100
    keys = {str(key) for each in found for key in each}
    assert not keys & {"/URI", "/JS", "/JavaScript", "/AA", "/OpenAction", "/EF", "/Annots"}
    subtypes = {str(each.get("/Subtype", "")) for each in found}
    assert subtypes == {"", "/Type0", "/CIDFontType2"}
    assert sum(isinstance(each, StreamObject) for each in found) >= len(reader.pages)
    assert not keys & {"/XObject", "/Filespec", "/EmbeddedFiles"}


async def test_it_can_be_read_aloud_in_order() -> None:
    reader = read(await taken(1))
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = [str(each["/S"]) for each in things(reader) if each.get("/Type") == "/StructElem"]
    assert {"/H1", "/H2", "/P", "/L", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(kinds)
    [figure] = [each for each in things(reader) if each.get("/S") == "/Figure"]
    assert "Level: RECORD, URGENT" in str(figure["/Alt"])
    assert [each.title for each in reader.outline] == [  # type: ignore[union-attr]
        say(name)
        for name in ("course", "facts", "not_known", "decisions", "corrections", "chronology")
    ] + [say("access")]


async def test_every_piece_of_a_sheet_is_an_element_or_decoration() -> None:
    reader = read(await taken(1))
    root: Any = reader.trailer["/Root"]
    tree = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]

    for number, page in enumerate(reader.pages):
        contents = page.get_contents()
        assert contents is not None
        marked = len(re.findall(rb"/MCID \d+", contents.get_data()))
        assert marked == len(tree[2 * number + 1])
        drawn = contents.get_data()
        assert drawn.count(b"BMC") + drawn.count(b"BDC") == drawn.count(b"EMC")


async def test_the_title_and_what_is_said_of_the_file_name_no_child() -> None:
    reader = read(await taken(1))

    assert reader.metadata is not None
    said = {str(key): str(value) for key, value in reader.metadata.items()}
    assert said == {"/Title": "Record of case YP-7K3Q", "/Producer": "Handrail"}


async def test_a_text_longer_than_a_sheet_goes_on_over_the_page() -> None:
    long = "\n".join(f"line {number} of what was told" for number in range(200))
    reader = read(await with_words(long + " " + "x" * 400))
    text = words(reader)

    assert all(f"line {number} of" in text for number in range(200))
    assert letters(text).count("x" * 400) >= 1


def test_the_colours_of_the_sheets_are_those_of_the_page() -> None:
    style = files("bot.record").joinpath("page.css").read_text("utf-8")
    known = {
        tuple(round(int(code[at : at + 2], 16) / 255, 3) for at in (0, 2, 4))
        for code in (
            each if len(each) == 6 else "".join(letter * 2 for letter in each)
            for each in re.findall(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", style)
        )
    }

    assert set(LOOKS.values()) <= known


@pytest.mark.parametrize("name", ["Regular", "Bold"])
def test_the_face_has_the_letters_of_names(name: str) -> None:
    face = Face(f"NotoSans-{name}")

    assert not face.lacks(NAMES)
    assert face.width("iii") < face.width("MMM")
    assert regular().lacks("他")
