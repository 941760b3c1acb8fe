"""What an invoke is answered with: what the pressed card has become, or a few words."""

# Source: Universal Actions for Adaptive Cards, "Response format": the envelope of the answer.

from typing import Any

from adapters.teams.door import Answer

__all__ = ["NEUTRAL", "answered"]

CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"
OK = 200

NEUTRAL = Answer({})
"""The answer to an invoke that we do not serve."""


def answered(made: dict[str, Any] | None, told: str) -> Answer:
    """Return the answer that shows a card in place of the pressed one, or `told` if none.

    Words leave the pressed card as it is.
    """
    kind, value = (WORDS, told) if made is None else (CARD, made)
    return Answer({"statusCode": OK, "type": kind, "value": value})
