"""Private views: what is opened on demand, forms, the home page. None of it is a message."""

# Rule 1: what a person said is rich text without marks: shown as it was written, never interpreted.
# Rule 2: whoever is on no roster is shown as Slack's own element for a person. Slack puts in the
#         name, which we neither ask for nor keep. In a view nobody is notified of it.

import json
import re
from collections.abc import Sequence
from typing import Any

from adapters.chat.home import WayIn
from adapters.chat.picking import object_of
from adapters.slack.blocks import Block, actions, context, plain, section
from bot.dialogs.card import Button, Card, Field, Form, FormKind, Tone
from bot.dialogs.words import card, words

__all__ = ["HANDED_IN", "form_view", "home_view", "note_view", "private_view", "read_metadata"]

HANDED_IN = "hr.form"
TITLE = 24
MOST_OPTIONS = 10
MOST_LISTED = 100
OPTION = 75
ROWS = 12
MOST_CASES = 20
GUEST = re.compile(r"slack\.([UW][A-Z0-9]{1,20})")
"""The id of somebody on no roster, and in it their account (`people.py`)."""

EMERGENCY = "999"
"""Words that say this number themselves need no foot that says it again."""


def note_view(school: str, words_of: str, buttons: Sequence[Button] = (), go: str = "") -> Block:
    """Return a small view of a few words; `go` is the address of the private chat, if shown."""
    blocks = [section(words_of), *actions(school, buttons, "n")]
    if go:
        link = {
            "type": "button",
            "action_id": "hr.go",
            "text": plain(words().buttons["private_chat"]),
            "url": go,
            "style": "primary",
        }
        blocks.append({"type": "actions", "elements": [link]})
    blocks += [] if EMERGENCY in words_of else [context(words().foot)]
    return _view("Handrail", blocks)


def private_view(school: str, shown: Card, web: str = "") -> Block:
    """Return a card with its private rows, for the one person who asked to see it.

    `web` is the address of our own web process, which rows with a link lead to.
    """
    blocks = [section(shown.text)]
    blocks += [context(shown.hint)] if shown.hint else []
    blocks += _rows(shown.fields, web)
    blocks += _changes(school, shown.fields)
    blocks += actions(school, [each for each in shown.buttons if each.tone is not Tone.QUIET], "a")
    blocks += actions(school, [each for each in shown.buttons if each.tone is Tone.QUIET], "b")
    blocks += [context(shown.foot)] if shown.foot else []
    return _view(shown.title or "Handrail", blocks)


def _rows(fields: Sequence[Field], web: str) -> list[Block]:
    lines = [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": f"{row.label}\n", "style": {"bold": True}},
                *_said(row, web),
                {"type": "text", "text": "\n"},
            ],
        }
        for row in fields
    ]
    return [
        {"type": "rich_text", "elements": lines[at : at + ROWS]}
        for at in range(0, len(lines), ROWS)
    ]


def _said(row: Field, web: str) -> list[Block]:
    """Return what a row says. It is a link only where its whole address is known."""
    if row.link and web:
        return [{"type": "link", "url": f"{web}{row.link}", "text": row.text}]
    guest = GUEST.fullmatch(row.who)
    if guest is None:
        return [{"type": "text", "text": row.text or "-"}]
    rest = row.text.removeprefix(row.who)
    return [{"type": "user", "user_id": guest[1]}, {"type": "text", "text": rest or " "}]


def _changes(school: str, fields: Sequence[Field]) -> list[Block]:
    """Return the list from which an answer to change is picked."""
    offered = [
        {"text": plain(row.label, OPTION), "value": row.change.value}
        for row in fields
        if row.change is not None
    ]
    return [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": f"hr.{school}.change{at}",
                    "placeholder": plain(words().buttons["change"]),
                    "options": offered[at : at + MOST_LISTED],
                }
            ],
        }
        for at in range(0, len(offered), MOST_LISTED)
    ]


def form_view(school: str, asks: Card, form: Form) -> Block:
    """Return a form for one answer. What is typed into it is in no message and no notification."""
    block = {
        "type": "input",
        "block_id": "form",
        "label": plain(form.label),
        "element": _element(form),
    }
    blocks = [section(asks.text), *([context(asks.hint)] if asks.hint else []), block]
    view = _view("Handrail", [*blocks, context(asks.foot or words().foot)])
    metadata = json.dumps({"school": school, "value": form.value})
    submit = plain(form.submit, TITLE)
    return {**view, "callback_id": HANDED_IN, "private_metadata": metadata, "submit": submit}


def read_metadata(text: str) -> tuple[str, str]:
    """Return the school and value that `form_view` wrote; two empty ones for anything else."""
    found = object_of(text)
    school, value = found.get("school"), found.get("value")
    named = isinstance(school, str) and isinstance(value, str)
    return (str(school), str(value)) if named else ("", "")


def _element(form: Form) -> dict[str, Any]:
    if form.kind is FormKind.MULTI:
        options = [
            {"text": plain(each.label, OPTION), "value": each.value} for each in form.choices
        ]
        many = len(options) > MOST_OPTIONS
        kind = "multi_static_select" if many else "checkboxes"
        more = {"placeholder": plain(form.label, 150)} if many else {}
        return {"type": kind, "action_id": "content", "options": options, **more}
    typed = {"initial_value": form.typed[: form.longest]} if form.typed else {}
    return {
        "type": "plain_text_input",
        "action_id": "content",
        "multiline": form.longest > OPTION,
        "max_length": form.longest,
        "focus_on_load": True,
        **typed,
    }


def home_view(shown: WayIn) -> Block:
    """Return the home page: one big button for each school, the rota, a DSL's open cases."""
    start = [
        {
            "type": "button",
            "action_id": f"hr.{each.school}.start",
            "style": "primary",
            "text": plain(each.button.label, OPTION),
            "value": each.button.value,
        }
        for each in shown.starts
    ]
    blocks: list[Block] = [
        {"type": "header", "text": plain("Handrail", 150)},
        section(card("home").text),
        {"type": "actions", "elements": start},
    ]
    for each in shown.rotas:
        blocks += actions(each.school, [each.button], "home-rota-")
    for number, each in enumerate(shown.cases[:MOST_CASES]):
        blocks += [{"type": "divider"}, section(each.line)]
        blocks += actions(each.school, [each.button], f"home-{number}-")
    blocks.append(context(words().foot))
    return {"type": "home", "blocks": blocks}


def _view(title: str, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "title": plain(title if len(title) <= TITLE else "Handrail", TITLE),
        "close": plain(words().buttons["close"], TITLE),
        "clear_on_close": False,
        "blocks": blocks,
    }
