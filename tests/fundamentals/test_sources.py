"""Why a question is asked: the document's own name, never a bare code."""

import re

import pytest

from bot.dialogs.load import sheets
from bot.dialogs.sources import named_sources, why_card
from tests.engine import intake

QUESTIONS = [*intake().questions, *(each for one in sheets().values() for each in one.questions)]


def test_a_source_is_the_name_of_a_document_and_the_places_in_it() -> None:
    rows = [
        (each.label, each.text) for each in named_sources("S1 point 1; S1 Recording; S3 para 9")
    ]

    assert rows == [
        ("National advice to schools (UKCCIS, 2016)", "point 1; Recording"),
        ("College of Policing note", "para 9"),
    ]


def test_what_is_in_no_document_says_so() -> None:
    (row,) = named_sources("ours")

    assert "none of these documents" in row.label


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.ref)
def test_nobody_is_shown_a_code(question: object) -> None:
    made = why_card(question)  # type: ignore[arg-type]  # parametrize loses the type

    assert made.fields
    assert re.search(r"\bS[0-4]\b", made.model_dump_json()) is None
