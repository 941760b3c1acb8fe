"""One platform with a school on it, played by what people do there: press, type, fill in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.dialogs.words import words
from bot.fsm.school import School, Way
from bot.ports import NotSaved
from bot.switchboard import Switchboard
from tests.chat import Chat, Exchange
from tests.engine import exchange_of
from tests.moving import move_on
from tests.platforms.house import Inside
from tests.platforms.words import Read, of_card
from tests.transcripts.lines import Doing, How, Trouble, What
from tests.transcripts.troubles import befall


class Seat(ABC):
    """A school on a platform. Each doing returns once all that follows has been done."""

    def __init__(self, inside: Inside, school: School) -> None:
        self.inside, self.school, self.store = inside, school, inside.store
        self.exchange: Exchange = exchange_of(school, Chat(inside.clock))
        callers = {way: self.exchange.by(way) for way in Way}
        self.switchboard = Switchboard(inside.handler, callers, inside.bugs.append)

    @property
    def schools(self) -> dict[str, School]:
        """Return the schools as the whole deployment has them; a test may break one."""
        assert isinstance(self.inside.handler.schools, dict)
        return self.inside.handler.schools

    async def do(self, doing: Doing, *, many: bool) -> None:
        """Let somebody do something. `many`: what they fill in is several of a list."""
        self.fresh()
        if doing.repeats:
            await self.again()
        else:
            await self._does(doing, doing.text.split("; ") if many else doing.text)
        for _ in range(doing.times - 1):
            await self.again()
        with suppress(NotSaved):
            await self.switchboard.flush(self.school.id)
            self.inside.mint.used = len(await self.store.cases(self.school.id))

    async def _does(self, doing: Doing, content: str | list[str]) -> None:
        match doing.how:
            case How.OPENS:
                await self.opens(doing.person)
            case How.TYPES:
                await self.types(doing.person, doing.text)
            case How.SENDS_A_PICTURE:
                await self.sends_a_picture(doing.person)
            case How.FILLS:
                await self.fills(doing.person, doing.label, content)
            case How.PRESSES if doing.old:
                await self.presses_old(doing.person, doing.label)
            case How.PRESSES:
                await self.presses(doing.person, doing.label)

    async def reach(self, person: str, label: str) -> None:
        """Have a button before somebody, as they would.

        A view that is in the way is closed, the case opened anew, what else may be noted asked for.
        """
        for way in ("", "open", "work"):
            if self.has(person, label):
                break
            if not way:
                await self.close(person)
            elif self.has(person, words().buttons[way]):
                await self.presses(person, words().buttons[way])
                self.told()

    async def move(self, until: datetime) -> None:
        """Move the clock; what falls due on the way is done at its own time."""
        await move_on(self.inside.handler, self.inside.clock, self._flush, until)

    async def _flush(self, school: str) -> int:
        self.fresh()
        sent = await self.inside.delivery.flush(school)
        return sent + await self.switchboard.flush(school)

    def heard(self) -> list[Read]:
        """Return what everybody was told since this was asked last, in order."""
        calls, self.exchange.chat.untaken = self.exchange.chat.untaken, []
        return [*self.told(), *(of_card(each.to, each.card) for each in calls)]

    def wrongs(self) -> list[Any]:
        """Return what the platform refused as ours to mend, or would have refused."""
        return [*self.inside.bugs, *self.refused()]

    def troubled(self, trouble: Trouble) -> None:
        """Let something go wrong, or be well again."""
        befall(self, trouble)
        match trouble.what:
            case What.CHAT_DOWN:
                self.busy()
            case What.SLOW:
                self.busy(*trouble.people)
            case What.CHAT_UP:
                self.well()
            case What.CHANNEL_GONE:
                self.lose_channel()
            case What.LEFT:
                for person in trouble.people:
                    self.leave(person)
            case _:
                pass

    @abstractmethod
    def fresh(self) -> None:
        """Let seconds have gone by: the clock stands still, and paces are another test's."""

    @abstractmethod
    async def arrives(self, person: str) -> None:
        """Have somebody shown what the platform shows first."""

    @abstractmethod
    async def opens(self, person: str) -> None: ...
    @abstractmethod
    async def presses(self, person: str, label: str) -> None: ...
    @abstractmethod
    async def presses_old(self, person: str, label: str) -> None:
        """Press a button of a message that has changed since."""

    @abstractmethod
    def has(self, person: str, label: str) -> bool:
        """Return whether somebody has a button before them."""

    @abstractmethod
    async def close(self, person: str) -> None:
        """Close the private view that somebody has open, if any."""

    @abstractmethod
    async def types(self, person: str, text: str) -> None: ...
    @abstractmethod
    async def fills(self, person: str, label: str, content: str | list[str]) -> None: ...
    @abstractmethod
    async def sends_a_picture(self, person: str) -> None: ...
    @abstractmethod
    async def again(self) -> None:
        """Deliver the last doing once more."""

    @abstractmethod
    def busy(self, *people: str) -> None:
        """Let the platform take no messages to these people until it is well; none are all."""

    @abstractmethod
    def well(self) -> None:
        """Let the platform take all messages again."""

    @abstractmethod
    def lose_channel(self) -> None:
        """Let the DSL channel be there no more."""

    @abstractmethod
    def leave(self, person: str) -> None:
        """Let somebody be out of reach for good."""

    @abstractmethod
    def told(self) -> list[Read]:
        """Return what the platform showed to everybody since this was asked last, in order."""

    @abstractmethod
    def view(self, person: str) -> str:
        """Return all words of the private view that somebody was shown by their last doing."""

    @abstractmethod
    def refused(self) -> list[Any]:
        """Return what the platform would have refused."""
