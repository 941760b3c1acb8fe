"""The directory of a chat platform as a port: can this person be reached, and if not, why."""

from enum import StrEnum
from typing import Protocol

__all__ = ["Directory", "NobodyLooks", "Standing"]


class Standing(StrEnum):
    """How somebody stands with the platform. Whoever is not `REACHABLE` would miss an alert.

    `UNKNOWN`: nothing here can look. That is no assurance, and no reason to pass anybody over.
    """

    REACHABLE = "reachable"
    LEFT = "left"
    DEACTIVATED = "deactivated"
    NOT_IN_CHANNEL = "not_in_channel"
    BLOCKED = "blocked"
    NO_CHAT = "no_chat"
    UNKNOWN = "unknown"


class Directory(Protocol):
    """Says how people stand, without sending them anything.

    Contract: tests/contracts/test_directories.py.
    """

    async def standing(self, school: str, person: str) -> Standing:
        """Return how a rostered person stands with the platform at this moment.

        Raises:
            Retry: the platform does not answer.
        """
        ...


class NobodyLooks:
    """The directory of a process that has no platform at hand: it knows of nobody."""

    async def standing(self, school: str, person: str) -> Standing:
        """Return that nobody looked."""
        del school, person
        return Standing.UNKNOWN
