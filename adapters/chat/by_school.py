"""Several platforms as one: each school has its own, and all others are the page's."""

from dataclasses import dataclass

from bot.dialogs.card import Card
from bot.directory import Directory, Standing
from bot.ports import Messenger

__all__ = ["DirectoryBySchool", "MessengerBySchool"]


@dataclass(slots=True)
class MessengerBySchool:
    """Delivers by a platform for the schools that are on it, and otherwise for all others."""

    platform: Messenger
    otherwise: Messenger
    schools: frozenset[str]

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Deliver as `Messenger`."""
        way = self.platform if school in self.schools else self.otherwise
        return await way.send(school, to, card, key=key, edit=edit, again=again)


@dataclass(slots=True)
class DirectoryBySchool:
    """Asks a platform about the schools that are on it, and otherwise about all others."""

    platform: Directory
    otherwise: Directory
    schools: frozenset[str]

    async def standing(self, school: str, person: str) -> Standing:
        """Return how somebody stands.

        Raises:
            Retry: the platform does not answer.
        """
        asked = self.platform if school in self.schools else self.otherwise
        return await asked.standing(school, person)
