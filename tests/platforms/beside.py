"""Plays a transcript by the engine, and on a platform beside it: what is said otherwise there."""

# Each line is done as somebody does it there. What the engine means to be said must be shown, to
# the same people, in the same order, in the same words, with the same buttons in the same order.

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialogs.card import CardKind
from bot.fsm.said import Filled
from bot.school_clock import set_school_timers
from tests.chat import Sent
from tests.platforms.seat import Seat
from tests.platforms.seats import seated
from tests.platforms.words import Read, by_reader, of_card, shows
from tests.transcripts.lines import Doing, Trouble
from tests.transcripts.player import Player


@dataclass
class Beside(Player):
    """A player whose every line is played on a platform too; `differs` has what was otherwise."""

    seat: Seat = field(init=False)
    differs: list[str] = field(default_factory=list)

    async def on(self, platform: str, folder: Path) -> list[str]:
        """Play it all; return how the platform differs."""
        world = self._world()
        async with seated(platform, folder, world.school, world.clock.at) as self.seat:
            await self.play()
            self.differs += [f"wrong: {each}" for each in self.seat.wrongs()]
            ours = [repr(each) for each in self.world.failures]
            there = [repr(each) for each in self.seat.inside.failures]
            self.differs += [] if ours == there else [f"failed: {ours} here, {there} there"]
        return self.differs

    async def _set_timers(self) -> None:
        await Player._set_timers(self)
        await set_school_timers(self.seat.store, self.seat.school, self.seat.inside.clock)

    async def _do(self, doing: Doing) -> None:
        await Player._do(self, doing)
        said = self.last.said
        many = isinstance(said, Filled) and not isinstance(said.content, str)
        await self.seat.do(doing, many=many)
        self._compare(doing.person)

    async def _move(self, moved: re.Match[str]) -> None:
        self.lines.append(moved[0])
        await self.world.move_to(self._until(moved))
        await self.seat.move(self.world.clock.at)
        self._compare("")

    def _trouble(self, trouble: Trouble) -> None:
        Player._trouble(self, trouble)
        self.seat.troubled(trouble)

    def _write_down(self, at: object = None) -> None:
        del at  # what was said is compared instead

    def _compare(self, person: str) -> None:
        """Compare what everybody has read since the line before, here and there."""
        sent, self.world.chat.untaken = self.world.chat.untaken, []
        view = self.seat.view(person) if person else ""
        meant = by_reader([_read(each) for each in sent if not _is_in(view, each, person)])
        there = by_reader(self.seat.heard())
        for who in sorted(meant.keys() | there.keys()):
            if meant.get(who, []) != there.get(who, []):
                told = f"meant: {meant.get(who, [])}\n  there: {there.get(who, [])}"
                self.differs.append(f"{self.lines[-1]}\n  {told}")


def _read(sent: Sent) -> Read:
    return of_card(sent.to, sent.card, edited=bool(sent.edit))


def _is_in(view: str, sent: Sent, person: str) -> bool:
    """Return whether a card with private rows was shown in a view: it is then no message."""
    private = bool(sent.card.fields) and sent.to == person
    return private and sent.card.kind is not CardKind.QUESTION and shows(view, sent.card)
