"""What a clock of a case is: when it nudges, whom, and where its fact is recorded."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from bot.fsm.case import Case
from bot.fsm.school import School

__all__ = [
    "DAY",
    "DEPUTIES",
    "HEAD",
    "HOUR",
    "OWNER",
    "SIGNER",
    "WEEK",
    "Clock",
    "Due",
    "Moments",
    "is_above",
]

OWNER, DEPUTIES, HEAD, SIGNER = "owner", "deputy", "head", "signer"
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


class Due(NamedTuple):
    """One nudge: when (UTC), to whom, and by when the act itself is due where that differs."""

    at: datetime
    to: tuple[str, ...]
    by: datetime | None = None


def is_above(due: Due) -> bool:
    """Return whether a nudge rises above those who do the work: nobody puts that off."""
    return bool({DEPUTIES, HEAD} & set(due.to))


Moments: TypeAlias = Callable[[School, Case, int], Iterator[Due]]
"""Yields the nudges of a clock that runs, soonest first; nothing when it does not run."""


class Clock(NamedTuple):
    """One clock. Its fact is recorded in `sheet`, at `key` ('': from its start).

    It runs for each child where its sheet is one for each. `done` is the answer that says that it
    is done ('': more than one can say so). It `waits` for school hours or not. One that is not
    `listed` is due only if nothing else is noted first.
    """

    name: str
    sheet: str
    key: str
    moments: Moments
    done: str = ""
    waits: bool = False
    listed: bool = True
