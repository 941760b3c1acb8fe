"""One school on each platform, played by what people do there: press, type, fill in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from adapters.slack.pacing import Pace
from adapters.teams.carrying import data_of
from adapters.teams.limits import Limits
from bot.fsm.school import ALERTED, CHANNEL, School
from tests.platforms.page import OnThePage
from tests.platforms.words import Read, of_slack, of_teams
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
    """The strict Slack. The clock stands still, so the pace begins anew at each doing."""

    def __init__(self, here: slack.House) -> None:
        self.here, self.hands, self.fake = here, here.hands, here.fake
        self.accounts = {**slack.ACCOUNTS, "kit": slack.GUEST}
        self.names = {account: person for person, account in self.accounts.items()}
        self.names[slack.CHANNEL] = CHANNEL
        readers = _readers(here.handler.schools["school"])
        self.fake.channel(slack.CHANNEL, [self.accounts[each] for each in readers])

    def _fresh(self, person: str) -> str:
        self.fake._sent.clear()
        self.here.slack.messenger.pace = Pace()
        return self.accounts[person]

    async def opens(self, person: str) -> None:
        await self.hands.command(self._fresh(person))

    async def presses(self, person: str, label: str) -> None:
        await self.hands.press(self._fresh(person), label)
        self.here.mint.used = len(await self.here.store.cases("school"))

    async def types(self, person: str, text: str) -> None:
        await self.hands.type(self._fresh(person), text)
        self.here.mint.used = len(await self.here.store.cases("school"))

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        await self.hands.fill(self._fresh(person), label, content)

    async def sends_a_picture(self, person: str) -> None:
        file = {"id": "F0123ABCD", "mimetype": PICTURE, "url_private": "https://files.slack.com/x"}
        more: dict[str, Any] = {"subtype": "file_share", "files": [file]}
        await self.hands.type(self._fresh(person), "", **more)

    async def move(self, until: datetime) -> None:
        self._fresh("sam")
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
        """Press a button; one that a private view covers is there again once that is closed."""
        user = self._fresh(person)
        try:
            self.hands.find(user, label)
        except AssertionError:
            await self.hands.press(user, "Close")
        await self.hands.press(user, label)
        await self._counted()

    async def types(self, person: str, text: str) -> None:
        await self.hands.type(self._fresh(person), text)
        await self._counted()

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        """Fill in the newest form; one that holds words already is behind a button first."""
        user = self._fresh(person)
        with suppress(AssertionError):
            await self.hands.press(user, label)
        await self.hands.fill(user, content)
        await self._counted()

    async def _counted(self) -> None:
        """Let the next case have the next reference."""
        self.here.mint.used = len(await self.here.store.cases("school"))

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


def _readers(school: School) -> list[str]:
    """Return who is in the DSL channel: those of the roster who may read cases."""
    return [each.id for each in school.people if set(ALERTED) & set(each.roles)]


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
