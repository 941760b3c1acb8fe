"""How long a platform asks to be left alone, and how long we leave it when it does not say."""

from datetime import timedelta

__all__ = ["LONGEST_WAIT", "spread", "wait_of"]

LONGEST_WAIT = timedelta(minutes=5)
STEEPEST = 6


def wait_of(told: str | None) -> timedelta | None:
    """Return how long a platform asks to be left alone (Retry-After, in seconds), capped."""
    if told is None or not told.isdecimal() or not told.isascii():
        return None
    return min(timedelta(seconds=int(told[:6])), LONGEST_WAIT)


def spread(strikes: int, chance: float) -> timedelta:
    """Return how long to wait after some failures in a row: 1, 2, 4 ... s, give or take half.

    `chance` is between 0 and 1: with it, many who wait do not all come back at one instant.
    """
    return timedelta(seconds=2 ** min(max(strikes - 1, 0), STEEPEST)) * (0.5 + chance)
