"""A school on the playground's page, played by what people do there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.playground.guard import Envelope, judge
from adapters.playground.panes import Shown
from adapters.playground.places import ELSEWHERE
from adapters.playground.playground import Playground, make_playground
from bot.dialogs.card import CardKind, FormKind
from bot.fsm.said import Filled, Media, Opened, Pressed, Said
from bot.fsm.school import CHANNEL, School, Way
from bot.handing import Links
from bot.ports import Messenger
from bot.switchboard import Switchboard
from tests.chat import SimClock
from tests.engine import TICKET, FixedMint
from tests.platforms.house import Inside
from tests.platforms.seat import Seat
from tests.platforms.weather import Line, Weather
from tests.platforms.words import Read, of_card

RINGS = re.compile(r"(An e-mail to|The phone of) .+, (.+?)(?: rings)?: “(.+)”")
WAYS = {"An e-mail to": Way.MAIL, "The phone of": Way.PHONE}


@dataclass
class Site(Inside):
    """A playground and the weather that its panes are in."""

    page: Playground
    weather: Weather


def site(folder: Path, school: School, at: datetime) -> Site:
    """Return a playground over the store in memory, with a clock that stands still."""
    failures: list[Exception] = []
    bugs: list[str] = []
    weathers: list[Weather] = []
    store, mint, clock = MemoryStore(), FixedMint(), SimClock(at)

    def over(panes: Messenger) -> Messenger:
        weathers.append(Weather(panes))
        return weathers[0]

    page = make_playground(
        schools={school.id: school},
        store=store,
        links=MemoryLinks(),
        mint=mint,
        folder=folder,
        wipe=_nothing,
        on_failure=failures.append,
        on_bug=bugs.append,
        over=over,
    )
    handler = page.handler
    delivery = handler.deliver.__self__  # type: ignore[union-attr]
    for part in (handler, handler.rotas, page.player, delivery):
        part.clock = clock
    handler.links = Links(MemoryLinks(), clock, lambda: TICKET)
    return Site(handler, delivery, store, clock, mint, failures, bugs, page, weathers[0])


class OnThePage(Seat):
    """The playground's page."""

    def __init__(self, here: Site, school: School) -> None:
        super().__init__(here, school)
        self.page, self.weather = here.page, here.weather
        assert here.page.callers is not None
        callers = {way: Line(way, each, self) for way, each in here.page.callers.items()}
        self.switchboard = Switchboard(here.handler, callers, here.bugs.append)
        self.people = self.exchange.people
        self.past: list[tuple[Shown, bool]] = []
        self.new: list[tuple[Shown, bool]] = []
        self._opened: list[str] = []
        self._last: tuple[Envelope, Said, str] | None = None
        self._count = 0
        here.page.panes.tell = self._tell

    def fresh(self) -> None:
        self._opened = []

    def _tell(self, school: str, shown: Shown) -> None:
        del school
        if shown.card is not None:
            known = any(shown.id == each.id for each, _ in (*self.past, *self.new))
            self.new.append((shown, known))

    async def _take(self, person: str, said: Said, message: str = "") -> None:
        self._count += 1
        who = Envelope(self.school.id, person, f"op{self._count}")
        self._last = who, said, message
        await self.again()

    async def again(self) -> None:
        assert self._last is not None
        _, self._opened = await self.page.take(*self._last)

    async def arrives(self, person: str) -> None:
        del person  # a pane has its own buttons, and no message to begin with

    async def opens(self, person: str) -> None:
        await self._take(person, Opened())

    def _seen(self, person: str) -> list[Shown]:
        """Return what somebody has before them, newest first."""
        every = self.page.panes.of(self.school.id)
        return [each for each in reversed(every) if each.pane in {person, CHANNEL}]

    def has(self, person: str, label: str) -> bool:
        return any(
            each.label == label
            for shown in self._seen(person)
            for each in (shown.card.buttons if shown.card else ())
        )

    async def close(self, person: str) -> None:
        del person  # its buttons stay in the pane

    async def presses(self, person: str, label: str) -> None:
        await self._press(person, label, self._seen(person), frozenset())

    async def presses_old(self, person: str, label: str) -> None:
        live = {
            each.value
            for shown in self._seen(person)
            for each in (shown.card.buttons if shown.card else ())
        }
        past = [each for each, _ in reversed(self.past) if each.pane == person]
        await self._press(person, label, past, live)

    async def _press(
        self, person: str, label: str, cards: list[Shown], but: frozenset[str] | set[str]
    ) -> None:
        for shown in cards:
            for each in shown.card.buttons if shown.card else ():
                if each.label == label and each.value not in but:
                    await self._take(person, Pressed(each.value), shown.id)
                    return
        raise AssertionError(f"{person} has no [{label}] on the page")

    async def types(self, person: str, text: str) -> None:
        await self._take(person, judge({"typed": text}))

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        for shown in self._seen(person):
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

    def busy(self, *people: str) -> None:
        self.weather.slow = set(people)
        self.weather.down = self.weather.down or not people

    def well(self) -> None:
        self.weather.down, self.weather.slow = False, set()

    def lose_channel(self) -> None:
        self.weather.gone.add(CHANNEL)

    def leave(self, person: str) -> None:
        self.weather.gone.add(person)

    def told(self) -> list[Read]:
        new, self.new = self.new, []
        self.past += new
        return [self._read(shown, known) for shown, known in new if not self._is_head(shown)]

    def _read(self, shown: Shown, known: bool) -> Read:
        assert shown.card is not None
        if shown.pane != ELSEWHERE:
            return of_card(shown.pane, shown.card, edited=known)
        found = RINGS.fullmatch(shown.card.text)
        assert found is not None, shown.card.text
        return Read(f"{WAYS[found[1]]}:{self.people[found[2]]}", found[3])

    def _is_head(self, shown: Shown) -> bool:
        """Return whether it is the head of a private view that was opened by this very doing."""
        question = shown.card is not None and shown.card.kind is CardKind.QUESTION
        return shown.private and not question and shown.id in self._opened

    def view(self, person: str) -> str:
        rows: list[str] = []
        for message in self._opened:
            if (found := self.page.panes.view(self.school.id, person, message)) is not None:
                rows += [found.text, found.hint]
                rows += [f"{row.label} {row.text}" for row in found.fields]
                rows += [each.label for each in found.buttons]
        return "\n".join(rows)

    def refused(self) -> list[Any]:
        return []


async def _nothing() -> None:
    return None
