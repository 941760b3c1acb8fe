"""What Slack accepts of blocks and views, as its pages say: everything else is a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

ACCOUNT = re.compile(r"[UW][A-Z0-9]+")
MENTION = re.compile(r"<[@!]")
MESSAGE_BLOCKS = {"section", "context", "actions", "header", "divider", "rich_text"}
VIEW_BLOCKS = MESSAGE_BLOCKS | {"input"}
KEYS = {
    "section": {"type", "text", "block_id"},
    "context": {"type", "elements", "block_id"},
    "actions": {"type", "elements", "block_id"},
    "header": {"type", "text", "block_id"},
    "divider": {"type", "block_id"},
    "rich_text": {"type", "elements", "block_id"},
    "input": {"type", "label", "element", "block_id", "optional", "hint"},
    "button": {"type", "action_id", "text", "value", "style", "url", "accessibility_label"},
    "static_select": {"type", "action_id", "placeholder", "options"},
    "multi_static_select": {"type", "action_id", "placeholder", "options"},
    "checkboxes": {"type", "action_id", "options"},
    "plain_text_input": {
        *("type", "action_id", "multiline", "max_length", "initial_value", "focus_on_load"),
        "placeholder",
    },
}
VIEW_KEYS = {
    *("type", "title", "blocks", "close", "submit", "callback_id", "private_metadata"),
    *("clear_on_close", "notify_on_close", "external_id"),
}


def message_problems(said: dict[str, Any]) -> Iterator[str]:
    """Yield what Slack would refuse in a message."""
    text, blocks = said.get("text"), said.get("blocks")
    if not isinstance(text, str) or not 0 < len(text) <= 4000:
        yield "a message has a text of 1 to 4,000 letters"
    if not isinstance(blocks, list) or not 0 < len(blocks) <= 50:
        yield "a message has 1 to 50 blocks"
        return
    yield from _blocks(blocks, MESSAGE_BLOCKS)
    if "'type': 'user'" in str(blocks) or MENTION.search(f"{text} {blocks}"):
        yield "a message that names somebody notifies them"  # ours: Slack would take it
    if len(str(blocks)) > 13_000:
        yield "msg_blocks_too_long"


def view_problems(view: dict[str, Any]) -> Iterator[str]:
    """Yield what Slack would refuse in a modal or a home page."""
    modal = view.get("type") == "modal"
    yield from (f"a view has no {key}" for key in view.keys() - VIEW_KEYS)
    if modal:
        yield from _plain(view.get("title"), 24, "title")
        for name in ("close", "submit"):
            if name in view:
                yield from _plain(view[name], 24, name)
    elif view.keys() != {"type", "blocks"}:
        yield "a home page has blocks and no more"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata is too long"
    blocks = view.get("blocks", [])
    if not 0 < len(blocks) <= 100:
        yield "a view has 1 to 100 blocks"
    if any(block["type"] == "input" for block in blocks) and "submit" not in view:
        yield "a form needs a submit"
    if len(str(view)) > 250_000:
        yield "view_too_large"
    yield from _blocks(blocks, VIEW_BLOCKS)


def _blocks(blocks: list[dict[str, Any]], allowed: set[str]) -> Iterator[str]:
    seen: set[str] = set()
    for block in blocks:
        kind = block.get("type", "")
        if kind not in allowed:
            yield f"no block is a {kind!r} here"
            continue
        yield from (f"{kind} has no {key}" for key in block.keys() - KEYS[kind])
        yield from CHECKS.get(kind, _nothing)(block, seen)


def _nothing(_block: dict[str, Any], _seen: set[str]) -> Iterator[str]:
    yield from ()


def _words(block: dict[str, Any], _seen: set[str]) -> Iterator[str]:
    kind = block["type"]
    yield from _plain(block.get("text"), 150 if kind == "header" else 3000, kind)


def _input(block: dict[str, Any], seen: set[str]) -> Iterator[str]:
    yield from _plain(block.get("label"), 2000, "label")
    yield from _element(block["element"], seen)


def _actions(block: dict[str, Any], seen: set[str]) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 25:
        yield "actions has 1 to 25 elements"
    for each in block["elements"]:
        yield from _element(each, seen)


def _context(block: dict[str, Any], _seen: set[str]) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 10:
        yield "context has 1 to 10 elements"
    for each in block["elements"]:
        yield from _plain(each, 2000, "context")


def _rich(block: dict[str, Any], _seen: set[str]) -> Iterator[str]:
    elements = block["elements"]
    for section in elements:
        if section.get("type") != "rich_text_section":
            yield "only sections are expected in rich text"
        for each in section.get("elements", []):
            if each.get("type") == "user":
                yield from _person(each)
            elif each.get("type") not in {"text", "link"} or not each.get("text"):
                yield "rich text holds texts and links that are not empty"
            if each.get("type") == "link" and not each["url"].startswith(("https://", "http://")):
                yield "a link is a whole address"


def _person(each: dict[str, Any]) -> Iterator[str]:
    yield from (f"a person has no {key}" for key in each.keys() - {"type", "user_id", "style"})
    if not ACCOUNT.fullmatch(each.get("user_id", "")):
        yield "a person is shown by their account"


def _element(each: dict[str, Any], seen: set[str]) -> Iterator[str]:
    kind, action = each.get("type", ""), each.get("action_id", "")
    if kind not in KEYS:
        yield f"no element is a {kind!r}"
        return
    yield from (f"{kind} has no {key}" for key in each.keys() - KEYS[kind])
    if not 0 < len(action) <= 255 or action in seen:
        yield f"action_id {action!r} is missing, too long or there twice"
    seen.add(action)
    if kind == "button":
        yield from _plain(each.get("text"), 75, "button")
        if not 0 < len(each.get("value", "-")) <= 2000:
            yield "a button's value has 1 to 2,000 letters"
    if "options" in each:
        yield from _options(each)
    if "placeholder" in each:
        yield from _plain(each["placeholder"], 150, "placeholder")
    if kind == "plain_text_input" and not 0 < each.get("max_length", 3000) <= 3000:
        yield "max_length is 1 to 3,000"


def _plain(text: object, longest: int, where: str) -> Iterator[str]:
    if not isinstance(text, dict) or text.keys() - {"type", "text", "emoji"}:
        yield f"{where} is no text object"
    elif text.get("type") != "plain_text":
        yield f"{where} is not plain text"
    elif not 0 < len(text.get("text", "")) <= longest:
        yield f"{where} has {len(text.get('text', ''))} letters: 1 to {longest} are allowed"


def _options(each: dict[str, Any]) -> Iterator[str]:
    most = 10 if each["type"] == "checkboxes" else 100
    if not 0 < len(each["options"]) <= most:
        yield f"1 to {most} options are allowed"
    values = [option["value"] for option in each["options"]]
    if len(set(values)) != len(values) or any(not 0 < len(one) <= 150 for one in values):
        yield "an option's value is too long, empty or there twice"
    for option in each["options"]:
        yield from _plain(option.get("text"), 75, "option")


CHECKS: dict[str, Callable[[dict[str, Any], set[str]], Iterator[str]]] = {
    "section": _words,
    "header": _words,
    "input": _input,
    "actions": _actions,
    "context": _context,
    "rich_text": _rich,
}
