"""The one clock of a rehearsal, and references that are the same in every playing."""

from datetime import datetime

__all__ = ["Counter", "SimulatedClock"]

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No letter or digit that can be taken for another."""

PLACES = 4
STRIDE = 7919
"""A prime that shares no factor with the number of references: none comes twice."""


class SimulatedClock:
    """The school's moment and the machine's, which are one here. It moves only in a wait."""

    def __init__(self, starts: datetime) -> None:
        """Begin at `starts` (aware, UTC)."""
        self._at = starts

    def now(self) -> datetime:
        """Return the school's moment."""
        return self._at

    def machine(self) -> datetime:
        """Return the machine's moment: the same one."""
        return self._at

    def move(self, to: datetime) -> None:
        """Move on to `to`; a moment that is past already changes nothing."""
        self._at = max(self._at, to)


class Counter:
    """Makes references in a fixed order, so that a plan prints the same each time."""

    def __init__(self) -> None:
        """Begin with the first."""
        self._number = 0

    def reference(self) -> str:
        """Return a reference that this rehearsal has not used."""
        self._number += 1
        rest = (self._number * STRIDE) % len(LETTERS) ** PLACES
        letters = ""
        for _ in range(PLACES):
            rest, place = divmod(rest, len(LETTERS))
            letters += LETTERS[place]
        return f"YP-{letters}"
