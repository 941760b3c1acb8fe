"""Who goes first when more is to be sent than can be: the most urgent."""

# Rule 1: what goes on side by side is bounded, and the less urgent something is the fewer others it
#         may go beside. So there is always room for a red alert, and nobody's reminder takes it.
# Rule 2: nothing starves: every few turns the next one is whoever has waited longest.
# Rule 3: somebody hears of each case before everybody hears of one: where many are raised at the
#         same moment, the first red alert of each goes before the rest.
# Rule 4: a turn is taken last, when every lock is held: nobody waits for a lock within a turn.

from asyncio import CancelledError, Future, get_running_loop
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum
from itertools import count

from bot.dialogs.flags import Level
from bot.fsm.effects import Amend, Message, Page, Post
from bot.warm import Warm

__all__ = ["Lane", "Lanes", "lane_of"]


class Lane(IntEnum):
    """How urgent a piece of work is, the most urgent first."""

    FIRST = 0
    RED = 1
    PAGE = 2
    CHANNEL = 3
    WORD = 4
    AFTERWARDS = 5
    """Writing down what became of an alert that arrived, or that goes again by itself; and what an
    older one says since then."""


BESIDE = {
    Lane.FIRST: 48,
    Lane.RED: 48,
    Lane.PAGE: 40,
    Lane.CHANNEL: 32,
    Lane.WORD: 24,
    Lane.AFTERWARDS: 6,
}
"""How many may go on at once, this one among them, where one of a lane is to begin."""

LONGEST_WAIT_EVERY = 8
"""After how many turns one is given to who has waited longest."""


def lane_of(message: Message) -> Lane:
    """Return the lane of a message."""
    match message:
        case Page(card=card):
            level = Level.__members__.get(card.level, Level.RECORD)
            return Lane.RED if level >= Level.IMMEDIATE else Lane.PAGE
        case Post():
            return Lane.CHANNEL
        case Amend(later=True):
            return Lane.AFTERWARDS
        case _:
            return Lane.WORD


class Lanes:
    """Gives turns to all work of a process."""

    def __init__(self) -> None:
        """Start with nothing going on."""
        self._going = 0
        self._turns = 0
        self._numbers = count()
        self._waiting = {lane: deque[tuple[int, Future[None]]]() for lane in Lane}
        self._alerted: Warm[Lane] = Warm(2048)

    def lane(self, school: str, message: Message) -> Lane:
        """Return the lane of a message that is to be sent now."""
        lane = lane_of(message)
        if lane is not Lane.RED or not isinstance(message, Page):
            return lane
        case = (school, message.case)
        if self._alerted.get(case) is None:
            lane = Lane.FIRST
        self._alerted.keep(case, lane)
        return lane

    @asynccontextmanager
    async def turn(self, lane: Lane) -> AsyncIterator[None]:
        """Wait for a turn, and hold it while the block runs."""
        mine: Future[None] = get_running_loop().create_future()
        self._waiting[lane].append((next(self._numbers), mine))
        self._give()
        try:
            if not mine.done():
                await mine
        except CancelledError:
            if not mine.cancelled():
                self._end()
            raise
        try:
            yield
        finally:
            self._end()

    def _end(self) -> None:
        self._going -= 1
        self._turns += 1
        self._give()

    def _give(self) -> None:
        """Begin what may begin."""
        while (lane := self._next()) is not None:
            _, waiting = self._waiting[lane].popleft()
            if not waiting.done():
                waiting.set_result(None)
                self._going += 1

    def _next(self) -> Lane | None:
        """Return the lane whose first is next, None where nobody may begin."""
        there = [lane for lane, waiting in self._waiting.items() if waiting]
        if there and self._turns >= LONGEST_WAIT_EVERY and self._going < BESIDE[Lane.FIRST]:
            self._turns = 0
            return min(there, key=lambda lane: self._waiting[lane][0][0])
        return next((lane for lane in there if self._going < BESIDE[lane]), None)
