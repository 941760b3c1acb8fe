"""Where people and rooms are on Teams: the saved reference first, the object id second."""

# Rule 1: a reference that is not there any more is begun anew, once; a chat that is blocked is not.
# Rule 2: what Teams refuses is kept beside the reference: the pre-flight tells it before a night.

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.chat.people import People
from adapters.teams.errors import Blocked, Gone
from adapters.teams.posting import Place, Posting
from adapters.teams.tenant import Reference, References, Tenant
from bot.fsm.school import School
from bot.ports import Reroute

__all__ = ["Chats"]


@dataclass(slots=True)
class Chats:
    """Sends activities to people by their Entra object id, and to rooms. Raises as `Posting`.

    Beside that each raises `NotSaved` where the store does not answer.
    """

    posting: Posting
    people: People[Tenant]
    references: References
    schools: Mapping[str, School]

    async def tell(
        self, tenant: Tenant, school: str, account: str, sent: Mapping[str, Any]
    ) -> Place:
        """Send an activity to somebody's one-to-one chat."""
        known = await self.references.of(school, account)
        try:
            if known is None or not known.conversation:
                known = await self.begin(tenant, account, known)
                return await self._send(tenant, known, sent)
            try:
                return await self._send(tenant, known, sent)
            except Gone:
                begun = await self.begin(tenant, account, known)
                if begun.conversation == known.conversation:
                    raise
                return await self._send(tenant, begun, sent)
        except Blocked:
            if known is not None and not known.blocked:
                blocked = known.model_copy(update={"blocked": True})
                await self.references.keep(tenant, account, blocked)
            raise

    async def post(self, tenant: Tenant, school: str, sent: Mapping[str, Any]) -> Place:
        """Post an activity in a school's room. Who can read it has been looked at."""
        channel = self.schools[school].channel
        if not channel:
            raise Reroute("the school has no channel")
        service = await self._service(tenant, school, channel)
        return await self.posting.begin_in_channel(tenant, service, channel, sent)

    async def replace(
        self, tenant: Tenant, school: str, to: str, place: Place, sent: Mapping[str, Any]
    ) -> None:
        """Replace a message of ours: one in the room, or in the chat with the person `to`."""
        account = self.people.account(school, to)
        in_room = self.in_room(school, place)
        who = self.schools[school].channel if in_room else account
        service = await self._service(tenant, school, who)
        await self.posting.update(tenant, service, place, sent)

    async def take_away(self, tenant: Tenant, school: str, place: Place) -> None:
        """Delete a message of ours, wherever it is."""
        service = await self._service(tenant, school, self.schools[school].channel)
        await self.posting.delete(tenant, service, place)

    def in_room(self, school: str, place: Place) -> bool:
        """Return whether a message stands in the school's room."""
        channel = self.schools[school].channel
        return bool(channel) and place.conversation.partition(";")[0] == channel

    async def begin(
        self, tenant: Tenant, account: str, known: Reference | None = None
    ) -> Reference:
        """Begin the one-to-one chat with somebody, and keep it. They are sent nothing by it."""
        school = self.schools[tenant.schools[0]]
        service = known.service if known else await self._service(tenant, school.id, school.channel)
        conversation = await self.posting.begin(tenant, service, account)
        begun = Reference(
            service=service, conversation=conversation, user=known.user if known else ""
        )
        await self.references.keep(tenant, account, begun)
        return begun

    async def _send(self, tenant: Tenant, known: Reference, sent: Mapping[str, Any]) -> Place:
        return await self.posting.send(tenant, known.service, known.conversation, sent)

    async def _service(self, tenant: Tenant, school: str, who: str) -> str:
        """Return where somebody or a room is served: as it told us last, else as it usually is."""
        told = await self.references.of(school, who) if who else None
        return told.service if told else tenant.service
