"""What was asked and agreed about a school's rota in chat: a document that events make."""

# Rule 1: the document is what its events come to; they are kept in its record and never change.
# Rule 2: an ask changes nothing about who has it. Only an agreement does.

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, assert_never

from pydantic import Field, TypeAdapter

from bot.frozen import Frozen
from bot.rota.model import Agreed, Cover

__all__ = [
    "NOTED",
    "Ask",
    "Asked",
    "AskedNext",
    "Book",
    "BookEvent",
    "End",
    "Ended",
    "Kind",
    "Noted",
    "after",
]

KEPT = timedelta(days=35)
"""For so long an agreement that is over stays in the document; in its record it stays for good."""


class Kind(StrEnum):
    """What somebody asks for."""

    COVER = "cover"
    SWAP = "swap"
    GIVE = "give"
    OFF = "off"


class End(StrEnum):
    """How an ask ended."""

    AGREED = "agreed"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"


class Ask(Frozen):
    """What `by` asks `to`: the cover that holds once they agree. It waits `until` then (UTC).

    `asked` are all who were asked in turn.
    """

    number: int
    kind: Kind
    by: str
    to: str
    covers: tuple[Cover, ...]
    until: datetime
    asked: tuple[str, ...]


class Book(Frozen):
    """What is open, and what was agreed, the oldest first.

    `last` is the number of the last ask.
    """

    last: int = 0
    asks: tuple[Ask, ...] = ()
    agreed: tuple[Agreed, ...] = ()

    def ask(self, number: int) -> Ask | None:
        """Return an ask that is open, or None."""
        return next((each for each in self.asks if each.number == number), None)


class Asked(Frozen):
    """Somebody asked for a change."""

    type: Literal["asked"] = "asked"
    ask: Ask


class AskedNext(Frozen):
    """Whoever was asked has not taken it: the next one is asked, to answer `until` then (UTC)."""

    type: Literal["asked_next"] = "asked_next"
    number: int
    to: str
    until: datetime


class Ended(Frozen):
    """An ask ended. `covers` are what holds from then on, where it was agreed; `by` said so."""

    type: Literal["ended"] = "ended"
    number: int
    how: End
    by: str = ""
    covers: tuple[Cover, ...] = ()


BookEvent: TypeAlias = Annotated[Asked | AskedNext | Ended, Field(discriminator="type")]


class Noted(Frozen):
    """One line of the document's record: what one operation did, when (UTC), and who did it."""

    at: datetime
    operation: str
    by: str
    events: tuple[BookEvent, ...]


NOTED: TypeAdapter[Noted] = TypeAdapter(Noted)


def after(book: Book, event: BookEvent, at: datetime) -> Book:
    """Return the document after an event that happened `at` (UTC)."""
    match event:
        case Asked(ask=ask):
            return book.model_copy(update={"asks": (*book.asks, ask), "last": ask.number})
        case AskedNext(number=number, to=to, until=until):
            asks = (
                _passed(each, to, until) if each.number == number else each for each in book.asks
            )
            return book.model_copy(update={"asks": tuple(asks)})
        case Ended():
            return _ended(book, event, at)
        case _:
            assert_never(event)


def _passed(ask: Ask, to: str, until: datetime) -> Ask:
    covers = tuple(each.model_copy(update={"who": to}) for each in ask.covers)
    changes = {"to": to, "until": until, "covers": covers, "asked": (*ask.asked, to)}
    return ask.model_copy(update=changes)


def _ended(book: Book, event: Ended, at: datetime) -> Book:
    ask = book.ask(event.number)
    left = tuple(each for each in book.asks if each.number != event.number)
    agreed = book.agreed
    if ask is not None and event.how is End.AGREED:
        kept = (each for each in agreed if any(at - one.ends < KEPT for one in each.covers))
        made = Agreed(number=ask.number, by=ask.by, agreed_by=event.by, at=at, covers=event.covers)
        agreed = (*kept, made)
    return book.model_copy(update={"asks": left, "agreed": agreed})
