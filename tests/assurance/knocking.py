"""Knocking at each platform's door: one press of anybody's, and all that they are shown for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Protocol
from uuid import NAMESPACE_OID, uuid5

import aiohttp

from adapters.memory.store import MemoryStore
from adapters.playground.playground import Playground
from adapters.teams.carrying import VERB, data_of
from bot.dialogs.card import Card
from bot.handle import Handler
from tests.slack.house import House
from tests.teams.house import House as TeamsHouse

NUMBERS = count(1)
SCHOOL, OTHER = "school", "canal"
"""The school of the case, and another one of the same deployment."""


class Door(Protocol):
    """One platform with two schools on it.

    `who` are ids of the first school; or `guest`, who is on no list; or `other`, who leads on
    safeguarding at the other school.
    """

    @property
    def handler(self) -> Handler:
        """The engine behind it."""
        ...

    @property
    def store(self) -> MemoryStore:
        """What the engine keeps its cases in."""
        ...

    async def open(self, who: str) -> str:
        """Begin to raise a concern; return all words that are shown for it."""
        ...

    async def press(self, who: str, value: str) -> str:
        """Press a button of that value, forged where there is none; return all words shown."""
        ...

    async def noise(self, who: str) -> str:
        """Do something that means nothing; return all words that are shown for it."""
        ...


@dataclass
class PlaygroundDoor:
    """The playground, over HTTP."""

    playground: Playground
    kept: MemoryStore
    address: str
    session: aiohttp.ClientSession

    @property
    def handler(self) -> Handler:
        return self.playground.handler

    @property
    def store(self) -> MemoryStore:
        return self.kept

    async def open(self, who: str) -> str:
        return await self._say(who, opened=True)

    async def press(self, who: str, value: str) -> str:
        return await self._say(who, pressed=value)

    async def noise(self, who: str) -> str:
        return await self._say(who, pressed="q.999.0")

    async def _say(self, who: str, **said: object) -> str:
        school, person = (OTHER, "dsl") if who == "other" else (SCHOOL, who)
        before = self._words(school, person)
        body = {
            "school": school,
            "person": person,
            "operation": f"operation-{next(NUMBERS)}",
            **said,
        }
        async with self.session.post(f"{self.address}said", json=body) as answer:
            assert answer.status in {200, 429}, await answer.text()
            if answer.status == 429:
                return str((await answer.json())["problem"])
        return "\n".join(each for each in self._words(school, person) if each not in before)

    def _words(self, school: str, person: str) -> list[str]:
        """Return what each message of a pane says, with its private view and its id."""
        panes = self.playground.panes
        return [
            f"{shown.id} {words_of(panes.view(school, person, shown.id) or shown.card)}"
            for shown in panes.of(school)
            if shown.pane == person and shown.card is not None
        ]


def words_of(card: Card | None) -> str:
    """Return all words of a card, and what its links lead to."""
    if card is None:
        return ""
    rows = (f"{row.label} {row.text} {row.link}" for row in card.fields)
    return "\n".join((card.text, card.hint, card.foot, card.preview, *rows))


@dataclass
class SlackDoor:
    """The strict Slack, each press signed as Slack signs it."""

    here: House

    @property
    def handler(self) -> Handler:
        return self.here.handler

    @property
    def store(self) -> MemoryStore:
        return self.here.store

    async def open(self, who: str) -> str:
        before = self._begin(who)
        await self.here.hands.command(account(who))
        return self._shown(who, before)

    async def press(self, who: str, value: str) -> str:
        before = self._begin(who)
        number = next(NUMBERS)
        action = {"type": "button", "action_id": f"hr.{SCHOOL}.a{number}", "value": value}
        said = {"type": "block_actions", "actions": [{**action, "action_ts": f"{number}.1"}]}
        place = {"container": {"message_ts": "1"}}
        await self.here.hands.interact({**said, **self.here.hands.who(account(who)), **place})
        return self._shown(who, before)

    async def noise(self, who: str) -> str:
        return await self.press(who, "q.999.0")

    def _begin(self, who: str) -> int:
        self.here.hands.close(account(who))
        return len(self.here.fake.untaken)

    def _shown(self, who: str, before: int) -> str:
        user = account(who)
        told = [each for each in self.here.fake.untaken[before:] if each.to == user]
        return "\n".join((*(str(each.blocks) for each in told), self.here.hands.words(user)))


@dataclass
class TeamsDoor:
    """The strict Teams, each activity with a token as Teams has it."""

    here: TeamsHouse

    @property
    def handler(self) -> Handler:
        return self.here.handler

    @property
    def store(self) -> MemoryStore:
        return self.here.store

    async def open(self, who: str) -> str:
        before = len(self.here.fake.untaken)
        await self.here.hands.type(on_teams(who), "hello")
        return self._shown(who, before)

    async def press(self, who: str, value: str) -> str:
        before, user = len(self.here.fake.untaken), on_teams(who)
        pressed = {"type": "Action.Execute", "verb": VERB, "data": data_of(SCHOOL, value)}
        said = {"name": "adaptiveCard/action", "value": {"action": pressed, "trigger": "manual"}}
        place = {"replyToId": self.here.fake.number()}
        hands = self.here.hands
        await hands.send(hands.doing("invoke", user, **said, **place))
        answered = hands.answers[-1] or {}
        return f"{answered.get('value')}\n{self._shown(who, before)}"

    async def noise(self, who: str) -> str:
        return await self.press(who, "q.999.0")

    def _shown(self, who: str, before: int) -> str:
        user = on_teams(who)
        return "\n".join(
            str(each.card) for each in self.here.fake.untaken[before:] if each.to == user
        )


def account(who: str) -> str:
    """Return somebody's account on Slack."""
    return f"U0{who.upper()}"


def on_teams(who: str) -> str:
    """Return somebody's account on Teams."""
    return str(uuid5(NAMESPACE_OID, who))
