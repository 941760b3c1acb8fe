"""HTML as values: text is escaped by whoever puts it in, not by whoever remembers to."""

from html import escape
from typing import TypeAlias

__all__ = ["Inside", "Markup", "tag"]


class Markup(str):
    """HTML that is finished. Everything else that goes into a tag is text and is escaped."""

    __slots__ = ()


Inside: TypeAlias = str | list[Markup]
"""What stands in a tag: text, finished HTML, or several pieces of it."""

VOID = frozenset({"input", "meta"})


def tag(name: str, /, *inside: Inside, **attributes: str) -> Markup:
    """Return an element. An attribute is written as in HTML: `_` is `-`, `class_` is `class`."""
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    if name in VOID:
        return Markup(f"<{name}{named}>")
    return Markup(f"<{name}{named}>{''.join(map(_html, inside))}</{name}>")


def _html(inside: Inside) -> str:
    if isinstance(inside, list):
        return "".join(inside)
    return inside if isinstance(inside, Markup) else escape(inside)
