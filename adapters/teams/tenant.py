"""A tenant of Teams: its secret, its schools, and where it is written to."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.addresses import AddressBook
from bot.settings_teams import SERVICE

__all__ = ["PLATFORM", "Reference", "References", "Tenant"]

PLATFORM = "teams"


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant. `schools` are ids; the secret is never shown, in a repr neither.

    `origins` are the only places that a token of ours is sent to: scheme, host and port, without a
    slash at the end. `service` is written to while nobody has told us another.
    """

    name: str
    tenant: str
    app: str
    schools: tuple[str, ...]
    secret: str = field(repr=False)
    origins: tuple[str, ...] = (f"https://{SERVICE}",)
    service: str = f"https://{SERVICE}/teams/"

    def serves(self, service: str) -> bool:
        """Return whether an address is one of Teams' own, to which a token of ours may go."""
        try:
            parts = urlsplit(service)
        except ValueError:
            return False
        plain = "@" not in parts.netloc and "\\" not in service and service.isprintable()
        return plain and f"{parts.scheme}://{parts.netloc}".lower() in self.origins


class Reference(BaseModel):
    """How to write to somebody, or into a channel: Teams tells it with each activity.

    `service` is its `serviceUrl`, `conversation` the chat's or channel's id, `user` the person's
    id in this app (`29:…`), '' for a channel. `kind` is a channel's type, as Teams calls it; ''
    where it did not say. `blocked`: Teams last refused us there.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    service: str
    conversation: str = ""
    user: str = ""
    kind: str = ""
    blocked: bool = False

    @classmethod
    def read(cls, kept: bytes | None) -> Self | None:
        """Return a kept reference; None where there is none, or none that can be read."""
        try:
            return cls.model_validate_json(kept) if kept else None
        except ValidationError:
            return None


@dataclass(frozen=True, slots=True)
class References:
    """References by school: of a person by their Entra object id, of a channel by its id."""

    book: AddressBook

    async def keep(self, tenant: Tenant, who: str, reference: Reference) -> None:
        """Keep a reference for all schools of a tenant; what has not changed is not written.

        Raises:
            NotSaved: it may not be on disk.
            ValueError: it leads elsewhere than to Teams.
        """
        if not tenant.serves(reference.service):
            raise ValueError("a reference that leads elsewhere than to Teams is never kept")
        for school in tenant.schools:
            if await self.of(school, who) != reference:
                said = reference.model_dump_json().encode()
                await self.book.keep_address(school, _key(who), said)

    async def of(self, school: str, who: str) -> Reference | None:
        """Return a reference, or None.

        Raises:
            NotSaved: the store does not answer.
        """
        return Reference.read(await self.book.address(school, _key(who)))

    async def forget(self, tenant: Tenant, who: str) -> None:
        """Forget a reference: the app was taken out there.

        Raises:
            NotSaved: it may still be there.
        """
        for school in tenant.schools:
            await self.book.forget_address(school, _key(who))


def _key(who: str) -> str:
    return f"{PLATFORM}:{who}"
