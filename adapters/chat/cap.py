"""A cap on how much one conversation may ask of us in a minute: two machines must not talk."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

__all__ = ["Cap"]

MINUTE = timedelta(minutes=1)
MOST = 60
"""Doings of one person in a minute. A person who answers fast makes 20."""

QUIET = timedelta(seconds=10)
"""How long nothing more is said to somebody about words that came too fast."""

REMEMBERED = 5000


class Cap:
    """Counts doings; the ones not heard of for longest are forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        """Start empty."""
        self._most = most
        self._seen: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()
        self._told: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def admits(self, team: str, user: str, now: datetime) -> bool:
        """Count one doing; return whether it is within bounds."""
        if self.is_full(team, user, now):
            return False
        self._seen[team, user].append(now)
        return True

    def is_full(self, team: str, user: str, now: datetime) -> bool:
        """Return whether one more would be too many. Nothing is counted."""
        times = self._seen.setdefault((team, user), deque())
        self._seen.move_to_end((team, user))
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        while times and now - times[0] > MINUTE:
            times.popleft()
        return len(times) >= self._most

    def tells(self, team: str, user: str, now: datetime) -> bool:
        """Return whether somebody is to be told again that it is too fast; two machines are not."""
        last = self._told.get((team, user))
        if last is not None and now - last < QUIET:
            return False
        self._told[team, user] = now
        self._told.move_to_end((team, user))
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True
