"""The few elements that our cards are made of: words, inputs, buttons, as phones know them."""

# Rule 1: words are runs of text: Teams reads no mark-up, link or mention out of them, whoever wrote
#         them. There is no picture and no film, and nothing that could hold one.
# Rule 2: an answer stands alone in its row: Teams shows six buttons in one, and cuts long ones.
# Rule 3: only what hands a form in takes its inputs along: one that is half filled stops nothing.

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from adapters.teams.carrying import CONTENT, PICK, PICKED, VERB, data_of
from bot.dialogs.card import Button, Field, Form, FormKind, Tone
from bot.dialogs.words import words

__all__ = [
    "Element",
    "card_of",
    "fact_rows",
    "input_rows",
    "link_row",
    "pick_rows",
    "press",
    "press_rows",
    "size_of",
    "text_rows",
]

Element: TypeAlias = dict[str, Any]

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
SHORT = 4
"""Answers of so few letters (an age, a yes) share a row; the last one is often "Not known"."""

MANY, MOST = 10, 5
"""Above so many answers all share rows, of five at most: Teams shows no more than six."""

WIDE = 36
"""How many letters the labels of one row may have together."""

STYLES = {Tone.MAIN: "positive"}
LABEL = 100


def card_of(body: Sequence[Element]) -> Element:
    """Return a card of these elements."""
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "msteams": {"width": "Full"},
        "fallbackText": words().preview,
        "body": list(body),
    }


def text_rows(text: str, **style: object) -> list[Element]:
    """Return words, a row for each of their lines. `style` is that of all of them."""
    lines = [line for line in text.split("\n") if line.strip()] or ["-"]
    return [
        {
            "type": "RichTextBlock",
            **({"spacing": "None"} if number else {}),
            "inlines": [{"type": "TextRun", "text": line, **style}],
        }
        for number, line in enumerate(lines)
    ]


def press(school: str, each: Button, form: FormKind | None = None) -> Element:
    """Return a button; with `form` the one that hands the card's form in."""
    said = {
        "title": each.label[:LABEL],
        "data": data_of(school, each.value, form),
        **({"style": STYLES[each.tone]} if each.tone in STYLES else {}),
        **({} if form else {"associatedInputs": "none"}),
    }
    old = {"type": "Action.Submit", **said}
    return {"type": "Action.Execute", "verb": VERB, **said, "fallback": old}


def press_rows(school: str, buttons: Sequence[Button]) -> list[Element]:
    """Return buttons: answers one under the other, short and quiet ones side by side."""
    answers = [each for each in buttons if each.tone is not Tone.QUIET]
    short = all(len(each.label) <= SHORT for each in answers[:-1])
    packs = len(answers) > MANY or (len(answers) > 1 and short)
    first = _side_by_side(answers) if packs else [[each] for each in answers]
    made = [_row(school, each) for each in first]
    if made:
        made[0]["spacing"] = "Medium"
    rows = [
        _row(school, each)
        for each in _side_by_side([one for one in buttons if one.tone is Tone.QUIET])
    ]
    if rows:
        rows[0] |= {"separator": True, "spacing": "Medium"}
    return made + rows


def _row(school: str, buttons: Sequence[Button]) -> Element:
    actions = [press(school, each) for each in buttons]
    return {"type": "ActionSet", "spacing": "Small", "actions": actions}


def _side_by_side(buttons: Sequence[Button]) -> list[list[Button]]:
    """Return buttons in rows that a phone can show."""
    rows: list[list[Button]] = []
    for each in buttons:
        letters = sum(len(one.label) for one in [*rows[-1], each]) if rows else WIDE + 1
        if letters > WIDE or len(rows[-1]) == MOST:
            rows.append([])
        rows[-1].append(each)
    return rows


def input_rows(school: str, form: Form) -> list[Element]:
    """Return a form: its one input, and the button that hands it in."""
    asked: Element = {
        "id": CONTENT,
        "label": form.label,
        "isRequired": True,
        "errorMessage": words().phrases["form_empty"],
    }
    if form.kind is FormKind.TEXT:
        typed = {"value": form.typed[: form.longest]} if form.typed else {}
        made = {"type": "Input.Text", **asked, "maxLength": form.longest, **typed}
        made["isMultiline"] = form.longest > LABEL
    else:
        made = {"type": "Input.ChoiceSet", **asked, "isMultiSelect": True, "style": "expanded"}
        made["choices"] = [{"title": each.label, "value": each.value} for each in form.choices]
    done = Button(label=form.submit, value=form.value, tone=Tone.MAIN)
    return [made, {"type": "ActionSet", "actions": [press(school, done, form.kind)]}]


def pick_rows(school: str, offered: Sequence[Button]) -> list[Element]:
    """Return a folded list of buttons, and the one that presses what is picked from it."""
    if not offered:
        return []
    made = {
        "type": "Input.ChoiceSet",
        "id": PICKED,
        "label": words().buttons["change"],
        "style": "compact",
        "choices": [{"title": each.label[:LABEL], "value": each.value} for each in offered],
    }
    goes = Button(label=words().buttons["change"], value=PICK, tone=Tone.QUIET)
    return [made, {"type": "ActionSet", "actions": [press(school, goes, FormKind.TEXT)]}]


def fact_rows(fields: Sequence[Field], web: str) -> list[Element]:
    """Return private rows: labels, and what was said as it was said. Links lead to `web` alone.

    Rows that follow each other and begin alike ("Police: …") stand under one heading.
    """
    made: list[Element] = []
    heads = [each.label.partition(": ")[0] if ": " in each.label else "" for each in fields]
    for number, (head, row) in enumerate(zip(heads, fields, strict=True)):
        before = heads[number - 1] if number else ""
        alone = head not in {before, *heads[number + 1 : number + 2]}
        if head and head != before and not alone:
            made += text_rows(head, weight="Bolder")
            made[-1] |= {"separator": True, "spacing": "Medium"}
        label = row.label if alone or not head else row.label.partition(": ")[2]
        made += _fact(label, row, web)
    return made


def _fact(label: str, row: Field, web: str) -> list[Element]:
    if row.link and web:
        return [*text_rows(label, weight="Bolder"), link_row(row.text, f"{web}{row.link}")]
    said = text_rows(row.text)
    said[0].pop("spacing", None)
    said[0]["inlines"].insert(0, {"type": "TextRun", "text": f"{label}: ", "weight": "Bolder"})
    return said


def link_row(label: str, address: str) -> Element:
    """Return a button that opens an address of our own web process."""
    opens = {"type": "Action.OpenUrl", "title": label[:LABEL], "url": address}
    return {"type": "ActionSet", "actions": [opens]}


def size_of(made: Mapping[str, Any]) -> int:
    """Return how many bytes something is on the wire."""
    return len(json.dumps(made, ensure_ascii=False).encode("utf-8", "replace"))
