"""A card as a message of Slack's: blocks of plain words, buttons, and a text to be heard.

Nothing that belongs in a private view (`Card.fields`) is ever in a message.
"""

# Rule 1: every block is plain text: nothing that somebody wrote can become a mention or a link.
# Rule 2: a button's id names the school and its place; its value is the card's own, opaque one.
# Rule 3: words that nobody asked for show only the card's preview to a locked screen; an answer to
#         one's own act is told in full, because screen readers get the text and not the blocks.

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from adapters.chat.forms import FORM, SEE
from adapters.chat.picking import word
from adapters.chat.speaking import spoken_text
from bot.dialogs.card import Button, Card, Tone
from bot.dialogs.words import button

__all__ = [
    "ACTION",
    "Block",
    "actions",
    "context",
    "message",
    "plain",
    "receipt_of",
    "section",
]

Block: TypeAlias = dict[str, Any]

ACTION = "hr"
SOURCES = "why"
"""The card whose private rows are where a question comes from; others have what its reader said."""

LONGEST = 3000
MOST_BUTTONS = 25
LABEL = 75
STYLES = {Tone.MAIN: "primary"}


def plain(text: str, longest: int = LONGEST) -> Block:
    """Return words as Slack's plain text, cut where Slack would refuse them."""
    return {"type": "plain_text", "text": text[:longest], "emoji": False}


def section(text: str) -> Block:
    """Return a paragraph."""
    return {"type": "section", "text": plain(text)}


def context(text: str) -> Block:
    """Return quiet words."""
    return {"type": "context", "elements": [plain(text)]}


def actions(school: str, buttons: Sequence[Button], row: str) -> list[Block]:
    """Return rows of buttons. `row` tells their ids apart from those of other rows."""
    made = [
        {
            "type": "button",
            "action_id": f"{ACTION}.{school}.{row}{number}",
            "text": plain(each.label, LABEL),
            "value": each.value,
            **({"style": STYLES[each.tone]} if each.tone in STYLES else {}),
        }
        for number, each in enumerate(buttons)
    ]
    return [
        {"type": "actions", "elements": made[at : at + MOST_BUTTONS]}
        for at in range(0, len(made), MOST_BUTTONS)
    ]


def message(school: str, card: Card, *, answering: bool, again: str = "", held: str = "") -> Block:
    """Return `text` and `blocks` of a card. `answering`: it answers what its reader just did.

    `again` stands before a message that may be there already. `held` is what the card's private
    rows are asked for by.
    """
    lead = f"{again} " if again else ""
    first = [each for each in card.buttons if each.tone is not Tone.QUIET]
    last = [each for each in card.buttons if each.tone is Tone.QUIET]
    if card.form is not None:
        first.insert(0, Button(label=card.form.label, value=f"{FORM}{card.form.value}"))
    if card.fields:
        name = "show_me" if card.case or card.name == SOURCES else "check"
        first.append(button(name, f"{SEE}{held}:{card.case}"))
    blocks = [section(f"{lead}{card.text}")]
    blocks += [context(card.hint)] if card.hint else []
    blocks += actions(school, first, "a")
    blocks += actions(school, last, "b")
    blocks += [context(card.foot)] if card.foot else []
    told = spoken_text(card, first) if answering or not card.preview else card.preview
    return {"text": escaped(f"{lead}{told}"), "blocks": blocks}


def receipt_of(sent: Mapping[str, object]) -> str:
    """Return what names a message that was sent: its channel and its time."""
    return f"{word(sent, 'channel')}|{word(sent, 'ts')}"


def escaped(text: str) -> str:
    """Return words in which Slack finds no mention and no link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")[:LONGEST]
