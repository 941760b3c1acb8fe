"""What a one-time link leads to, for whom, and what came of using it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

__all__ = ["LASTS", "REMEMBERED", "TRIES", "Grant", "Redeemed", "Verdict"]

LASTS = timedelta(minutes=10)
REMEMBERED = timedelta(hours=1)
"""How long a link that is over is still told from one that never was. Ours."""

TRIES = 5
"""Wrong codes after which a link is shut. Six digits are then guessed once in 200,000 links."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The record that a link leads to, and for whom.

    `child` is 0 for the whole case. Person ids are a school's own, so both are bound.
    """

    school: str
    person: str
    ref: str
    child: int
    form: str


class Verdict(StrEnum):
    """What came of using a link. Each has its own words for whoever holds it."""

    GIVEN = "given"
    EXPIRED = "expired"
    USED = "used"
    FOREIGN = "foreign"
    SHUT = "shut"
    UNKNOWN = "unknown"
    """There is no such link; or its person may not read the case any more, and gets no sign."""

    NOT_SAVED = "not_saved"
    """The store did not confirm: nothing was shown."""


class Redeemed(NamedTuple):
    """The verdict, and the grant where it was given."""

    verdict: Verdict
    grant: Grant | None = None
