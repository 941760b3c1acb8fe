"""Picking from a payload whose shape nobody vouches for: never an exception."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["at", "first", "items", "object_of", "table", "word"]

LONGEST = 40_000
MOST = 100
NOTHING: Mapping[str, object] = {}


def object_of(text: str | bytes) -> Mapping[str, Any]:
    """Return the JSON object that a text is, or an empty one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return NOTHING
    return found if isinstance(found, dict) else NOTHING


def table(found: object, name: str) -> Mapping[str, object]:
    """Return the object under `name`, or an empty one."""
    inner = found.get(name) if isinstance(found, Mapping) else None
    return inner if isinstance(inner, Mapping) else NOTHING


def word(found: Mapping[str, object], name: str) -> str:
    """Return the text under `name`, or ''. Half a character stands as a question mark."""
    value = found.get(name)
    if not isinstance(value, str):
        return ""
    kept = value[:LONGEST]
    return kept if kept.isascii() else kept.encode("utf-8", "replace").decode("utf-8")


def at(found: Mapping[str, object], name: str, inner: str) -> str:
    """Return the text under `name` and then `inner`, or ''."""
    return word(table(found, name), inner)


def first(found: Mapping[str, object], *names: str) -> str:
    """Return the first text that there is under one of `names`, or ''."""
    return next((text for name in names if (text := word(found, name))), "")


def items(found: object) -> Sequence[Mapping[str, object]]:
    """Return the objects of a list, or none."""
    listed = found if isinstance(found, list) else []
    return [each for each in listed[:MOST] if isinstance(each, Mapping)]
