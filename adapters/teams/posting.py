"""What we ask of a conversation in Teams: send, update, delete, begin one, who is in it."""

# Rule: a list of members is whole or it is none: who is on a page that we did not see reads along.

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.chat.picking import items, word
from adapters.teams.connector import Connector, Request
from adapters.teams.elements import size_of
from adapters.teams.tenant import Tenant
from bot.ports import OurBug, Reroute

__all__ = ["LARGEST", "Place", "Posting"]

LARGEST = 20 * 1024
"""Bytes of the largest activity that we send."""

PAGE = 100
PAGES = 20
BASE = ("v3", "conversations")


@dataclass(frozen=True, slots=True)
class Place:
    """A message of ours: the conversation that it is in, and its own id."""

    conversation: str
    activity: str

    def __str__(self) -> str:
        """Return it as a receipt."""
        return f"{self.conversation}|{self.activity}"

    @classmethod
    def read(cls, receipt: str) -> "Place | None":
        """Return the message that a receipt names, or None."""
        conversation, _, activity = receipt.rpartition("|")
        return cls(conversation, activity) if conversation and activity else None


@dataclass(frozen=True, slots=True)
class Posting:
    """Calls of the connector. All raise as `Connector.call`."""

    connector: Connector

    async def send(
        self, tenant: Tenant, service: str, conversation: str, activity: Mapping[str, Any]
    ) -> Place:
        """Send an activity into a conversation; return where it is."""
        path = (*BASE, conversation, "activities")
        asked = Request("POST", service, path, _sized(activity), into=conversation)
        told = await self.connector.call(tenant, asked)
        return Place(conversation, word(told, "id"))

    async def update(
        self, tenant: Tenant, service: str, place: Place, activity: Mapping[str, Any]
    ) -> None:
        """Replace a message of ours, for everybody who sees it."""
        path = (*BASE, place.conversation, "activities", place.activity)
        body = _sized({**activity, "id": place.activity})
        asked = Request("PUT", service, path, body, into=place.conversation)
        await self.connector.call(tenant, asked)

    async def delete(self, tenant: Tenant, service: str, place: Place) -> None:
        """Take a message of ours away."""
        path = (*BASE, place.conversation, "activities", place.activity)
        await self.connector.call(tenant, Request("DELETE", service, path))

    async def begin(self, tenant: Tenant, service: str, member: str) -> str:
        """Return the one-to-one conversation with somebody; they are sent nothing by it.

        `member` is an Entra object id, or the id that Teams gave them in this app (`29:…`).
        """
        body = {
            "isGroup": False,
            "bot": {"id": f"28:{tenant.app}"},
            "members": [{"id": member}],
            "tenantId": tenant.tenant,
            "channelData": {"tenant": {"id": tenant.tenant}},
        }
        told = await self.connector.call(tenant, Request("POST", service, BASE, body))
        if not (conversation := word(told, "id")):
            raise Reroute("Teams: a conversation without an id")
        return conversation

    async def begin_in_channel(
        self, tenant: Tenant, service: str, channel: str, activity: Mapping[str, Any]
    ) -> Place:
        """Post in a channel; return the thread that it began, and the message in it."""
        body = {
            "isGroup": True,
            "bot": {"id": f"28:{tenant.app}"},
            "tenantId": tenant.tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant.tenant}},
            "activity": activity,
        }
        asked = Request("POST", service, BASE, _sized(body), into=channel)
        told = await self.connector.call(tenant, asked)
        thread = word(told, "id")
        found = Place(thread, word(told, "activityId") or thread.rpartition("messageid=")[2])
        if not found.conversation or not found.activity:
            raise Reroute("Teams: a thread without an id")
        return found

    async def members(
        self, tenant: Tenant, service: str, conversation: str
    ) -> list[Mapping[str, object]]:
        """Return everybody in a conversation.

        Raises:
            Reroute: the list does not end, or is none.
        """
        found: list[Mapping[str, object]] = []
        path, query = (*BASE, conversation, "pagedmembers"), {"pageSize": str(PAGE)}
        for _ in range(PAGES):
            told = await self.connector.call(tenant, Request("GET", service, path, query=query))
            listed = told.get("members")
            if not isinstance(listed, list) or len(items(listed)) != len(listed):
                raise Reroute("Teams: a list of members that cannot be read")
            found += items(listed)
            if not (more := told.get("continuationToken")):
                return found
            query = {"pageSize": str(PAGE), "continuationToken": str(more)}
        raise Reroute("Teams: a list of members without an end")


def _sized(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an activity that is not too large.

    Raises:
        OurBug: it is.
    """
    if size_of(activity) > LARGEST:
        raise OurBug("Teams: a card of ours is too large")
    return activity
