"""Teams' limits, kept by us: so that an alert never waits because a reminder used them up."""

# Source: Microsoft's page on limits of bots: for each conversation and for each app and tenant.

from collections import OrderedDict, deque
from datetime import datetime, timedelta

__all__ = ["CONVERSATION", "TENANT", "Limits"]

CONVERSATION: tuple[tuple[int, timedelta], ...] = (
    (7, timedelta(seconds=1)),
    (8, timedelta(seconds=2)),
    (60, timedelta(seconds=30)),
    (1800, timedelta(hours=1)),
)
"""How many sendings into one conversation, within how long."""

TENANT: tuple[tuple[int, timedelta], ...] = ((30, timedelta(seconds=1)),)
"""How many calls in one tenant, within how long."""

REMEMBERED = 2000


class Limits:
    """Counts what is sent; the conversations not written to for longest are forgotten first."""

    def __init__(self) -> None:
        """Start empty."""
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def take(self, tenant: str, conversation: str, now: datetime) -> timedelta:
        """Count one sending and return zero; or count nothing and return how long it must wait."""
        kept = [(self._of(f"{tenant} "), TENANT)]
        if conversation:
            kept.append((self._of(f"{tenant} {conversation}"), CONVERSATION))
        wait = max((_wait(times, limits, now) for times, limits in kept), default=timedelta(0))
        if wait > timedelta(0):
            return wait
        for times, limits in kept:
            longest = limits[-1][1]
            while times and now - times[0] >= longest:
                times.popleft()
            times.append(now)
        return timedelta(0)

    def _of(self, key: str) -> deque[datetime]:
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return times


def _wait(
    times: deque[datetime], limits: tuple[tuple[int, timedelta], ...], now: datetime
) -> timedelta:
    """Return how long until one more is within all limits."""
    full = (times[-most] + within - now for most, within in limits if len(times) >= most)
    return max([timedelta(0), *full])
