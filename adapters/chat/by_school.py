"""Several platforms as one: each school has its own, and all others are the page's."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogs.card import Card
from bot.directory import Directory, Standing
from bot.lingering import Kept
from bot.ports import Messenger
from bot.settings.chat import ChatHome

__all__ = ["DirectoryBySchool", "MessengerBySchool", "kept_by_school"]


def kept_by_school(
    homes: Iterable[ChatHome], take_back: Callable[[str, str], Awaitable[None]]
) -> dict[str, Kept]:
    """Return how long what is ours stays on a platform, and what takes it back, by school."""
    return {
        school: Kept(timedelta(days=home.keep_days), take_back)
        for home in homes
        for school in home.schools
    }


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

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Replace as `Messenger`."""
        way = self.platform if school in self.schools else self.otherwise
        await way.amend(school, to, card, edit=edit)


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
