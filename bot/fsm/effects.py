"""What must be done, in the imperative.

Effects are values; `bot/deliver.py` carries them out.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.dialogs.card import Card

__all__ = ["EFFECT", "Cancel", "Effect", "Message", "Page", "Post", "Say", "Wake"]


class _Effect(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Say(_Effect):
    """Tell a person something in their private chat.

    With `slot`, a later Say of the same slot replaces the message (`edit`).
    """

    type: Literal["say"] = "say"
    to: str
    card: Card
    slot: str = ""
    edit: bool = False


class Page(_Effect):
    """Send a person an alert of their own; whether it reached them is recorded."""

    type: Literal["page"] = "page"
    to: str
    card: Card
    case: str
    count: int


class Post(_Effect):
    """Show the case's one card in the DSL channel: posted once, edited (`edit`) ever after."""

    type: Literal["post"] = "post"
    card: Card
    case: str
    edit: bool = False


class Wake(_Effect):
    """Set the case's timer `name`, replacing an earlier one of that name."""

    type: Literal["wake"] = "wake"
    name: str
    at: datetime


class Cancel(_Effect):
    """Take the case's timer `name` away."""

    type: Literal["cancel"] = "cancel"
    name: str


Message: TypeAlias = Say | Page | Post
Effect: TypeAlias = Message | Wake | Cancel
EFFECT: TypeAdapter[Message] = TypeAdapter(
    Annotated[Say | Page | Post, Field(discriminator="type")]
)
