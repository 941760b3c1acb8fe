"""Who can be reached in the playground: everybody who has not been switched away."""

from adapters.playground.switches import Switches
from bot.directory import Standing
from bot.ports import Retry

__all__ = ["PageDirectory"]


class PageDirectory:
    """Reads the switches of the page."""

    def __init__(self, switches: Switches) -> None:
        """Heed `switches`."""
        self._switches = switches

    async def standing(self, school: str, person: str) -> Standing:
        """Return how somebody stands.

        Raises:
            Retry: the chat is switched off.
        """
        if self._switches.chat_down:
            raise Retry("the playground's chat is switched off")
        return self._switches.gone.get((school, person), Standing.REACHABLE)
