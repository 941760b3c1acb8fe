"""Who can read the DSL channel: seen to before each post; in doubt nothing goes there."""

# Rule 1: each key that says something must be there and must say the right thing. A key that is
#         missing or odd is a doubt, and a doubt is a no.
# Rule 2: an answer counts for a minute, and not beyond the first sign that it may have changed.
# Source: the privacy rules of the platform's own pages; our reading is in the setup page.

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.chat.picking import table, word
from adapters.slack.client import Api
from adapters.slack.workspace import Workspace
from bot.ports import Clock, Reroute

__all__ = [
    "EMPTY",
    "GUESTS",
    "MACHINES",
    "MUST_BE",
    "MUST_NOT_BE",
    "NEVER",
    "OURS_ALONE",
    "OUR_TEAM",
    "TOO_MANY",
    "Audit",
    "channel_problems",
    "member_problems",
]

FRESH = timedelta(seconds=60)
MOST_MEMBERS = 100
PAGES = 5

MUST_BE = {"is_private": True, "is_member": True}
MUST_NOT_BE = (
    *("is_archived", "is_general", "is_mpim", "is_im", "is_ext_shared", "is_org_shared"),
    *("is_pending_ext_shared",),
)
"""Keys that Slack always sends for a channel."""

NEVER = ("is_frozen", "is_global_shared", "is_org_default", "is_org_mandatory")
"""Keys that it sends only sometimes: then they must say no."""

EMPTY = (
    *("pending_shared", "pending_connected_team_ids", "connected_team_ids"),
    *("connected_limited_team_ids",),
)
OURS_ALONE = ("shared_team_ids", "internal_team_ids")
OUR_TEAM = ("context_team_id", "conversation_host_id")
GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_invited_user", "deleted")
TOO_MANY = "too_many_members"
MACHINES = ("is_bot", "is_workflow_bot", "is_connector_bot")


def channel_problems(channel: Mapping[str, object], team: str) -> list[str]:
    """Return why a channel may not be posted to; nothing when only our own people can read it."""
    found = [name for name, right in MUST_BE.items() if channel.get(name) is not right]
    found += [name for name in MUST_NOT_BE if channel.get(name) is not False]
    found += [name for name in NEVER if channel.get(name, False) is not False]
    found += [name for name in EMPTY if channel.get(name, []) != []]
    found += [name for name in OURS_ALONE if channel.get(name, []) not in ([], [team])]
    found += [name for name in OUR_TEAM if channel.get(name, team) != team]
    return found


def member_problems(user: Mapping[str, object], team: str, ourselves: str) -> list[str]:
    """Return why somebody may not read along. We ourselves may."""
    if word(user, "id") == ourselves:
        return []
    found = [name for name in GUESTS if user.get(name, False) is not False]
    found += [name for name in MACHINES if user.get(name, False) is not False]
    teams = table(user, "enterprise_user").get("teams")
    at_home = word(user, "team_id") == team or (isinstance(teams, list) and team in teams)
    return found if at_home else [*found, "team_id"]


@dataclass(slots=True)
class Audit:
    """Looks at channels, and remembers for a minute what it saw. `problems` names them last."""

    api: Api
    clock: Clock
    _seen: dict[tuple[str, str], tuple[datetime, tuple[str, ...]]] = field(default_factory=dict)

    def forget(self) -> None:
        """Look anew at the next post: somebody joined, left or changed, or a channel was shared."""
        self._seen.clear()

    async def look(self, workspace: Workspace, channel: str, ourselves: str) -> tuple[str, ...]:
        """Return why a channel may not be posted to; nothing when it may.

        Raises:
            Retry: Slack does not answer now.
            Reroute: it will not tell.
        """
        now, key = self.clock.machine(), (workspace.name, channel)
        at, known = self._seen.get(key, (now - 2 * FRESH, ()))
        if now - at <= FRESH:
            return known
        found = await self._look(workspace, channel, ourselves)
        self._seen[key] = (now, found)
        return found

    async def require(self, workspace: Workspace, channel: str, ourselves: str) -> None:
        """Raise where a channel may not be posted to.

        Raises:
            Reroute: it may not; people are told one by one instead.
            Retry: Slack does not answer now.
        """
        if found := await self.look(workspace, channel, ourselves):
            raise Reroute(f"the channel is not private to us: {', '.join(found)}")

    async def _look(self, workspace: Workspace, channel: str, ourselves: str) -> tuple[str, ...]:
        told = await self.api.call(workspace, "conversations.info", channel=channel)
        found = channel_problems(table(told, "channel"), workspace.team)
        if found:
            return tuple(found)
        members, complete = await self._members(workspace, channel)
        if not complete:
            return (TOO_MANY,)
        for member in members:
            answer = await self.api.call(workspace, "users.info", user=member)
            found += member_problems(table(answer, "user"), workspace.team, ourselves)
        return tuple(dict.fromkeys(found))

    async def _members(self, workspace: Workspace, channel: str) -> tuple[list[str], bool]:
        members: list[str] = []
        cursor = ""
        for _ in range(PAGES):
            told = await self.api.call(
                workspace,
                "conversations.members",
                channel=channel,
                limit=MOST_MEMBERS,
                cursor=cursor,
            )
            listed = told.get("members")
            found = listed if isinstance(listed, list) else []
            members += [each for each in found if isinstance(each, str)]
            cursor = word(table(told, "response_metadata"), "next_cursor")
            if not cursor:
                return members, len(members) <= MOST_MEMBERS
        return members, False
