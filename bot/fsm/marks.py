"""A moment as a button carries it: a mark that says nothing by itself, and back again."""

from datetime import UTC, datetime, timedelta

__all__ = ["at_of", "mark_of"]

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONGEST = 9


def mark_of(at: datetime) -> str:
    """Return the mark of a moment (UTC), to the minute: `m3607200`."""
    return f"m{(at - EPOCH) // MINUTE}"


def at_of(mark: str) -> datetime | None:
    """Return the moment (UTC) of a mark, or None where it is no mark."""
    count = mark.removeprefix("m")
    if not mark.startswith("m") or not count.isdecimal() or len(count) > LONGEST:
        return None
    return EPOCH + int(count) * MINUTE
