"""Cards with private rows, held for whom they were made until they ask to see them.

In memory only, and not for long: after a restart the case is opened anew instead.
"""

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_hex

from bot.dialogs.card import Card

__all__ = ["Held"]

MOST = 2000


@dataclass(frozen=True, slots=True)
class _Kept:
    school: str
    person: str
    card: Card


class Held:
    """Keeps the newest cards."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def keep(self, school: str, person: str, card: Card) -> str:
        """Keep a card for one person; return what it is asked for by."""
        token = token_hex(8)
        self._kept[token] = _Kept(school, person, card)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return token

    def get(self, school: str, person: str, token: str) -> Card | None:
        """Return the card, to whom it was made for; None for anybody else, and when it is gone."""
        kept = self._kept.get(token)
        if kept is None or (kept.school, kept.person) != (school, person):
            return None
        return kept.card
