"""A school without an on-call number: at night the police's stands in its place, and once."""

from __future__ import annotations

import pytest

from bot.dialogs.words import text_of, words

GIVES = sorted(
    name
    for name, entry in words().cards.items()
    if "101" in entry.text and any(each in entry.text for each in ("{number}", "{on_call}"))
)


@pytest.mark.parametrize("name", GIVES)
@pytest.mark.parametrize("number", ["101", "07700 900100"])
def test_at_night_101_is_said_once(name: str, number: str) -> None:
    fields = {"number": number, "on_call": number}
    others = ("ref", "team", "time", "by", "silence", "duty", "school")
    filled = text_of(name, **{each: each for each in others}, **fields)

    assert filled.count("101") == 1
    assert "999" in filled
    assert number in filled or number == "101"
