"""The guard at the door: is a raw payload words, a press or a form? Anything else is media."""

# Rule 1: judged on the raw payload, by what is allowed; what is not known to be words is media.
# Rule 2: nothing of what is refused leaves this module: `Media()` says only that it came.

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed

__all__ = ["Envelope", "Misaddressed", "envelope", "judge"]

ADDRESS = ("school", "person", "operation")
OPERATION = re.compile(r"[A-Za-z0-9_-]{8,64}")
NAME = re.compile(r"[^\x00-\x1f]{1,120}")
LONGEST_VALUE = 200
MOST_TICKS = 60

PICTURE = re.compile(
    r"data\s?:\s?(?:image|video|audio|application|font)/|;\s?base64\s?,"
    r"|(?<![A-Za-z0-9])(?:/9j/4|iVBORw0KGgo|R0lGOD[dl]h|UklGR)[A-Za-z0-9+/]{8}",
    re.IGNORECASE,
)
"""A file written in letters: a data URI, or the first letters of the usual picture formats."""


class Misaddressed(ValueError):
    """Nobody can tell who did this, or which doing it is; says what each post has to hold."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who did something, where, and the operation's name as the page made it."""

    school: str
    person: str
    operation: str


def envelope(payload: object) -> Envelope:
    """Return who posted this.

    Raises:
        Misaddressed: school, person or operation is missing or no name.
    """
    if not isinstance(payload, Mapping):
        raise Misaddressed("Post a JSON object with school, person, operation and what was said.")
    school, person, operation = (payload.get(name) for name in ADDRESS)
    if not isinstance(operation, str) or OPERATION.fullmatch(operation) is None:
        raise Misaddressed("`operation` is 8 to 64 letters, digits, - or _, new for each doing.")
    if not isinstance(school, str) or NAME.fullmatch(school) is None:
        raise Misaddressed("`school` is the id of a school of this page.")
    if not isinstance(person, str) or NAME.fullmatch(person) is None:
        raise Misaddressed("`person` is the id of a person of that school, or guest.")
    return Envelope(school, person, operation)


def judge(payload: Mapping[str, object]) -> Said:
    """Return what was said. An unknown field, shape or value is media: never read, never kept."""
    said = {name: value for name, value in payload.items() if name not in ADDRESS}
    match said:
        case {"typed": str(text), **rest} if not rest:
            return Media() if PICTURE.search(text) else Typed(_readable(text))
        case {"pressed": str(value), **rest} if not rest.keys() - {"message"} and _short(value):
            return Pressed(_readable(value))
        case {"filled": str(value), "content": str(text), **rest} if not rest and _short(value):
            return Media() if PICTURE.search(text) else Filled(_readable(value), _readable(text))
        case {"filled": str(value), "content": [*ticks], **rest} if not rest and _short(value):
            ids = tuple(_readable(tick) for tick in ticks if isinstance(tick, str) and _short(tick))
            whole = len(ids) == len(ticks) <= MOST_TICKS
            return Filled(_readable(value), ids) if whole else Media()
        case {"opened": True, **rest} if not rest:
            return Opened()
        case _:
            return Media()


def _short(value: str) -> bool:
    return len(value) <= LONGEST_VALUE


def _readable(text: str) -> str:
    """Return text that can be written down: half a character stands as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
