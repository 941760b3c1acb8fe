"""The directory of a chat platform as a port: can this person be reached, and if not, why."""

from enum import StrEnum
from typing import Protocol

__all__ = ["Directory", "Standing"]


class Standing(StrEnum):
    """How somebody stands with the platform. Whoever is not `REACHABLE` would miss an alert."""

    REACHABLE = "reachable"
    LEFT = "left"
    DEACTIVATED = "deactivated"
    NOT_IN_CHANNEL = "not_in_channel"
    BLOCKED = "blocked"
    NO_CHAT = "no_chat"


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
