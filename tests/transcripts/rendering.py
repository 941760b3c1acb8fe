"""How messages read in a transcript: as a DSL would tell what happened."""

# Rule 1: every message is written out, with its words, its rows and its buttons.
# Rule 2: buttons that never differ are left out: those of an alert, and the quiet help that every
#   question has at its foot. `tests/fundamentals` says which ones they are.

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.card import Button, Card, CardKind, Form, FormKind, Tone
from bot.dialogs.words import words
from bot.fsm.school import CHANNEL
from tests.chat import Sent

UNDER = " " * 9
REPORTER = "sam"


def rendered(sent: list[Sent], names: Mapping[str, str]) -> list[str]:
    """Return the lines for some messages of one instant; the same words to several are one line."""
    lines: list[str] = []
    for to, message in _grouped(sent):
        lines += _message(to, message, names)
    return lines


def _grouped(sent: list[Sent]) -> list[tuple[list[str], Sent]]:
    groups: list[tuple[list[str], Sent]] = []
    for message in sent:
        for to, first in groups:
            if _reads(first) == _reads(message) and message.to != REPORTER and message.to not in to:
                to.append(message.to)
                break
        else:
            groups.append(([message.to], message))
    return groups


def _reads(sent: Sent) -> tuple[bool, str, list[str]]:
    return bool(sent.edit), _words(sent.card, bool(sent.edit)), _below(sent.card)


def _message(to: list[str], sent: Sent, names: Mapping[str, str]) -> list[str]:
    card = sent.card
    if to == [REPORTER]:
        who = "bot, edited:" if sent.edit else "bot:"
    else:
        people = ", ".join("DSL channel" if one == CHANNEL else names.get(one, one) for one in to)
        who = f"{people}, edited <-" if sent.edit else f"{people} <-"
    return [f"    {who} {_words(card, bool(sent.edit))}", *_below(card)]


def _words(card: Card, edited: bool) -> str:
    if edited and card.kind is CardKind.QUESTION:
        return card.hint
    text = " ".join(card.text.split())
    title = f"({card.title}) " if card.title else ""
    hint = f" ({card.hint})" if card.hint else ""
    return f"{title}{text}{hint}"


def _below(card: Card) -> list[str]:
    lines = [f"{UNDER}| {row.label}: {row.text}" for row in card.fields]
    plain = [each for each in card.buttons if each.tone is not Tone.QUIET]
    quiet = [each for each in card.buttons if each.tone is Tone.QUIET]
    if _is_alert(card.buttons):
        return lines
    if card.question:
        quiet = []
    asked = " ".join([*(f"[{each.label}]" for each in plain), *_form(card.form)])
    small = " · ".join(f"[{each.label}]" for each in quiet)
    return [*lines, *(f"{UNDER}{row}" for row in (asked, small) if row)]


def _form(form: Form | None) -> list[str]:
    if form is None:
        return []
    if form.kind is FormKind.TEXT:
        return [f"{{{form.label}: “{form.typed}”}}" if form.typed else f"{{{form.label}}}"]
    return [f"{{{form.label}: {'; '.join(each.label for each in form.choices)}}}"]


def _is_alert(buttons: tuple[Button, ...]) -> bool:
    """Return whether these are the buttons that every alert has: they are not written out."""
    labels = {each.label for each in buttons}
    return {words().buttons[deed] for deed in ("ringing", "bring", "with_child")} <= labels
