"""Who can be reached on Teams, as Teams says at this moment; nobody is sent anything."""

# Rule: what is asked is what an alert would need: the one-to-one chat, saved or begun anew. A chat
#       that is begun shows nothing to anybody.

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.chat.picking import first
from adapters.teams.chats import Chats
from adapters.teams.errors import Blocked, Gone
from adapters.teams.tenant import Tenant
from bot.directory import Standing
from bot.fsm.school import TEAM, School
from bot.ports import NotSaved, OurBug, Reroute, Retry

__all__ = ["TeamsDirectory"]


@dataclass(slots=True)
class TeamsDirectory:
    """Asks Teams. Those who lead on safeguarding have to be in their school's room too."""

    chats: Chats
    schools: Mapping[str, School]

    async def standing(self, school: str, person: str) -> Standing:
        """Return how somebody stands.

        Raises:
            Retry: Teams, or the store, does not answer.
        """
        tenant = self.chats.people.home(school)
        account = self.chats.people.account(school, person)
        if tenant is None or not account:
            return Standing.NO_CHAT
        try:
            found = await self._in_chat(tenant, school, account)
        except NotSaved as down:
            raise Retry(f"the store does not answer: {down}") from down
        listed = self.schools[school].person(person)
        if found is Standing.REACHABLE and listed and TEAM & set(listed.roles):
            return await self._in_room(tenant, school, account)
        return found

    async def _in_chat(self, tenant: Tenant, school: str, account: str) -> Standing:
        known = await self.chats.references.of(school, account)
        if known is not None and known.blocked:
            return Standing.BLOCKED
        try:
            if known is None or not known.conversation:
                await self.chats.begin(tenant, account, known)
            else:
                await self.chats.posting.members(tenant, known.service, known.conversation)
        except Blocked:
            return Standing.BLOCKED
        except (Gone, OurBug):
            return Standing.LEFT
        except Reroute:
            return Standing.NO_CHAT
        return Standing.REACHABLE

    async def _in_room(self, tenant: Tenant, school: str, account: str) -> Standing:
        channel = self.schools[school].channel
        if not channel:
            return Standing.REACHABLE
        told = await self.chats.references.of(school, channel)
        service = told.service if told else tenant.service
        try:
            members = await self.chats.posting.members(tenant, service, channel)
        except (Reroute, OurBug):
            return Standing.NOT_IN_CHANNEL
        there = {first(each, "aadObjectId", "objectId").lower() for each in members}
        return Standing.REACHABLE if account in there else Standing.NOT_IN_CHANNEL
