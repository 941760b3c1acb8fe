"""What a person did in a chat, as every platform hands it in after its guard has looked."""

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Filled", "Media", "Opened", "Pressed", "Said", "Typed"]


@dataclass(frozen=True, slots=True)
class Typed:
    """Words typed as a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button pressed; `value` is what its card gave it."""

    value: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form handed in: a text, or the ids of what was ticked."""

    value: str
    content: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Media:
    """Something that is not words, or was not understood. Nothing about it is known here."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The person opened the chat, or asked to start."""


Said: TypeAlias = Typed | Pressed | Filled | Media | Opened
