"""People in bad weather: they press what is before them, type, send twice, and give up at times."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError

from adapters.slack.door import PATH
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from tests.simulator.outside import Outside, Process
from tests.simulator.weather import Blow
from tests.slack.hands import Hands, elements
from tests.slack.house import DEPUTY, DSL, HEAD, SAM, SECRET

STAFF = (DSL, DEPUTY, HEAD)
DANGER = ("Danger now, needs 999", "Talk of self-harm, adult with them")
TAKES = ("Coming to you", "Ringing you now", "I have it")
TYPED = (
    "Roompal 4",
    "tomorrow 10:15",
    "14",
    "Zebedee Quill",
    "yes",
    "not known",
    "see https://x.example/1",
)
RETRIES = 3
"""How often Slack asks again with words that it got no 200 for."""


@dataclass
class Crowd(Hands):
    """Everybody's hands, over whichever process answers; what they send may come twice, or late."""

    outside: Outside | None = None
    _late: tuple[bytes, str] | None = None

    async def send(self, body: bytes, kind: str = "application/json", **more: str) -> int:
        """Send a body, signed; return the status, 0 where no answer came."""
        here = self.outside
        assert here is not None
        assert more == {}
        blow = here.weather.strikes(Blow.TWICE, Blow.LATE, often=0.5)
        if blow is Blow.LATE and self._late is None:
            self._late = (body, kind)
            return 0
        status = await self._sent(body, kind)
        tries = RETRIES if kind == "application/json" else 0
        while status != 200 and tries:
            tries -= 1
            status = await self._sent(body, kind)
        if blow is Blow.TWICE:
            await self._sent(body, kind)
        if self._late is not None:
            late, self._late = self._late, None
            await self._sent(*late)
        return status

    async def _sent(self, body: bytes, kind: str) -> int:
        here = self.outside
        assert here is not None
        process = here.fused()
        done = await here.doing(process, self._knock(process, body, kind))
        await here.promises.look()
        return int(done or 0)

    async def _knock(self, process: Process, body: bytes, kind: str) -> int:
        stamp = str(int(self.fake.now().timestamp()))
        headers = {
            "Content-Type": kind,
            TIMESTAMP: stamp,
            SIGNATURE: sign(SECRET, stamp, body),
        }
        try:
            async with process.door.post(PATH, data=body, headers=headers) as answer:
                told = await answer.read()
                self.answers.append(json.loads(told) if told else None)
                await process.slack.backlog.drained()
                return answer.status
        except (ClientError, ConnectionError):
            return 0

    def before(self, user: str) -> list[str]:
        """Return the labels of all that somebody can press."""
        shown = self.view(user)
        if shown is not None:
            places = [shown[1]]
        else:
            rooms = {user, *(room for room, each in self.fake.members.items() if user in each)}
            mine = [each for each in self.fake.messages.values() if each.to in rooms]
            places = [{"blocks": each.blocks} for each in mine[-5:]]
        found = (each for place in places for each in elements(place) if each["type"] == "button")
        return [each["text"]["text"] for each in found if "url" not in each]

    async def act(self, user: str) -> None:
        """Let somebody do one thing that is before them."""
        here = self.outside
        assert here is not None
        chance = here.weather.chance
        doing: list[Callable[[str], Awaitable[object]]] = [self._press, self._press, self._press]
        if user == SAM:
            doing += [self._type, self._press]
        if self.view(user) is not None and "submit" in self.view(user)[1]:  # type: ignore[index]
            doing = [self._hand_in]
        await chance.choice(doing)(user)

    async def _press(self, user: str) -> None:
        here = self.outside
        assert here is not None
        chance = here.weather.chance
        if chance.random() < 0.3 or not self.before(user):
            self.close(user)
        labels = self.before(user)
        if not labels:
            return
        wanted = [label for label in labels if label in (*DANGER, *TAKES)]
        eager = wanted if wanted and chance.random() < 0.4 else labels
        await self.press(user, chance.choice(eager))

    async def _type(self, user: str) -> None:
        here = self.outside
        assert here is not None
        await self.type(user, here.weather.chance.choice(TYPED))

    async def _hand_in(self, user: str) -> None:
        here = self.outside
        assert here is not None
        found = self.view(user)
        assert found is not None
        chance = here.weather.chance
        element: dict[str, Any] = next(
            each["element"] for each in found[1]["blocks"] if each["type"] == "input"
        )
        content: str | list[str]
        if "options" in element:
            labels = [each["text"]["text"] for each in element["options"]]
            content = chance.sample(labels, chance.randrange(1, len(labels) + 1))
        else:
            content = chance.choice(TYPED)[: element["max_length"]]
        try:
            await self.hand_in(user, content)
        except (IndexError, KeyError):
            self.close(user)  # no answer came: the form is still there, and they give up
