"""What somebody reads of one message, whatever platform shows it: its words, and its buttons."""

# Rule: the platforms' own buttons (to show what is held, to open a form, to close) are left out,
#       and so is what a form looks like: a modal here, an input in the card there. Its label stays.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.chat.forms import FORM, SEE
from adapters.teams.cards import CLOSE
from adapters.teams.carrying import OURS, PICK
from bot.dialogs.card import Card, Tone
from tests.slack.methods import Told as SlackTold
from tests.teams.seen import Told as TeamsTold


@dataclass(frozen=True)
class Read:
    """One message as it is read: to whom, in which words, with which labels below, in order.

    `form` is the label of what can be filled in. `edited`: it stands where another stood.
    """

    to: str
    words: str
    labels: tuple[str, ...] = ()
    form: str = ""
    edited: bool = False


def of_card(to: str, card: Card, *, edited: bool = False) -> Read:
    """Return what the engine means somebody to read: quiet buttons stand below all others."""
    form = card.form.label if card.form else ""
    first, last = (
        [each.label for each in card.buttons if (each.tone is Tone.QUIET) is quiet]
        for quiet in (False, True)
    )
    return Read(to, plain(card.text, card.hint, card.foot), (*first, *last), form, edited)


def of_slack(to: str, told: SlackTold) -> Read:
    """Return what is read of a message on Slack."""
    words, labels, form = [], [], ""
    for block in told.blocks:
        match block["type"]:
            case "section":
                words.append(block["text"]["text"])
            case "context":
                words += [each["text"] for each in block["elements"]]
            case "actions":
                for each in block["elements"]:
                    label, value = each["text"]["text"], each["value"]
                    if value.startswith(FORM):
                        form = label
                    elif not value.startswith(SEE):
                        labels.append(label)
    return Read(to, plain(*words), tuple(labels), form, told.edited)


def of_teams(to: str, told: TeamsTold) -> Read:
    """Return what is read of a message on Teams."""
    words, labels, form = [], [], ""
    for each in told.card["body"]:
        if each["type"] == "RichTextBlock":
            words += [run["text"] for run in each["inlines"]]
        if each["type"].startswith("Input."):
            form = each["label"]
        for action in each.get("actions", []):
            ours = action["data"][OURS]
            if ours["value"].startswith(FORM):
                form = action["title"]
            elif is_said(ours):
                labels.append(action["title"])
    return Read(to, plain(*words), tuple(labels), form, told.edited)


def is_said(ours: dict[str, Any]) -> bool:
    """Return whether a button is the card's own: not a form's, and none of the platform's."""
    value = ours["value"]
    return "form" not in ours and value not in {CLOSE, PICK} and not value.startswith(SEE)


def shows(view: str, card: Card) -> bool:
    """Return whether a private view has all that a card is to show: words, rows and buttons."""
    found = plain(view)
    rows = [part for row in card.fields for part in (row.label.rpartition(": ")[2], row.text)]
    meant = [card.text, card.hint, *rows, *(each.label for each in card.buttons)]
    return all(plain(each) in found for each in meant)


def plain(*parts: str) -> str:
    """Return words in one line."""
    return " ".join(" ".join(parts).split())


def by_reader(reads: Sequence[Read]) -> dict[str, list[Read]]:
    """Return what each reader was told, in order.

    What an older message says now comes first: it shows where that stands, whenever it comes.
    """
    found: dict[str, list[Read]] = {}
    for each in sorted(reads, key=lambda one: (not one.edited, one.words if one.edited else "")):
        found.setdefault(each.to, []).append(each)
    return found
