"""One school on each platform, played by what people do there: press, type, fill in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from adapters.chat.home import READERS
from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.playground.guard import Envelope
from adapters.playground.panes import Shown
from adapters.playground.playground import make_playground
from adapters.teams.carrying import data_of
from adapters.teams.limits import Limits
from bot.dialogs.card import FormKind
from bot.due import fire_due
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.fsm.school import CHANNEL, School
from bot.handing import Links
from bot.ports import Queue
from tests.chat import SimClock
from tests.engine import TICKET, FixedMint
from tests.platforms.words import Read, of_card, of_slack, of_teams
from tests.slack import house as slack
from tests.teams import house as teams
from tests.teams import sending

PICTURE = "image/png"


class Seat(Protocol):
    """One platform with a school on it."""

    async def opens(self, person: str) -> None: ...
    async def presses(self, person: str, label: str) -> None: ...
    async def types(self, person: str, text: str) -> None: ...
    async def fills(self, person: str, label: str, content: str | list[str]) -> None: ...
    async def sends_a_picture(self, person: str) -> None: ...
    async def move(self, until: datetime) -> None: ...
    def heard(self) -> list[Read]: ...
    def view(self, person: str) -> str: ...
    def wrongs(self) -> list[Any]: ...


class OnSlack:
    """The strict Slack."""

    def __init__(self, here: slack.House) -> None:
        self.here, self.hands, self.fake = here, here.hands, here.fake
        self.accounts = {**slack.ACCOUNTS, "kit": slack.GUEST}
        self.names = {account: person for person, account in self.accounts.items()}
        self.names[slack.CHANNEL] = CHANNEL
        readers = _readers(here.handler.schools["school"])
        self.fake.channel(slack.CHANNEL, [self.accounts[each] for each in readers])

    def _fresh(self, person: str) -> str:
        self.fake._sent.clear()
        return self.accounts[person]

    async def opens(self, person: str) -> None:
        await self.hands.command(self._fresh(person))

    async def presses(self, person: str, label: str) -> None:
        await self.hands.press(self._fresh(person), label)

    async def types(self, person: str, text: str) -> None:
        await self.hands.type(self._fresh(person), text)

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        await self.hands.fill(self._fresh(person), label, content)

    async def sends_a_picture(self, person: str) -> None:
        file = {"id": "F0123ABCD", "mimetype": PICTURE, "url_private": "https://files.slack.com/x"}
        more: dict[str, Any] = {"subtype": "file_share", "files": [file]}
        await self.hands.type(self._fresh(person), "", **more)

    async def move(self, until: datetime) -> None:
        self.fake._sent.clear()
        await self.here.move(until - self.here.clock.at)

    def heard(self) -> list[Read]:
        return [of_slack(self.names[each.to], each) for each in self.fake.take()]

    def view(self, person: str) -> str:
        return self.hands.words(self.accounts[person])

    def wrongs(self) -> list[Any]:
        return [*self.fake.wrongs, *self.here.failures, *self.here.bugs]


class OnTeams:
    """The strict Teams. The clock stands still, so the limits begin anew at each doing."""

    def __init__(self, here: teams.House) -> None:
        self.here, self.hands, self.fake = here, here.hands, here.fake
        self.accounts = {**sending.ACCOUNTS, "kit": sending.GUEST}
        self.names = {account: person for person, account in self.accounts.items()}
        self.names[sending.ROOM] = CHANNEL
        readers = _readers(here.handler.schools["school"])
        self.fake.rooms[sending.ROOM] = [self.accounts[each] for each in readers]

    def _fresh(self, person: str) -> str:
        self.fake._sent.clear()
        self.here.out.connector.limits = Limits()
        return self.accounts[person]

    async def opens(self, person: str) -> None:
        action = {"type": "Action.Execute", "verb": "x", "data": data_of("school", "start")}
        said = {"name": "adaptiveCard/action", "value": {"action": action}, "replyToId": "0"}
        await self.hands.send(self.hands.doing("invoke", self._fresh(person), "", **said))

    async def presses(self, person: str, label: str) -> None:
        await self.hands.press(self._fresh(person), label)

    async def types(self, person: str, text: str) -> None:
        await self.hands.type(self._fresh(person), text)

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        del label  # the newest form is the one with that label, or the words below would differ
        await self.hands.fill(self._fresh(person), content)

    async def sends_a_picture(self, person: str) -> None:
        picture = {"contentType": PICTURE, "contentUrl": "https://smba.trafficmanager.net/x"}
        more: dict[str, Any] = {"attachments": [picture]}
        await self.hands.type(self._fresh(person), "", **more)

    async def move(self, until: datetime) -> None:
        self._fresh("sam")
        await self.here.move(until - self.here.clock.at)

    def heard(self) -> list[Read]:
        return [of_teams(self.names[each.to], each) for each in self.fake.take()]

    def view(self, person: str) -> str:
        del person
        answer = self.hands.answers[-1] if self.hands.answers else None
        value = answer.get("value") if answer else None
        return sending.words_of(value) if isinstance(value, dict) else ""

    def wrongs(self) -> list[Any]:
        return [*self.fake.wrongs, *self.here.failures, *self.here.bugs]


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


def _readers(school: School) -> list[str]:
    """Return who is in the DSL channel: those of the roster who may read cases."""
    return [each.id for each in school.people if READERS & set(each.roles)]


async def _nothing() -> None:
    return None


@asynccontextmanager
async def seated(name: str, folder: Path, school: School, at: datetime) -> AsyncIterator[Seat]:
    """Give a school on the platform of that name."""
    match name:
        case "slack":
            async with slack.house(slack.on_slack(school), at=at) as here:
                yield OnSlack(here)
        case "teams":
            async with teams.house(sending.on_teams(school), at=at) as there:
                yield OnTeams(there)
        case _:
            yield OnThePage(folder, school, at)
