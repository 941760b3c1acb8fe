"""A messenger that only writes down what it would have delivered, and faults on its way."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.rehearse.plan import FaultKind
from bot.dialogs.card import Card
from bot.fsm.school import CHANNEL, Way
from bot.ports import Clock, Reroute, Retry

__all__ = ["Delivered", "RehearsalMessenger", "Trouble"]

DELAYS = {FaultKind.SLOW: timedelta(seconds=20), FaultKind.RATE_LIMITED: timedelta(seconds=30)}
"""How much later a message gets through. Ours: longer than a reporter is left without a word."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault that is at work. `person` is who cannot be reached; `ends` None is never (UTC)."""

    kind: FaultKind
    ends: datetime | None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message that arrived: when (UTC), to which address, and whether it replaced another.

    `own` says that it went to somebody who is telling a concern, in their own chat; `way` that it
    went beside the chat.
    """

    at: datetime
    to: str
    card: Card
    edit: bool
    own: bool
    way: Way | None = None


@dataclass(slots=True)
class RehearsalMessenger:
    """Delivers into a list. Faults hit posts to others, never the reply to `acting`."""

    clock: Clock
    delivered: list[Delivered] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    waiting: dict[str, tuple[str, str]] = field(default_factory=dict)
    tellers: set[str] = field(default_factory=set)
    acting: str = ""
    _tried: set[str] = field(default_factory=set)

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Write the message down and return its number.

        Raises:
            Retry: the platform is down, slow or busy.
            Reroute: this person or the channel is gone.
        """
        del school, again
        if to != self.acting:
            self.waiting[key] = (to, card.case)
            self._obstruct(to, key)
        self.waiting.pop(key, None)
        own = to in self.tellers and not card.level
        self.delivered.append(Delivered(self.clock.now(), to, card, bool(edit), own))
        return f"m{len(self.delivered)}"

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Write down what an older message says now.

        Raises:
            Retry, Reroute: as `send`.
        """
        await self.send(school, to, card, key=f"{edit}:{card.name}", edit=edit)

    def _obstruct(self, to: str, key: str) -> None:
        now = self.clock.now()
        for trouble in self.troubles:
            if trouble.ends is None or now < trouble.ends:
                self._meet(trouble, to, key)

    def _meet(self, trouble: Trouble, to: str, key: str) -> None:
        kind = trouble.kind
        if kind is FaultKind.DOWN:
            raise Retry("the platform is down, as the plan says")
        if kind is FaultKind.PERSON_GONE and to == trouble.person:
            self.waiting.pop(key, None)
            raise Reroute("this person is gone, as the plan says")
        if kind is FaultKind.CHANNEL_ARCHIVED and to == CHANNEL:
            self.waiting.pop(key, None)
            raise Reroute("the channel is archived, as the plan says")
        if kind in DELAYS and key not in self._tried:
            self._tried.add(key)
            raise Retry("the platform is slow, as the plan says", DELAYS[kind])
