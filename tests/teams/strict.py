"""What Teams would refuse, or a phone would not show, in a card or an activity: in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from adapters.teams.carrying import CONTENT, OURS, PICKED, VERB

LARGEST = 20 * 1024
ACTIVITY_KEYS = {"type", "summary", "attachments", "id"}
CARD_KEYS = {"type", "$schema", "version", "msteams", "fallbackText", "body"}
COMMON = {"type", "spacing", "separator"}
KEYS = {
    "RichTextBlock": COMMON | {"inlines"},
    "ActionSet": COMMON | {"actions"},
    "Input.Text": COMMON
    | {"id", "label", "isRequired", "errorMessage", "maxLength", "value", "isMultiline"},
    "Input.ChoiceSet": COMMON
    | {"id", "label", "isRequired", "errorMessage", "isMultiSelect", "style", "choices"},
    "Action.Execute": {*("type", "title", "verb", "data", "style", "associatedInputs", "fallback")},
    "Action.Submit": {"type", "title", "data", "style", "associatedInputs"},
    "Action.OpenUrl": {"type", "title", "url"},
}
RUN = {"type", "text", "weight", "size", "isSubtle"}
SPACINGS = {"None", "Small", "Medium"}
MOST_ACTIONS = 5


def activity_problems(activity: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with an activity of ours."""
    yield from (f"an activity has no {key}" for key in activity.keys() - ACTIVITY_KEYS)
    if activity.get("type") != "message":
        yield f"an activity of ours is a message, not {activity.get('type')!r}"
    if not isinstance(activity.get("summary"), str) or not activity["summary"].strip():
        yield "a card without a summary says 'sent a card'"
    if len(json.dumps(activity).encode()) > LARGEST:
        yield "MessageSizeTooBig"
    attached = activity.get("attachments")
    if not isinstance(attached, list) or len(attached) != 1:
        yield "one card a message"
        return
    if attached[0].keys() != {"contentType", "content"}:
        yield f"an attachment has a type and content, not {sorted(attached[0])}"
    if attached[0].get("contentType") != "application/vnd.microsoft.card.adaptive":
        yield f"never anything but a card: {attached[0].get('contentType')}"
        return
    yield from card_problems(attached[0]["content"])


def card_problems(card: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a card, sent or in answer to a press."""
    yield from (f"a card has no {key}" for key in card.keys() - CARD_KEYS)
    if (card.get("type"), card.get("version")) != ("AdaptiveCard", "1.5"):
        yield "an Adaptive Card of version 1.5"
    if len(json.dumps(card).encode()) > LARGEST:
        yield "the card is too large"
    body = card.get("body", [])
    if not body:
        yield "a card says something"
    ids = [each["id"] for each in body if "id" in each]
    if len(set(ids)) != len(ids):
        yield f"an id is there twice: {ids}"
    for each in body:
        kind = each.get("type", "")
        if kind not in CHECKS:
            yield f"no element is a {kind!r} here"
            continue
        yield from (f"{kind} has no {key}" for key in each.keys() - KEYS[kind])
        if each.get("spacing", "Small") not in SPACINGS:
            yield f"{kind} has an odd spacing"
        yield from CHECKS[kind](each)


def _words(each: dict[str, Any]) -> Iterator[str]:
    runs = each.get("inlines", [])
    if not runs:
        yield "a RichTextBlock without words"
    for run in runs:
        yield from (f"a TextRun has no {key}" for key in run.keys() - RUN)
        if run.get("type") != "TextRun" or not run.get("text", "").strip():
            yield "a TextRun has words"
        if "\n" in run.get("text", ""):
            yield "a line break in a TextRun is not shown"


def _input(each: dict[str, Any]) -> Iterator[str]:
    if each.get("id") not in {CONTENT, PICKED}:
        yield f"an input of another name: {each.get('id')!r}"
    if not each.get("label"):
        yield "an input without a label is not read aloud"
    if each.get("isRequired") and not each.get("errorMessage"):
        yield "a required input says what is missing"
    if each["type"] == "Input.Text" and not 0 < each.get("maxLength", 0) <= 5000:
        yield "a text has a longest length"
    if each["type"] == "Input.ChoiceSet":
        yield from _choices(each.get("choices", []))


def _choices(choices: list[dict[str, Any]]) -> Iterator[str]:
    values = [each.get("value", "") for each in choices]
    if not choices or len(set(values)) != len(values):
        yield "a choice's value is there twice, or there is none"
    if any(not value or "," in value for value in values):
        yield "a choice's value is empty, or has a comma: ticked ones are joined by it"
    if any(each.keys() != {"title", "value"} or not each["title"] for each in choices):
        yield "a choice has a title and a value"


def _actions(each: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(each.get("actions", [])) <= MOST_ACTIONS:
        yield f"an ActionSet has 1 to {MOST_ACTIONS} actions"
    for action in each.get("actions", []):
        yield from _action(action)


def _action(action: dict[str, Any]) -> Iterator[str]:
    kind = action.get("type", "")
    if kind not in {"Action.Execute", "Action.OpenUrl"}:
        yield f"no action is a {kind!r}"
        return
    yield from (f"{kind} has no {key}" for key in action.keys() - KEYS[kind])
    if not 0 < len(action.get("title", "")) <= 100:
        yield "an action has a title"
    if kind == "Action.OpenUrl":
        if not action.get("url", "").startswith("https://"):
            yield "a link is a whole address"
        return
    if action.get("verb") != VERB or set(action.get("data", {})) != {OURS}:
        yield "an action carries what is ours alone"
    old = action.get("fallback", {})
    same = {key: old.get(key) for key in ("title", "data", "associatedInputs", "style")}
    if old.get("type") != "Action.Submit" or same != {key: action.get(key) for key in same}:
        yield "an Execute falls back to the Submit that does the same"


CHECKS: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "RichTextBlock": _words,
    "Input.Text": _input,
    "Input.ChoiceSet": _input,
    "ActionSet": _actions,
}
