"""The strict Slack in bad weather; it keeps which of our messages arrived, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.client import Client, Identity
from adapters.slack.workspace import Workspace
from tests.simulator.platform import Arrival, Posts
from tests.simulator.process import Line
from tests.simulator.weather import ON_CALLS, Blow, Storm, Weather
from tests.slack.fake import FakeSlack
from tests.slack.hands import texts
from tests.slack.house import ACCOUNTS, CHANNEL
from tests.slack.methods import Fault

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


@dataclass
class StormySlack(FakeSlack):
    """Slack, with a weather."""

    weather: Weather | None = None
    posts: Posts = field(default_factory=Posts)

    def sync(self) -> None:
        """Let the workspace be as the storms of this moment have made it."""
        assert self.weather is not None
        on = list(self.weather.during(self.now()))
        storms = {spell.storm for spell in on}
        self.channels[CHANNEL]["is_archived"] = Storm.ARCHIVED in storms
        self.channels[CHANNEL]["is_member"] = Storm.REMOVED not in storms
        gone = {ACCOUNTS[spell.whom] for spell in on if spell.storm is Storm.GONE}
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
            arrival = Arrival(self.now(), told.text, "\n".join(texts(told.blocks)))
            self.posts.came(told.to, arrival, *_what(said))
        return answer


@dataclass
class OurClient:
    """Slack as one process calls it, through its line. `posts` hears what is sent."""

    behind: Client
    line: Line
    posts: Posts

    async def call(self, workspace: Workspace, method: str, **said: object) -> Mapping[str, object]:
        """Call a method; as `Client.call`."""
        await self.line.cross()
        posts = method == "chat.postMessage"
        with self.posts.sending(*_what(said)) if posts else nullcontext():
            answer = await self.behind.call(workspace, method, **said)
        await self.line.cross()
        return answer

    async def identity(self, workspace: Workspace) -> Identity:
        """Ask who we are; as `Client.identity`."""
        return await self.behind.identity(workspace)


def _what(said: Mapping[str, object]) -> tuple[object, ...]:
    return said.get("channel"), said.get("text"), said.get("blocks")
