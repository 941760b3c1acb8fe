"""A card as it is read aloud: what a screen reader is given where it does not see the card."""

from collections.abc import Sequence

from bot.dialogs.card import Button, Card, Tone

__all__ = ["answers_of", "spoken_text"]


def answers_of(card: Card) -> list[Button]:
    """Return what a card asks for: its form and its answers. The quiet help is not read aloud."""
    form = [Button(label=card.form.label, value=card.form.value)] if card.form else []
    return [*form, *(each for each in card.buttons if each.tone is not Tone.QUIET)]


def spoken_text(card: Card, buttons: Sequence[Button]) -> str:
    """Return a card as it is read aloud: the words, and what can be answered."""
    labels = [each.label for each in buttons]
    choices = f"[{'] ['.join(labels)}]" if labels else ""
    return " ".join(part for part in (card.text, card.hint, choices, card.foot) if part)
