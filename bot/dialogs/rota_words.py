"""What may be typed about the rota, as a whole message: "I'll cover Friday night"."""

import re
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.dialogs.moments import LONDON
from bot.dialogs.phrases import fold

__all__ = ["RotaWish", "Wish", "instant_of", "wish_of"]


class Wish(StrEnum):
    """What they want: to see the rota, or one of the changes."""

    HOME = "home"
    COVER = "cover"
    SWAP = "swap"
    GIVE = "give"
    OFF = "off"


class RotaWish(NamedTuple):
    """What was wished for, and the rest of the words: a day, a name."""

    wish: Wish
    rest: str


CAN = r"(?:ill|i will|i can|i could|let me|can i|may i)"
ASKS = r"(?:can i |can we |i want to |id like to |lets )"
DUTY = r"(?: duty| duties| shifts?| nights?| turns?)?"
GOING = r"(?:i am|im|i have to go|i need to go|going)"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_WORDS = "|".join((*DAYS, *(day[:3] for day in DAYS), "today", "tonight", "tomorrow"))
NAMED_DAY = rf"((?:.* )?(?:{DAY_WORDS})(?: .*)?)"
PATTERNS = (
    (Wish.OFF, rf"{GOING}(?: now)? off(?: duty| shift)?(?: now)?"),
    (Wish.COVER, rf"{CAN} cover(?: for)?(?: somebody| (.+))?"),
    (Wish.COVER, r"cover(?: for)?(?: somebody| (.+))?"),
    (Wish.SWAP, rf"{ASKS}?swap(?: my)?{DUTY}(?: with (.+))?"),
    (Wish.GIVE, rf"i can(?:t|not) (?:cover|do) ((?:.* )?(?:{DAY_WORDS})(?: .*)?)"),
    (
        Wish.GIVE,
        rf"can (?:some|any)(?:one|body) (?:cover|take|do) ((?:.* )?(?:{DAY_WORDS})(?: .*)?)",
    ),
    (Wish.HOME, r"(?:show |change |see )?(?:the |my )?(?:rota|duties|duty|shifts?)"),
    (Wish.HOME, r"who(?:s| is| has)? (?:on (?:duty|call)|it|the duty)(?: now| tonight)?"),
)
COMPILED = tuple((wish, re.compile(pattern)) for wish, pattern in PATTERNS)

BY_NIGHT = re.compile(r"\b(?:night|evening|tonight)\b")
NIGHT, DAY = time(22), time(12)


def wish_of(text: str) -> RotaWish | None:
    """Return what a whole message wishes of the rota, or None."""
    folded = fold(text)
    for wish, pattern in COMPILED:
        if (found := pattern.fullmatch(folded)) is not None:
            rest = found[1] if found.lastindex else ""
            return RotaWish(wish, rest)
    return None


def instant_of(rest: str, now: datetime) -> datetime | None:
    """Return a moment (UTC) within the day or night that is named, the next one after `now`.

    None where no day is named.
    """
    here = now.astimezone(LONDON)
    days = _days_until(rest, here)
    if days is None:
        return None
    at = NIGHT if BY_NIGHT.search(rest) else DAY
    return max(
        datetime.combine(here.date() + timedelta(days=days), at, LONDON).astimezone(UTC), now
    )


def _days_until(rest: str, here: datetime) -> int | None:
    words = rest.split()
    if {"tonight", "today", "now"} & set(words):
        return 0
    if "tomorrow" in words:
        return 1
    named = [number for number, day in enumerate(DAYS) if day in words or day[:3] in words]
    return (named[0] - here.weekday()) % 7 if len(named) == 1 else None
