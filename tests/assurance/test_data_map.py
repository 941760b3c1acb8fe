"""The data map is whole: every stored field says why, how long and for whom (C5, check 12)."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.datamap.page import ROOTS, data_map, data_map_page, fields_of, problems, stored_models
from adapters.redis.keys import LASTING
from bot.fsm.case import Case


def test_every_stored_field_has_an_entry_and_every_entry_a_field() -> None:
    assert list(problems()) == []


def test_every_field_is_on_the_page() -> None:
    rows = {(row.model, row.field) for row in data_map()}

    assert rows == {
        (name, field) for name, model in stored_models().items() for field in fields_of(model)
    }
    assert "| `media` | how many pictures or files were refused" in data_map_page("x")


def test_a_new_field_without_an_entry_is_found() -> None:
    class Another(Case):
        shoe_size: int = 0

    Another.__name__ = "Case"

    assert "shoe_size" in set(fields_of(Another)) - {row.field for row in data_map()}


def test_nothing_about_a_picture_is_among_the_fields() -> None:
    names = {row.field for row in data_map()}

    assert not {"image", "file", "filename", "file_name", "thumbnail", "url", "hash"} & names
    assert Case in ROOTS


PAGE = Path(__file__).parents[2] / "docs" / "data-protection.md"


def test_every_lasting_place_in_the_store_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert [name for name in LASTING if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    "heading", ["Never kept", "chat platform keeps", "impact assessment", "a part is taken over"]
)
def test_the_page_has_what_an_officer_asks_for(heading: str) -> None:
    assert heading in PAGE.read_text(encoding="utf-8")
