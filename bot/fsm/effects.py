"""What must be done, in the imperative.

Effects are values; `bot/deliver.py` carries them out.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from bot.dialogs.card import Card
from bot.frozen import Frozen
from bot.fsm.case import Case
from bot.fsm.school import Way

__all__ = [
    "CALL",
    "MESSAGE",
    "Amend",
    "Call",
    "CallOff",
    "Cancel",
    "Effect",
    "Look",
    "Message",
    "Page",
    "Post",
    "Say",
    "Stepped",
    "Wake",
]


class Say(Frozen):
    """Tell a person something in their private chat.

    With `slot`, a later Say of the same slot replaces the message (`edit`).
    """

    type: Literal["say"] = "say"
    to: str
    card: Card
    slot: str = ""
    edit: bool = False


class Page(Frozen):
    """Send a person an alert of their own; whether it reached them is recorded."""

    type: Literal["page"] = "page"
    to: str
    card: Card
    case: str
    count: int


class Amend(Frozen):
    """Replace an older message to a person, where that can be. Nobody waits for it.

    `last`: nothing replaces it ever after, and its place is forgotten. `later` lets what brought
    it about be settled first: its own place is kept by then.
    """

    type: Literal["amend"] = "amend"
    to: str
    card: Card
    slot: str
    last: bool = False
    later: bool = False


class Post(Frozen):
    """Show the case's one card in the DSL channel: posted once, edited (`edit`) ever after."""

    type: Literal["post"] = "post"
    card: Card
    case: str
    edit: bool = False


class Wake(Frozen):
    """Set the case's timer `name`, replacing an earlier one of that name."""

    type: Literal["wake"] = "wake"
    name: str
    at: datetime


class Cancel(Frozen):
    """Take the case's timer `name` away."""

    type: Literal["cancel"] = "cancel"
    name: str


class Call(Frozen):
    """Call a person beside the chat. What is said has the case's reference and no more."""

    type: Literal["call"] = "call"
    to: str
    way: Way
    case: str
    count: int


class CallOff(Frozen):
    """Take back the call to a person that has not gone out yet: there is nothing to call for."""

    type: Literal["call_off"] = "call_off"
    to: str
    way: Way


class Look(Frozen):
    """Let another case look at this one soon: they are linked, and this one stands otherwise."""

    type: Literal["look"] = "look"
    to: str


Message: TypeAlias = Annotated[Say | Page | Amend | Post, Field(discriminator="type")]
Effect: TypeAlias = Say | Page | Amend | Post | Call | CallOff | Wake | Cancel | Look

MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
CALL: TypeAdapter[Call] = TypeAdapter(Call)
"""How a job of the outbox, and one of the calls, is written and read."""

Stepped: TypeAlias = tuple[Case, list[Effect]]
"""What a step comes to: the case after it, and what must be done because of it."""
