"""The strict Slack in bad weather; it keeps which of our messages arrived, and how often."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.slack.messenger import SlackMessenger
from bot.dialogs.card import Card
from tests.simulator.weather import ON_CALLS, Blow, Storm, Weather
from tests.slack.fake import FakeSlack
from tests.slack.hands import texts
from tests.slack.house import CHANNEL
from tests.slack.methods import Fault

KEY: ContextVar[str] = ContextVar("KEY", default="")
"""The name of the message that is being sent."""

LONG = {"Retry-After": "300"}
FAULTS = {
    Blow.BUSY: Fault("*", 429, "ratelimited", {"Retry-After": "2"}),
    Blow.BROKEN_BEFORE: Fault("*", 503, "", {}),
    Blow.BROKEN_AFTER: Fault("*", 500, "internal_error", {}, done=True),
    Blow.CUT_BEFORE: Fault("*", cut=True),
    Blow.CUT_AFTER: Fault("*", cut=True, done=True),
}
STORMS = {
    Storm.OUTAGE: Fault("*", 503, "service_unavailable", LONG),
    Storm.REVOKED: Fault("*", 200, "token_revoked"),
}
TAKES = timedelta(seconds=2)


@dataclass
class NamingMessenger:
    """A messenger that says which message it is about to send."""

    behind: SlackMessenger

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Send; as `bot.ports.Messenger`."""
        named = KEY.set(key)
        try:
            return await self.behind.send(school, to, card, key=key, edit=edit, again=again)
        finally:
            KEY.reset(named)


@dataclass(frozen=True)
class Arrival:
    """A message as it was posted, and when; all that it said then."""

    at: datetime
    text: str
    words: str


@dataclass
class StormySlack(FakeSlack):
    """Slack, with a weather. `arrived` counts by name and recipient what was really posted."""

    weather: Weather | None = None
    arrived: dict[tuple[str, str], list[Arrival]] = field(default_factory=dict)
    _sending: dict[str, str] = field(default_factory=dict)

    def about_to(self, method: str, said: Mapping[str, object]) -> None:
        """Hear from one of our processes what it is about to send, and under which name."""
        if method == "chat.postMessage" and KEY.get():
            self._sending[_print(said)] = KEY.get()

    def name_of(self, said: Mapping[str, object]) -> str:
        """Return the name of a message of ours; '' for what has none."""
        return self._sending.get(_print(said), "")

    def sync(self) -> None:
        """Let the workspace be as the storms of this moment have made it."""
        assert self.weather is not None
        on = list(self.weather.during(self.now()))
        storms = {spell.storm for spell in on}
        self.channels[CHANNEL]["is_archived"] = Storm.ARCHIVED in storms
        self.channels[CHANNEL]["is_member"] = Storm.REMOVED not in storms
        gone = {spell.whom for spell in on if spell.storm is Storm.GONE}
        for user in self.users.values():
            user["deleted"] = user["id"] in gone

    def _fault(self, method: str, to: object) -> Fault | None:
        assert self.weather is not None
        for spell in self.weather.during(self.now()):
            if (fault := STORMS.get(spell.storm)) is not None:
                return fault
        blow = self.weather.strikes(*ON_CALLS)
        return FAULTS[blow] if blow is not None else super()._fault(method, to)

    def _do(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        answer = super()._do(method, said)
        if method == "chat.postMessage" and "error" not in answer:
            told = self.messages[answer["channel"], answer["ts"]]
            name = self.name_of(said)
            if name:
                words = "\n".join(texts(told.blocks))
                arrival = Arrival(self.now(), told.text, words)
                self.arrived.setdefault((name, told.to), []).append(arrival)
        return answer


def _print(said: Mapping[str, object]) -> str:
    return json.dumps([said.get("channel"), said.get("text"), said.get("blocks")], sort_keys=True)
