"""What somebody reads of one message, whatever platform shows it: its words, and its buttons."""

# Rule: the platforms' own buttons (to show what is held, to open a form, to close) are left out,
#       and so is what a form looks like: a modal here, an input in the card there. Its label stays.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.chat.forms import FORM, SEE
from adapters.teams.cards import CLOSE
from adapters.teams.carrying import OURS, PICK
from bot.dialogs.card import Card
from tests.slack.methods import Told as SlackTold
from tests.teams.seen import Told as TeamsTold


@dataclass(frozen=True)
class Read:
    """One message as it is read: to whom, in which words, with which labels below."""

    to: str
    words: str
    labels: tuple[str, ...]


def of_card(to: str, card: Card) -> Read:
    """Return what the engine means somebody to read."""
    labels = [each.label for each in card.buttons]
    labels += [card.form.label] if card.form else []
    return Read(to, plain(card.text, card.hint, card.foot), tuple(sorted(labels)))


def of_slack(to: str, told: SlackTold) -> Read:
    """Return what is read of a message on Slack."""
    words, labels = [], []
    for block in told.blocks:
        match block["type"]:
            case "section":
                words.append(block["text"]["text"])
            case "context":
                words += [each["text"] for each in block["elements"]]
            case "actions":
                labels += [
                    each["text"]["text"]
                    for each in block["elements"]
                    if not each["value"].startswith(SEE)
                ]
    return Read(to, plain(*words), tuple(sorted(labels)))


def of_teams(to: str, told: TeamsTold) -> Read:
    """Return what is read of a message on Teams."""
    words, labels = [], []
    for each in told.card["body"]:
        if each["type"] == "RichTextBlock":
            words += [run["text"] for run in each["inlines"]]
        if each["type"].startswith("Input."):
            labels.append(each["label"])
        labels += [one["title"] for one in each.get("actions", []) if is_said(one)]
    return Read(to, plain(*words), tuple(sorted(labels)))


def is_said(action: dict[str, Any]) -> bool:
    """Return whether a button is the card's own: not a form's, and none of the platform's."""
    ours = action["data"][OURS]
    value = ours["value"]
    return "form" not in ours and value not in {CLOSE, PICK} and not value.startswith(SEE)


def plain(*parts: str) -> str:
    """Return words in one line."""
    return " ".join(" ".join(parts).split())


__all__ = ["FORM", "Read", "of_card", "of_slack", "of_teams", "plain"]
