"""One school on the playground's page, played by what people do there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.playground.guard import Envelope
from adapters.playground.panes import Shown
from adapters.playground.playground import make_playground
from bot.dialogs.card import FormKind
from bot.due import fire_due
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.fsm.school import CHANNEL, School
from bot.handing import Links
from bot.ports import Queue
from tests.chat import SimClock
from tests.engine import TICKET, FixedMint
from tests.platforms.words import Read, of_card


class OnThePage:
    """The playground's page."""

    def __init__(self, folder: Path, school: School, at: datetime) -> None:
        self.failures: list[Exception] = []
        self.bugs: list[str] = []
        self.untaken: dict[str, Shown] = {}
        self.school, self.mint, self.store = school, FixedMint(), MemoryStore()
        self.page = make_playground(
            schools={school.id: school},
            store=self.store,
            links=MemoryLinks(),
            mint=self.mint,
            folder=folder,
            wipe=_nothing,
            on_failure=self.failures.append,
            on_bug=self.bugs.append,
        )
        self.clock = SimClock(at)
        self._opened: list[str] = []
        self._count = 0
        self.page.panes.tell = self._tell
        handler = self.page.handler
        self.delivery = handler.deliver.__self__  # type: ignore[union-attr]
        for part in (handler, handler.rotas, self.page.player, self.delivery):
            part.clock = self.clock
        handler.links = Links(MemoryLinks(), self.clock, lambda: TICKET)

    def _tell(self, school: str, shown: Shown) -> None:
        del school
        if shown.card is not None:
            self.untaken.pop(shown.id, None)
            self.untaken[shown.id] = shown

    async def _take(self, person: str, said: Said, message: str = "") -> None:
        self._count += 1
        who = Envelope(self.school.id, person, f"op{self._count}")
        _, self._opened = await self.page.take(who, said, message)
        self.mint.used = len(await self.store.cases(self.school.id))

    async def opens(self, person: str) -> None:
        await self._take(person, Opened())

    def _seen(self, person: str) -> list[Shown]:
        """Return what somebody has before them, oldest first."""
        every = self.page.panes.of(self.school.id)
        return [each for each in every if each.pane in {person, CHANNEL}]

    async def presses(self, person: str, label: str) -> None:
        for shown in reversed(self._seen(person)):
            for each in shown.card.buttons if shown.card else ():
                if each.label == label:
                    await self._take(person, Pressed(each.value), shown.id)
                    return
        raise AssertionError(f"{person} has no [{label}] on the page")

    async def types(self, person: str, text: str) -> None:
        await self._take(person, Typed(text))

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        for shown in reversed(self._seen(person)):
            form = shown.card.form if shown.card else None
            if form is not None and form.label == label:
                ids = {each.label: each.value for each in form.choices}
                many = not isinstance(content, str)
                assert many == (form.kind is FormKind.MULTI)
                told = tuple(ids[one] for one in content) if many else str(content)
                await self._take(person, Filled(form.value, told), shown.id)
                return
        raise AssertionError(f"{person} has no form {label} on the page")

    async def sends_a_picture(self, person: str) -> None:
        await self._take(person, Media())

    async def move(self, until: datetime) -> None:
        while (due := await self._due()) is not None and due <= until:
            self.clock.at = max(due, self.clock.at)
            if not await self.delivery.flush(self.school.id):
                await fire_due(self.page.handler, self.school.id)
        self.clock.at = until

    async def _due(self) -> datetime | None:
        dues = [await self.store.next_due(self.school.id, queue) for queue in Queue]
        return min((due for due in dues if due is not None), default=None)

    def heard(self) -> list[Read]:
        taken, self.untaken = list(self.untaken.values()), {}
        return [of_card(each.pane, each.card) for each in taken if each.card is not None]

    def view(self, person: str) -> str:
        rows = []
        for message in self._opened:
            found = self.page.panes.view(self.school.id, person, message)
            rows += [f"{row.label} {row.text}" for row in found.fields] if found else []
        return "\n".join(rows)

    def wrongs(self) -> list[Any]:
        return [*self.failures, *self.bugs]


async def _nothing() -> None:
    return None
