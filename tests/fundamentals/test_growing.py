"""What is added afterwards is kept whole: adding nothing more takes nothing away."""

from __future__ import annotations

import pytest

from bot.dialogs.script import NOT_KNOWN
from bot.fsm.reporter.talk import _joined
from tests.engine import intake


@pytest.mark.parametrize(
    ("before", "added", "kept"),
    [
        (None, "One.", "One."),
        ("One.", "Two.", "One.\nTwo."),
        ("One.", NOT_KNOWN, "One."),
        (NOT_KNOWN, "Two.", "Two."),
        (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_adding_nothing_more_takes_nothing_away(before: str | None, added: str, kept: str) -> None:
    assert _joined(intake().question("added"), before, added) == kept


def test_other_answers_are_replaced() -> None:
    assert _joined(intake().question("adult"), "staff", "head") == "head"
