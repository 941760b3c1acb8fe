"""The machine's clock, for a deployment in which nobody sets the time."""

from datetime import UTC, datetime

__all__ = ["MachineClock"]


class MachineClock:
    """Says the machine's time for both of the clock's questions."""

    def now(self) -> datetime:
        """Return the school's moment, in UTC."""
        return self.machine()

    def machine(self) -> datetime:
        """Return the machine's moment, in UTC."""
        return datetime.now(UTC)
