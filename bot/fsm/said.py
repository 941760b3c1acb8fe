"""What a person did in a chat, as every platform hands it in after its guard has looked."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

__all__ = [
    "Deed",
    "Filled",
    "Media",
    "Opened",
    "Pressed",
    "Said",
    "Typed",
    "deed_of",
    "rested_ref",
    "rota_path",
]


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


class Deed(NamedTuple):
    """What a rostered person does to a case: its reference, the deed, what a form held, if any."""

    ref: str
    name: str
    content: str | tuple[str, ...] = ""


def deed_of(said: Said) -> Deed | None:
    """Return the deed of a button or form on a case's card, or None for anything else."""
    if not isinstance(said, Pressed | Filled) or not said.value.startswith("deed."):
        return None
    ref, _, name = said.value.removeprefix("deed.").partition(".")
    return Deed(ref, name, said.content if isinstance(said, Filled) else "")


def rota_path(said: Said) -> tuple[str, ...]:
    """Return what a button about the rota says, part by part; () for anything else."""
    if not isinstance(said, Pressed) or not said.value.startswith("rota."):
        return ()
    return tuple(said.value.removeprefix("rota.").split("."))


def rested_ref(said: Said) -> str:
    """Return the case whose receipt's button was pressed, or ''."""
    if not isinstance(said, Pressed) or not said.value.startswith("rest."):
        return ""
    return said.value.split(".")[1]
