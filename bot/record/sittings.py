"""The access log as it is read: what one reader read at one go is one row."""

# Rule: a row leaves out no time of reading. The sealed journal and the JSON have each by itself.

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from bot.record.chronology import Reading

__all__ = ["Sitting", "sittings"]

PAUSE = timedelta(minutes=15)
"""A reader who was away for longer has come back, and has a row anew."""


class Sitting(NamedTuple):
    """What somebody read from a moment on (as it reads in the record), each thing once."""

    local: str
    who: str
    read: tuple[str, ...]


def sittings(access: Iterable[Reading]) -> Iterator[Sitting]:
    """Yield the log with nobody else between, no other day and no pause within a row."""
    found: list[Reading] = []
    for each in access:
        if found and not _goes_on(found[-1], each):
            yield _sitting(found)
            found = []
        found.append(each)
    if found:
        yield _sitting(found)


def _goes_on(last: Reading, each: Reading) -> bool:
    same = (last.who, _day(last)) == (each.who, _day(each))
    return same and each.at - last.at <= PAUSE


def _sitting(found: list[Reading]) -> Sitting:
    """Return the row of some readings; where there were several it has the minute of each."""
    times: dict[str, dict[str, None]] = {}
    for each in found:
        times.setdefault(each.what, {})[each.local.rpartition(", ")[2]] = None
    several = len(found) > 1
    read = (f"{what} ({', '.join(at)})" if several else what for what, at in times.items())
    return Sitting(found[0].local, found[0].who, tuple(read))


def _day(each: Reading) -> str:
    return each.local.rpartition(", ")[0]
