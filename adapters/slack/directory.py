"""Who can be reached on Slack, as Slack says at this moment; nobody is sent anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from adapters.chat.people import People
from adapters.chat.picking import table
from adapters.slack.client import Api, Client, TooMuch
from adapters.slack.workspace import Workspace
from bot.directory import Directory, Standing
from bot.fsm.school import TEAM, School
from bot.ports import OurBug, Reroute

__all__ = ["SlackDirectory", "Vetted"]

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.slack")

MOST = 200


@dataclass(slots=True)
class SlackDirectory:
    """Asks Slack. Those who lead on safeguarding have to be in their school's channel too."""

    api: Api
    people: People[Workspace]
    schools: Mapping[str, School]

    async def standing(self, school: str, person: str) -> Standing:
        """Return how somebody stands.

        Raises:
            Retry: Slack does not answer.
        """
        workspace, account = self.people.home(school), self.people.account(school, person)
        if workspace is None or not account:
            return Standing.NO_CHAT
        try:
            told = await self.api.call(workspace, "users.info", user=account)
        except (Reroute, OurBug):
            return Standing.LEFT
        if table(told, "user").get("deleted", False) is not False:
            return Standing.DEACTIVATED
        listed = self.schools[school].person(person)
        if listed and TEAM & set(listed.roles):
            return await self._in_channel(workspace, self.schools[school].channel, account)
        return Standing.REACHABLE

    async def _in_channel(self, workspace: Workspace, channel: str, account: str) -> Standing:
        if not channel:
            return Standing.REACHABLE
        try:
            told = await self.api.call(
                workspace, "conversations.members", channel=channel, limit=MOST, cursor=""
            )
        except (Reroute, OurBug):
            return Standing.NOT_IN_CHANNEL
        members = told.get("members")
        there = isinstance(members, list) and account in members
        return Standing.REACHABLE if there else Standing.NOT_IN_CHANNEL


@dataclass(slots=True)
class Vetted:
    """Asks nothing with a token until Slack has said that it may do no more than it should."""

    asked: Directory
    client: Client
    workspaces: Sequence[Workspace]
    _vetted: set[str] = field(default_factory=set)

    async def standing(self, school: str, person: str) -> Standing:
        """Return how somebody stands; `UNKNOWN` where the token must not be used.

        Raises:
            Retry: Slack does not answer.
        """
        workspace = next((each for each in self.workspaces if school in each.schools), None)
        if workspace is not None and workspace.name not in self._vetted:
            try:
                await self.client.identity(workspace)
            except (TooMuch, Reroute, OurBug):
                _log.error("slack_token_not_used", workspace=workspace.name)
                return Standing.UNKNOWN
            self._vetted.add(workspace.name)
        return await self.asked.standing(school, person)
