"""How long a job is held, how often it is tried, and how long we wait in between."""

from datetime import timedelta

__all__ = ["LEASE", "TRIES", "back_off"]

LEASE = timedelta(seconds=30)
"""After this somebody else may take a job that its holder never settled."""

TRIES = 5
"""How often something is tried on which our own code fails."""

LONGEST = timedelta(minutes=1)


def back_off(attempt: int) -> timedelta:
    """Return how long to wait before the next try: 1, 2, 4 ... seconds, at most a minute."""
    return min(timedelta(seconds=2 ** min(attempt - 1, 6)), LONGEST)
