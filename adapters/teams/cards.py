"""A card of the bot's as an Adaptive Card: one question, in plain words, with its buttons.

Nothing that belongs in a private view (`Card.fields`) is in a card that is sent.
"""

# Rule 1: a form stands in its question's card. With words in it already it is private: a button
#         shows it (`chat/forms.py`).
# Rule 2: words that nobody asked for show only the card's preview to a locked screen; an answer to
#         one's own act is told in full, because that is what is read aloud.

from typing import Any

from adapters.chat.forms import FORM, SEE
from adapters.chat.home import START, WayIn
from adapters.teams.elements import (
    Element,
    card_of,
    fact_rows,
    input_rows,
    pick_rows,
    press_rows,
    size_of,
    text_rows,
)
from bot.dialogs.card import Button, Card, CardKind, Tone
from bot.dialogs.words import button, card, words

__all__ = [
    "CLOSE",
    "activity_of",
    "home_card",
    "message",
    "parted",
    "private_view",
    "schools_card",
]

CLOSE = "close"
"""The value of the button that shuts a private view."""

CARD = "application/vnd.microsoft.card.adaptive"
MOST_CASES = 15
FEW = 2
"""Above so many answers to press, what can be written instead stands below them."""

ROOM = 18 * 1024
"""Bytes that a private view may have: what carries it, and one button more, fit as well."""

QUIET: dict[str, object] = {"isSubtle": True, "size": "Small"}


def message(school: str, made: Card, *, again: str = "", held: str = "") -> Element:
    """Return a card to send. `again` stands before a message that may be there already.

    `held` is what the card's private rows are asked for by.
    """
    lead = f"{again} " if again else ""
    asks = made.kind is CardKind.QUESTION and bool(made.buttons or made.form)
    style = {"weight": "Bolder"} if asks else {}
    body = [*text_rows(f"{lead}{made.text}", **style), *_subtle(made.hint)]
    form = input_rows(school, made.form) if made.form and not made.form.typed else []
    buttons = _buttons(made, held)
    first, last = (
        [each for each in buttons if (each.tone is Tone.QUIET) is quiet] for quiet in (False, True)
    )
    asked = [form, press_rows(school, first)]
    for rows in reversed(asked) if len(first) > FEW else asked:
        body += rows
    return card_of([*body, *press_rows(school, last), *_foot(made.foot)])


def private_view(school: str, shown: Card, web: str = "") -> Element:
    """Return a card with its private rows, for the one person who asked to see it.

    `web` is the address of our own web process, which rows with a link lead to.
    """
    body: list[Element] = []
    if shown.title:
        body += text_rows(shown.title, weight="Bolder", size="Medium")
    body += [*text_rows(shown.text), *_subtle(shown.hint), *fact_rows(shown.fields, web)]
    offered = [(each.label, each.change) for each in shown.fields if each.change is not None]
    body += pick_rows(school, [Button(label=label, value=one.value) for label, one in offered])
    if shown.form is not None:
        body += input_rows(school, shown.form)
    buttons = [*shown.buttons, button("close", CLOSE, Tone.QUIET)]
    return card_of([*body, *press_rows(school, buttons), *_foot(shown.foot)])


def parted(school: str, shown: Card, web: str = "") -> tuple[Card, Card | None]:
    """Return as much of a card as one view can hold, and the rest of its rows, if any."""
    fits = len(shown.fields)
    while fits > 1 and size_of(private_view(school, _only(shown, 0, fits), web)) > ROOM:
        fits -= 1
    rest = _only(shown, fits, None) if fits < len(shown.fields) else None
    return _only(shown, 0, fits), rest


def _only(shown: Card, begin: int, end: int | None) -> Card:
    return shown.model_copy(update={"fields": shown.fields[begin:end]})


def _buttons(made: Card, held: str) -> list[Button]:
    found = [each for each in made.buttons if each.tone is not Tone.QUIET]
    if made.form is not None and made.form.typed:
        found.append(Button(label=made.form.label, value=f"{FORM}{made.form.value}"))
    if made.fields:
        name = "show_me" if made.case else "check"
        found.append(button(name, f"{SEE}{held}:{made.case}"))
    return [*found, *(each for each in made.buttons if each.tone is Tone.QUIET)]


def home_card(shown: WayIn) -> Element:
    """Return the way in for everybody, for some the rota, and for readers the open cases."""
    body = text_rows(card("home").text)
    for each in (*shown.starts, *shown.rotas):
        body += press_rows(each.school, [each.button])
    for each in shown.cases[:MOST_CASES]:
        line = text_rows(each.line)
        line[0]["separator"] = True
        body += [*line, *press_rows(each.school, [each.button])]
    return card_of([*body, *_foot(words().foot)])


def schools_card(schools: dict[str, str]) -> Element:
    """Return the question which school (id to name) a concern is about."""
    body = text_rows(card("which_school").text)
    for school, name in schools.items():
        body += press_rows(school, [Button(label=name, value=START)])
    return card_of([*body, *_foot(words().foot)])


def activity_of(made: Element, told: str) -> dict[str, Any]:
    """Return a card as a message. `told` is all that a notification may show of it."""
    return {
        "type": "message",
        "summary": told,
        "attachments": [{"contentType": CARD, "content": made}],
    }


def _subtle(text: str) -> list[Element]:
    return text_rows(text, isSubtle=True) if text else []


def _foot(text: str) -> list[Element]:
    return text_rows(text, **QUIET) if text else []
