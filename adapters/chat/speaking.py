"""A card as it is read aloud: what a screen reader is given where it does not see the card."""

from collections.abc import Sequence

from bot.dialogs.card import Button, Card

__all__ = ["spoken_text"]


def spoken_text(card: Card, buttons: Sequence[Button]) -> str:
    """Return a card as it is read aloud: the words, and what can be answered."""
    labels = [each.label for each in buttons]
    choices = f"[{'] ['.join(labels)}]" if labels else ""
    return " ".join(part for part in (card.text, card.hint, choices, card.foot) if part)
