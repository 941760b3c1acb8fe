"""One message a second and place, as Slack asks: paced by us, the most urgent first.

Slack itself would refuse whatever comes too fast, the most urgent as well as the rest.
"""

# Rule 1: nobody sleeps here. What has to wait goes back into the outbox with the time of its turn.
# Rule 2: of what waits for one place the more urgent goes first, then the earlier. A few that come
#         together go together: a talk is never held up.
# Rule 3: a place that Slack asked us to leave alone is left alone by all.

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

__all__ = ["TOGETHER", "Pace"]

SECOND = timedelta(seconds=1)
TOGETHER = 6
"""How many may come at once before the pace is kept."""

GONE_AFTER = timedelta(seconds=30)
"""How long past its turn a message is waited for: it may have been taken back on the way."""

REMEMBERED = 5000


@dataclass(slots=True)
class _Place:
    """A place: its free turns as they were `at` a moment, who waits, how long it is closed."""

    at: datetime
    free: float = TOGETHER
    closed: datetime | None = None
    waiting: dict[str, tuple[int, int, datetime]] = field(default_factory=dict)


class Pace:
    """Gives each message for a place its turn."""

    def __init__(self) -> None:
        """Start with all turns free."""
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self._numbers = count()

    def wait(
        self, place: str, key: str, urgency: int, now: datetime, *, talking: bool = False
    ) -> timedelta | None:
        """Return how long a message has to wait; None when it is its turn, which is then used.

        `key` names the message: asked again, it keeps its place among those of its urgency. Whoever
        is `talking` to us is answered at once, as long as Slack can be expected to take it.
        """
        kept = self._at(place, now)
        rank = (-urgency, kept.waiting.get(key, (0, next(self._numbers), now))[1])
        ahead = sum(each[:2] < rank for name, each in kept.waiting.items() if name != key)
        turns = kept.free - ahead - 1 + talking * TOGETHER
        closed = kept.closed - now if kept.closed is not None else timedelta()
        if turns >= 0 and closed <= timedelta():
            kept.free -= 1
            kept.waiting.pop(key, None)
            return None
        wait = max(-turns * SECOND, timedelta()) + max(closed, timedelta())
        kept.waiting[key] = (*rank, now + wait)
        return wait

    def leave_alone(self, place: str, until: datetime, now: datetime) -> None:
        """Keep all away from a place until then: Slack asked for it."""
        kept = self._at(place, now)
        kept.closed, kept.free, kept.at = until, 1.0, until

    def _at(self, place: str, now: datetime) -> _Place:
        """Return a place as it is now."""
        kept = self._places.setdefault(place, _Place(now))
        self._places.move_to_end(place)
        while len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        passed = max(now - kept.at, timedelta())
        kept.free, kept.at = min(kept.free + passed / SECOND, TOGETHER), max(kept.at, now)
        if kept.closed is not None and kept.closed <= now:
            kept.closed = None
        late = [name for name, each in kept.waiting.items() if now - each[2] > GONE_AFTER]
        for name in late:
            del kept.waiting[name]
        return kept
