"""What people do on Teams: type, press, fill in; each over HTTP with a token, as Teams does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient

from adapters.teams.carrying import CONTENT, PICKED
from adapters.teams.door import PATH
from adapters.teams.running import Teams
from adapters.teams.tenant import Tenant
from tests.teams.activities import Activity, html, of_type
from tests.teams.connector import FakeTeams
from tests.teams.identity import FakeIdentity
from tests.teams.seen import Told
from tests.teams.sending import parts, words_of

CARD = "application/vnd.microsoft.card.adaptive"
Found = tuple[Told, dict[str, Any], dict[str, Any]]


@dataclass
class Hands:
    """Everybody's hands. Each doing returns the status once all that follows has been done.

    `keys` is where Teams publishes its keys. Who is `old` has a client that knows Action.Submit
    alone.
    """

    fake: FakeTeams
    teams: Teams
    client: TestClient[Any, Any]
    identity: FakeIdentity
    tenant: Tenant
    keys: str
    old: set[str] = field(default_factory=set)
    answers: list[Any] = field(default_factory=list)
    _last: Activity = field(default_factory=dict)
    _views: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = field(
        default_factory=dict
    )

    async def send(self, activity: Activity, **claims: object) -> int:
        """Send an activity, signed."""
        self._last = activity
        token = self.identity.token(self.tenant.service, **claims)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps(activity).encode()
        async with self.client.post(PATH, data=body, headers=headers) as answer:
            told = await answer.read()
            self.answers.append(json.loads(told) if told else None)
            await self.teams.backlog.drained()
            return answer.status

    async def again(self) -> int:
        """Send once more what was sent last."""
        return await self.send(self._last)

    def doing(self, kind: str, user: str, where: str = "", /, **more: object) -> Activity:
        """Return an activity of somebody's, in their chat with us or in a channel."""
        chat = {"conversationType": "personal", "id": self.fake.chat_of(user)}
        room = {"conversationType": "channel", "isGroup": True, "id": where}
        channel = {"channel": {"id": where.partition(";")[0]}} if where else {}
        told = {
            "id": self.fake.number(),
            "serviceUrl": self.tenant.service,
            "from": {"id": f"29:1{user}", "name": "x", "aadObjectId": user},
            "conversation": {**(room if where else chat), "tenantId": self.tenant.tenant},
            "channelData": {**channel, "tenant": {"id": self.tenant.tenant}},
        }
        return of_type(kind, **{**told, **more})

    async def type(self, user: str, text: str, where: str = "", /, **more: object) -> int:
        """Type into the private chat, or into a channel with us mentioned."""
        told = {"text": text, "attachments": html("<p>words</p>"), **more}
        return await self.send(self.doing("message", user, where, **told))

    async def install(self, user: str, where: str = "", action: str = "add") -> int:
        """Put the app in a person's Teams or into a team, or take it out."""
        return await self.send(self.doing("installationUpdate", user, where, action=action))

    def seen(self, user: str) -> list[Told]:
        """Return the messages that somebody has before them, newest first."""
        rooms = [room for room, members in self.fake.rooms.items() if user in members]
        found = [told for told in self.fake.messages.values() if told.to in {user, *rooms}]
        return found[::-1]

    def card(self, user: str, told: Told) -> dict[str, Any]:
        """Return a message as one person sees it: what they were answered, or what all see."""
        shown, over = self._views.get((user, told.id), ({}, {}))
        return shown if shown and over is told.card else told.card

    def words(self, user: str) -> str:
        """Return all words of the private views that somebody has open."""
        found = (self.card(user, told) for told in self.seen(user))
        mine = [each for each in found if "Close" in titles(each)]
        return "\n".join(map(words_of, mine))

    def find(self, user: str, label: str, where: str = "") -> Found:
        """Return the newest button of that label that somebody has, with its card and message."""
        for told in self.seen(user):
            shown = self.card(user, told)
            for action in actions(shown) if where in {"", told.to} else ():
                if action["title"] == label:
                    return told, shown, action
        raise AssertionError(f"{user} has no [{label}]")

    async def press(
        self, user: str, label: str, where: str = "", /, **inputs: str | list[str]
    ) -> int:
        """Press a button, with what stands in the card's inputs."""
        return await self.press_found(user, self.find(user, label, where), **inputs)

    async def press_found(self, user: str, found: Found, /, **inputs: str | list[str]) -> int:
        """Press a button that was found earlier."""
        told, shown, action = found
        asked = {each["id"]: each for each in elements(shown) if each["type"].startswith("Input.")}
        assert inputs.keys() <= asked.keys(), "there is nothing to fill in"
        given = {name: _given(asked[name], value) for name, value in inputs.items()}
        data = {**action["data"], **(given if action.get("associatedInputs") != "none" else {})}
        where = told.conversation if told.to not in self.fake.people else ""
        place: dict[str, Any] = {"replyToId": told.id}
        if user in self.old:
            assert action["fallback"]["data"] == action["data"]
            return await self.send(self.doing("message", user, where, value=data, **place))
        pressed = {"type": "Action.Execute", "verb": action["verb"], "data": data}
        said = {"name": "adaptiveCard/action", "value": {"action": pressed, "trigger": "manual"}}
        status = await self.send(self.doing("invoke", user, where, **said, **place))
        answer = self.answers[-1]
        if answer and answer.get("type") == CARD:
            self._views[user, told.id] = (answer["value"], told.card)
        return status

    async def fill(self, user: str, content: str | list[str]) -> int:
        """Hand in the newest form that somebody has."""
        for told in self.seen(user):
            shown = self.card(user, told)
            if any(each.get("id") == CONTENT for each in elements(shown)):
                forms = (each for each in actions(shown) if "form" in each["data"]["handrail"])
                hands_in = next(each for each in forms if each["data"]["handrail"] != PICKED)
                return await self.press_found(user, (told, shown, hands_in), content=content)
        raise AssertionError(f"{user} has no form")


def _given(asked: dict[str, Any], value: str | list[str]) -> str:
    """Return what a client hands in for an input."""
    if isinstance(value, str):
        assert len(value) <= asked.get("maxLength", len(value))
        return value
    choices = {each["title"]: each["value"] for each in asked["choices"]}
    return ",".join(choices[each] for each in value)


def elements(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield everything in a card that has a type, without what old clients are given instead."""
    return (each for each in parts(card) if isinstance(each.get("type"), str))


def actions(shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the buttons of a card that say something to us."""
    return (each for each in elements(shown) if each["type"] == "Action.Execute")


def titles(shown: dict[str, Any]) -> list[str]:
    """Return the labels of a card's buttons."""
    return [each["title"] for each in actions(shown)]
