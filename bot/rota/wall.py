"""Times on the wall (Europe/London) as moments, also on the two nights when clocks change."""

# Rule 1: something starts at the first occurrence of its wall time and ends at the last: where
#         the clocks go back, one duty overlaps the next and there is never a gap between them.
# Rule 2: a wall time that does not exist means the moment of the jump.

from datetime import UTC, date, datetime, time, timedelta

from bot.dialogs.moments import LONDON

__all__ = ["ends_at", "span_of", "starts_at"]

CLOCKS_CHANGE = time(1, 0, tzinfo=UTC)
"""When British clocks change, on the two nights on which they do."""


def starts_at(wall: datetime) -> datetime:
    """Return the first moment (UTC) at which a clock in the school shows `wall`."""
    return _moment(wall, fold=0)


def ends_at(wall: datetime) -> datetime:
    """Return the last moment (UTC) at which a clock in the school shows `wall`."""
    return _moment(wall, fold=1)


def span_of(starts: datetime | date, ends: datetime | date) -> tuple[datetime, datetime]:
    """Return the moments (UTC) of a span that is written in local times or whole days.

    A day without a time counts from its first minute, or as an end to its last.
    """
    if not isinstance(starts, datetime):
        starts = datetime.combine(starts, time.min)
    if not isinstance(ends, datetime):
        ends = datetime.combine(ends + timedelta(days=1), time.min)
    return starts_at(starts), ends_at(ends)


def _moment(wall: datetime, *, fold: int) -> datetime:
    found = wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
    if found.astimezone(LONDON).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    return datetime.combine(wall.date(), CLOCKS_CHANGE)
