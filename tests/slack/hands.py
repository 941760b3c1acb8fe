"""People at their Slack: they press, type and hand in; each doing is signed as Slack signs it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient

from adapters.slack.door import PATH
from adapters.slack.manifest import COMMAND, GLOBAL, ON_MESSAGE
from adapters.slack.running import Slack
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from tests.slack.fake import FakeSlack
from tests.slack.lines import PATIENCE
from tests.slack.methods import Told

FORM = "application/x-www-form-urlencoded"


@dataclass
class Hands:
    """Everybody's hands. Each doing returns the status once all that follows has been done.

    While they are `late`, no trigger is good any more.
    """

    fake: FakeSlack
    slack: Slack
    client: TestClient[Any, Any]
    secret: str
    late: bool = False
    answers: list[Any] = field(default_factory=list)
    _last: tuple[str, dict[str, Any]] = field(default=("", {}))

    async def send(self, body: bytes, kind: str = "application/json", **more: str) -> int:
        """Send a body, signed."""
        stamp = str(int(self.fake.now().timestamp()))
        headers = {
            "Content-Type": kind,
            TIMESTAMP: stamp,
            SIGNATURE: sign(self.secret, stamp, body),
            **more,
        }
        async with self.client.post(PATH, data=body, headers=headers) as answer:
            told = await answer.read()
            self.answers.append(json.loads(told) if told else None)
            await self.slack.backlog.drained()
            return answer.status

    async def event(self, event: dict[str, Any], event_id: str = "", **more: str) -> int:
        """Send an event."""
        payload = {
            "type": "event_callback",
            "team_id": self.fake.team,
            "event": event,
            "event_id": event_id or f"Ev{self.fake.number()}",
            "authorizations": [{"team_id": self.fake.team, "user_id": self.fake.bot}],
        }
        return await self.give("events_api", payload, **more)

    async def give(self, kind: str, payload: dict[str, Any], **more: str) -> int:
        """Deliver something as Slack does."""
        self._last = kind, payload
        if kind == "events_api":
            return await self.send(json.dumps(payload).encode(), **more)
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return await self.send(urlencode(form).encode(), FORM)

    async def again(self) -> int:
        """Deliver once more what was delivered last."""
        return await self.give(*self._last)

    async def type(self, user: str, text: str, **more: object) -> int:
        """Type into the private chat."""
        ts = f"{self.fake.number()}.000200"
        event = {"type": "message", "user": user, "text": text, "ts": ts, "team": self.fake.team}
        place = {"channel": f"D{user[1:]}", "channel_type": "im"}
        return await self.event({**event, **place, **more})

    async def interact(self, payload: dict[str, Any]) -> int:
        """Send what was done to something of ours."""
        return await self.give("interactive", payload)

    def who(self, user: str) -> dict[str, Any]:
        """Return who does it, as payloads say."""
        team = self.fake.users.get(user, {}).get("team_id", self.fake.team)
        return {
            "user": {"id": user, "username": "x", "team_id": team},
            "team": {"id": self.fake.team, "domain": "x"},
            "trigger_id": "late" if self.late else self.fake.trigger(user),
        }

    async def command(self, user: str, text: str = "") -> int:
        """Give the command."""
        said = {"command": COMMAND, "text": text, "user_id": user, "team_id": self.fake.team}
        said |= {"trigger_id": self.fake.trigger(user), "channel_id": "C0STAFF"}
        return await self.give("slash_commands", said)

    async def shortcut(self, user: str, message: dict[str, Any] | None = None) -> int:
        """Take the global shortcut, or the one on a message."""
        said: dict[str, Any] = {"type": "shortcut", "callback_id": GLOBAL}
        if message is not None:
            place = {"channel": {"id": "C0STAFF"}, "message_ts": "1.2", "message": message}
            said = {"type": "message_action", "callback_id": ON_MESSAGE, **place}
        when = {"action_ts": f"{self.fake.number()}.1"}
        return await self.interact({**said, **self.who(user), **when})

    async def open_home(self, user: str) -> int:
        """Open the home page."""
        return await self.event({"type": "app_home_opened", "user": user, "tab": "home"})

    def view(self, user: str) -> tuple[str, dict[str, Any]] | None:
        """Return the view that somebody has open, if any."""
        found = [(name, view) for name, view in self.fake.views.items() if self._owns(user, name)]
        return found[-1] if found else None

    def _owns(self, user: str, view: str) -> bool:
        return self.fake.owners[view] == user

    def close(self, user: str) -> None:
        """Close what somebody has open."""
        for name in [name for name in self.fake.views if self._owns(user, name)]:
            del self.fake.views[name]

    def words(self, user: str) -> str:
        """Return all words of the view that somebody has open."""
        found = self.view(user)
        return "\n".join(texts(found[1])) if found else ""

    async def press(self, user: str, label: str, where: str = "") -> int:
        """Press the newest button of that label that somebody has before them."""
        return await self.press_found(user, *self.find(user, label, where))

    async def press_found(self, user: str, place: dict[str, Any], button: dict[str, Any]) -> int:
        """Press a button that was found earlier."""
        action = {**button, "block_id": "b", "action_ts": f"{self.fake.number()}.1"}
        said = {"type": "block_actions", "actions": [action], **self.who(user), **place}
        return await self.interact(said)

    async def pick(self, user: str, label: str) -> int:
        """Pick an option of the list in an open view."""
        found = self.view(user)
        assert found is not None
        lists = (each for each in elements(found[1]) if each.get("type") == "static_select")
        options = [(each, option) for each in lists for option in each["options"]]
        element, chosen = next(
            (each, option) for each, option in options if label in option["text"]["text"]
        )
        action = {"type": "static_select", "action_id": element["action_id"]}
        when = {"selected_option": chosen, "action_ts": f"{self.fake.number()}.1"}
        said = {"type": "block_actions", "actions": [{**action, **when}], **self.who(user)}
        return await self.interact({**said, "view": {"id": found[0], "type": "modal"}})

    def find(self, user: str, label: str, where: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
        """Return a button, and what a payload says of where it stands."""
        found = self.view(user)
        if found is not None and not where:
            for button in buttons(found[1], label):
                return {"view": {"id": found[0], "type": "modal", **found[1]}}, button
        for told in reversed(list(self.fake.messages.values())):
            members = self.fake.members.get(told.channel, [])
            seen = told.to == where if where else told.to == user or user in members
            for button in buttons({"blocks": told.blocks}, label) if seen else ():
                return place_of(told), button
        for button in buttons(self.fake.homes.get(user, {}), label):
            return {"view": {"id": "V0HOME", "type": "home"}}, button
        raise AssertionError(f"{user} has no [{label}]")

    async def hand_in(self, user: str, content: str | list[str]) -> int:
        """Hand in the form that somebody has open."""
        found = self.view(user)
        assert found is not None, f"{user} has no form open"
        name, view = found
        block = next(each for each in view["blocks"] if each["type"] == "input")
        element = block["element"]
        given: dict[str, Any] = {"type": element["type"]}
        if isinstance(content, str):
            assert len(content) <= element["max_length"]
            given["value"] = content
        else:
            options = {each["text"]["text"]: each for each in element["options"]}
            given["selected_options"] = [options[each] for each in content]
        state = {"values": {block["block_id"]: {element["action_id"]: given}}}
        shown = {**view, "id": name, "hash": f"{self.fake.number()}.h", "state": state}
        shown |= {"app_installed_team_id": self.fake.team, "team_id": self.fake.team}
        status = await self.interact({"type": "view_submission", "view": shown, **self.who(user)})
        if self.answers[-1] is None:
            del self.fake.views[name]
        return status

    async def fill(self, user: str, label: str, content: str | list[str]) -> int:
        """Open the form of that label, and hand it in."""
        self.close(user)
        await self.press(user, label)
        return await self.hand_in(user, content)


class LineHands(Hands):
    """Hands whose doings come over a line that we opened to Slack (Socket Mode)."""

    async def give(self, kind: str, payload: dict[str, Any], **more: str) -> int:
        """Deliver something, and wait until it is acknowledged."""
        del more
        envelope = await self.fake.lines.push(kind, payload)
        self.answers.append(await asyncio.wait_for(envelope.answer, PATIENCE))
        await self.slack.backlog.drained()
        return 200


def place_of(told: Told) -> dict[str, Any]:
    """Return what a payload says of a message that something was pressed in."""
    place = {"type": "message", "message_ts": told.ts, "channel_id": told.channel}
    message = {"blocks": told.blocks, "bot_id": "B1", "ts": told.ts}
    return {"container": place, "message": message, "channel": {"id": told.channel}}


def elements(view: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield everything in a view or message that can be pressed or picked."""
    for block in view.get("blocks", []):
        if block["type"] == "actions":
            yield from block["elements"]


def buttons(view: dict[str, Any], label: str) -> Iterator[dict[str, Any]]:
    """Yield the buttons of that label."""
    for each in elements(view):
        if each["type"] == "button" and each["text"]["text"] == label:
            yield each


def texts(tree: Any) -> Iterator[str]:
    """Yield every text in a view or in blocks, from the top down."""
    waiting: list[Any] = [tree]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict):
            if inside.get("type") == "user":
                yield f"@{inside['user_id']}"  # Slack shows the name that it has for them
            if isinstance(inside.get("text"), str):
                yield inside["text"]
            inside = list(inside.values())
        waiting += (each for each in reversed(inside) if isinstance(each, dict | list))
