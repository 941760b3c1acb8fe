"""Where a question comes from, as people read it: the document's plain name, the place."""

import re

from bot.dialogs.card import Card, Field
from bot.dialogs.script import Question
from bot.dialogs.words import card, words

__all__ = ["named_sources", "why_card"]

CODE = re.compile(r"(S[0-4])\b\s*(.*)")
"""A source as content writes it: `S1 point 5`. The codes are those of [sources] in words.toml."""


def why_card(question: Question) -> Card:
    """Return why a question is asked, and the documents that ask it: no bare codes."""
    made = card("why", why=question.why)
    return made.model_copy(update={"fields": named_sources(question.source)})


def named_sources(source: str) -> tuple[Field, ...]:
    """Return one row a document: its name, and the places in it. What is in none says so."""
    places: dict[str, list[str]] = {}
    for part in source.split(";"):
        found = CODE.fullmatch(part.strip())
        name = words().sources[found[1] if found else part.strip()]
        places.setdefault(name, []).extend([found[2]] if found and found[2] else [])
    return tuple(Field(label=name, text="; ".join(at) or "-") for name, at in places.items())
