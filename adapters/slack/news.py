"""What Slack tells of itself: who left, who can read the channel, that we were taken out.

Looked into at once: a DSL whom no alert would reach is found before they are needed.
"""

# Rule: what follows is put into the outbox under a name of its own: told twice it is said once.

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from adapters.chat.backlog import Backlog
from adapters.chat.people import People
from adapters.slack.audit import Audit
from adapters.slack.directory import SlackDirectory
from adapters.slack.home import Home
from adapters.slack.knock import SWITCHED_OFF, Kind, Knock
from adapters.slack.workspace import Workspace
from bot.dialogs.words import card
from bot.fsm.effects import Say
from bot.fsm.school import School
from bot.handle import Handler
from bot.outbox import tell
from bot.ports import NotSaved, Reroute
from bot.preflight import look

__all__ = ["News"]

EVENING = "evening"

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.slack")


@dataclass(slots=True)
class News:
    """Takes in what Slack tells. `ourselves` are our own user ids by workspace."""

    handler: Handler
    people: People[Workspace]
    audit: Audit
    home: Home
    backlog: Backlog
    ourselves: dict[str, str]
    _off: set[tuple[str, str]] = field(default_factory=set)

    def is_off(self, workspace: Workspace, user: str) -> bool:
        """Return whether Slack told that somebody was switched off: they get the numbers."""
        return (workspace.name, user) in self._off

    def hear(self, workspace: Workspace, knock: Knock) -> None:
        """Take in one piece of news; what it leads to is done afterwards."""
        match knock.kind:
            case Kind.HOME if knock.value != "messages":
                self.backlog.add(self.home.publish(workspace, knock.user))
            case Kind.CHANNEL:
                self.audit.forget()
                self.backlog.add(self._channel(workspace, knock))
            case Kind.PERSON:
                self.audit.forget()
                self._off.discard((workspace.name, knock.subject))
                if knock.value == SWITCHED_OFF:
                    self._off.add((workspace.name, knock.subject))
                    self.backlog.add(self._person(workspace, knock))
            case Kind.GONE:
                _log.error("slack_uninstalled", workspace=workspace.name)
            case Kind.LIMITED:
                _log.error("slack_limits_us", workspace=workspace.name)
            case _:
                pass

    async def _channel(self, workspace: Workspace, knock: Knock) -> None:
        """Look again at who can read a school's channel; tell its DSLs where others can."""
        for name in workspace.schools:
            school = self.handler.schools[name]
            if school.channel != knock.subject:
                continue
            ourselves = self.ourselves.get(workspace.name, "")
            try:
                found = await self.audit.look(workspace, school.channel, ourselves)
            except Reroute:
                found = ("gone",)
            if found:
                _log.warning("slack_channel_open", workspace=workspace.name)
                told = card("channel_open")
                says = tuple(Say(to=one, card=told) for one in school.leads)
                await self._say(school, knock, says)

    async def _person(self, workspace: Workspace, knock: Knock) -> None:
        """Say at once, and not in the evening, that an alert would not reach somebody."""
        asked = SlackDirectory(self.audit.api, self.people, self.handler.schools)
        listed = (who.school for who in self.people.known_as(workspace, knock.subject))
        for name in listed:
            school = self.handler.schools[name]
            if any(self.people.account(name, one.id) == knock.subject for one in school.people):
                await self._say(school, knock, await look(school, EVENING, asked, self._now()))

    async def _say(self, school: School, knock: Knock, told: tuple[Say, ...]) -> None:
        if not told:
            return
        with suppress(NotSaved):  # the evening's look finds it too
            await tell(self.handler, school.id, knock.operation, told)

    def _now(self) -> datetime:
        return self.handler.clock.now()
