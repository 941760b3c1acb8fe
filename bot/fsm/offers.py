"""A case on offer to somebody else: the value that is kept, and what can happen to it."""

from datetime import datetime
from typing import Literal

from bot.frozen import Frozen

__all__ = ["Offer", "OfferDeclined", "Offered", "RotaChanged"]


class Offer(Frozen):
    """Who was asked last to take a case over, and when (UTC). Its owner still has it.

    `asked` are all who were asked in turn. `by` chose that person; '' where duty changed.
    """

    to: str
    at: datetime
    asked: tuple[str, ...]
    by: str = ""


class Offered(Frozen):
    """Somebody who may take the case asked a person of their choice to take it over."""

    type: Literal["offered"] = "offered"
    by: str
    to: str


class OfferDeclined(Frozen):
    """Whoever was asked to take the case over said that they cannot."""

    type: Literal["offer_declined"] = "offer_declined"
    by: str


class RotaChanged(Frozen):
    """People agreed on a change of the rota in chat. `holds`: it changes who has it right now."""

    type: Literal["rota_changed"] = "rota_changed"
    holds: bool
