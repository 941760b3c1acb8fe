"""The words of the record, from `record.toml`."""

import tomllib
from functools import cache

from pydantic import Field

from bot.dialogs.load import CONTENT
from bot.frozen import Frozen

__all__ = ["FormLine", "RecordWords", "record_words", "say"]


class FormLine(Frozen):
    """One line of the written referral: its label, and the answers that can fill it."""

    label: str
    keys: tuple[str, ...] = Field(alias="from")


class RecordWords(Frozen):
    """All of `record.toml`."""

    happened: dict[str, str]
    timers: dict[str, str]
    levels: dict[str, str]
    stages: dict[str, str]
    kinds: dict[str, str]
    forms: dict[str, str]
    looks: dict[str, str]
    door: dict[str, str]
    say: dict[str, str]
    referral: tuple[FormLine, ...]


@cache
def record_words() -> RecordWords:
    """Return the words that ship with the product."""
    text = CONTENT.joinpath("record.toml").read_text(encoding="utf-8")
    return RecordWords.model_validate(tomllib.loads(text))


def say(name: str, **fields: str) -> str:
    """Return a phrase of [say] with its fields filled in.

    Raises:
        KeyError: record.toml has no such phrase, or the phrase names another field.
    """
    return record_words().say[name].format_map(fields)
