"""The clock of a page in another process: it may have been set forward there."""

from datetime import datetime
from pathlib import Path

from adapters.machine_clock import MachineClock
from adapters.playground.clock import SimClock

__all__ = ["FollowingClock"]


class FollowingClock(MachineClock):
    """The clock of the page's process, which may have been set forward."""

    def __init__(self, file: Path) -> None:
        """Follow what the page keeps in `file`."""
        self._file = file

    def now(self) -> datetime:
        """Return the page's moment (UTC)."""
        return SimClock(self._file).now()
