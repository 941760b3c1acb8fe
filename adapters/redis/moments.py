"""Moments as the store keeps them: whole microseconds since 1970, in UTC."""

from datetime import UTC, datetime, timedelta

__all__ = ["from_micros", "to_micros"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Return the aware `moment` in microseconds; nothing is rounded."""
    return (moment - _EPOCH) // _MICRO


def from_micros(micros: int) -> datetime:
    """Return the aware moment, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)
