"""Blocks as a page: about how Slack shows them, for people to look at."""

# Rule: a block or element that is not drawn here is an error: a picture leaves nothing out that a
# person would see.

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

__all__ = ["CUT", "page", "shown"]

CUT = 30
"""Letters of a button's label after which Slack may cut it, as its pages say."""

STYLE = Path(__file__).with_name("looks.css")

Block = dict[str, Any]


def page(figures: Iterable[str]) -> str:
    """Return a whole page of figures; nothing in it is fetched from anywhere."""
    style = STYLE.read_text(encoding="utf-8")
    head = f'<!doctype html><meta charset="utf-8"><style>{style}</style>'
    return f"{head}<main>{''.join(figures)}</main>"


def shown(made: Block, caption: str, when: str = "", heard: str = "") -> str:
    """Return one message, modal or home page. `heard`: what a notification or a reader says."""
    kind = made.get("type", "message")
    inner = {"modal": _modal, "home": _home}.get(kind, _message)(made, when)
    aloud = f'<div class="heard">heard: {escape(heard)}</div>' if heard else ""
    return f"<figure><figcaption>{escape(caption)}</figcaption>{inner}{aloud}</figure>"


def _message(made: Block, when: str) -> str:
    title = f'<div class="from">handrail<i>APP</i><small>{escape(when)}</small></div>'
    return f'<div class="told">{title}{_blocks(made["blocks"])}</div>'


def _modal(made: Block, _when: str) -> str:
    feet = [f"<button>{_plain(made['close'])}</button>"]
    if "submit" in made:
        feet.append(f'<button class="primary">{_plain(made["submit"])}</button>')
    title, body = _plain(made["title"]), _blocks(made["blocks"])
    return (
        f'<div class="modal"><div class="title">{title}</div><div class="body">{body}</div>'
        f'<div class="feet">{" ".join(feet)}</div></div>'
    )


def _home(made: Block, _when: str) -> str:
    return f'<div class="home">{_blocks(made["blocks"])}</div>'


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(BLOCKS[each["type"]](each) for each in blocks)


def _plain(text: Block) -> str:
    return escape(text["text"])


def _rich(block: Block) -> str:
    parts = [part for line in block["elements"] for part in line["elements"]]
    return f'<div class="rich">{"".join(map(_leaf, parts))}</div>'


def _leaf(part: Block) -> str:
    if part["type"] == "link":
        return f'<a href="#">{escape(part["text"])}</a>'
    if part["type"] == "user":
        return f'<a href="#">@{escape(part["user_id"])}</a>'
    text = escape(part["text"])
    return f"<b>{text}</b>" if part.get("style", {}).get("bold") else text


def _elements(block: Block) -> str:
    return "".join(ELEMENTS[each["type"]](each) for each in block["elements"])


def _button(each: Block) -> str:
    label, style = each["text"]["text"], each.get("style", "")
    cut = label if len(label) <= CUT else f"{label[:CUT]}…"
    marks = f"{style} {'cut' if cut != label else ''}".strip()
    return f'<button class="{marks}" title="{escape(label)}">{escape(cut)}</button>'


def _select(each: Block) -> str:
    listed = "\n".join(option["text"]["text"] for option in each["options"])
    return f'<span class="pick" title="{escape(listed)}">{_plain(each["placeholder"])} ▾</span>'


def _ticks(each: Block) -> str:
    return "".join(f'<div class="box">{_plain(option["text"])}</div>' for option in each["options"])


def _field(each: Block) -> str:
    size = "field many" if each.get("multiline") else "field"
    return f'<div class="{size}">{escape(each.get("initial_value", ""))}</div>'


def _input(block: Block) -> str:
    element = block["element"]
    return f"<label>{_plain(block['label'])}</label>{ELEMENTS[element['type']](element)}"


BLOCKS: dict[str, Callable[[Block], str]] = {
    "section": lambda block: f'<div class="section">{_plain(block["text"])}</div>',
    "header": lambda block: f'<div class="header">{_plain(block["text"])}</div>',
    "context": lambda block: "".join(
        f'<div class="context">{_plain(each)}</div>' for each in block["elements"]
    ),
    "divider": lambda _block: "<hr>",
    "actions": lambda block: f'<div class="actions">{_elements(block)}</div>',
    "input": _input,
    "rich_text": _rich,
}
ELEMENTS: dict[str, Callable[[Block], str]] = {
    "button": _button,
    "static_select": _select,
    "multi_static_select": _select,
    "checkboxes": _ticks,
    "plain_text_input": _field,
}
