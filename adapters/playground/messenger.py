"""The playground as a chat platform: it reaches everybody, unless its chat is switched off."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.playground.panes import Panes
from adapters.playground.switches import Switches
from bot.dialogs.card import Card, CardKind
from bot.ports import Reroute, Retry

__all__ = ["ACTING", "Acting", "PlaygroundMessenger"]


@dataclass(slots=True)
class Acting:
    """Whose input is being answered, and what its reply opened.

    The reply comes back on the input's own way, as a platform's answer to a press does, so it
    reaches them even when the chat is down. `opened` gathers the messages whose
    private view the reply opened.
    """

    school: str
    person: str
    opened: list[str] = field(default_factory=list)


ACTING: ContextVar[Acting | None] = ContextVar("ACTING", default=None)

SOON = timedelta(seconds=2)
"""How long a chat that is down asks to be left alone: short, so that a demonstration goes on."""


class PlaygroundMessenger:
    """Shows each message in the pane of whom it is for."""

    def __init__(self, panes: Panes, switches: Switches) -> None:
        """Write to `panes`, and heed the switch "chat is down"."""
        self._panes = panes
        self._switches = switches

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Show `card` and return the message's id; the same `key` is never shown twice.

        Raises:
            Retry: the chat is switched off, and this is no reply to what `to` has just done.
            Reroute: the same of somebody who is gone.
        """
        del again  # the same key is the same message here
        acting = ACTING.get()
        answering = acting is not None and (acting.school, acting.person) == (school, to)
        if self._switches.chat_down and not answering:
            raise Retry("the playground's chat is switched off", SOON)
        if (school, to) in self._switches.gone and not answering:
            raise Reroute("the playground says that this person is gone")
        message = self._panes.show(school, to, card, key=key, edit=edit)
        if acting is not None and answering and card.fields and card.kind is not CardKind.QUESTION:
            acting.opened.append(message)
        return message

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Show `card` in the place of a message, if that is still shown.

        Raises:
            Retry: the chat is switched off, and this is no reply to what `to` has just done.
            Reroute: the same of somebody who is gone.
        """
        if self._panes.find(school, edit) is not None:
            await self.send(school, to, card, key=f"{edit}:{card.name}", edit=edit)
