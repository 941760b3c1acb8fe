"""A tenant of Teams: its secret, its schools, and where it is written to."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.addresses import AddressBook
from bot.settings.teams import SERVICE

__all__ = ["PLATFORM", "Reference", "References", "Tenant"]

PLATFORM = "teams"
FRESH = timedelta(minutes=1)
_Whose = tuple[str, str]
_Value = TypeVar("_Value")
REMEMBERED = 5000


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


@dataclass(slots=True)
class References:
    """References by school: of a person by their Entra object id, of a channel by its id.

    What this process kept it knows for good: one process alone hears Teams. What it looked up it
    knows for a minute. `now` is the machine's clock.
    """

    book: AddressBook
    now: Callable[[], datetime]
    _kept: OrderedDict[_Whose, Reference] = field(default_factory=OrderedDict)
    _seen: OrderedDict[_Whose, tuple[datetime, Reference]] = field(default_factory=OrderedDict)

    async def keep(self, tenant: Tenant, who: str, reference: Reference) -> None:
        """Keep a reference for all schools of a tenant; what has not changed is not written.

        Raises:
            NotSaved: it may not be on disk.
            ValueError: it leads elsewhere than to Teams.
        """
        if not tenant.serves(reference.service):
            raise ValueError("a reference that leads elsewhere than to Teams is never kept")
        said = reference.model_dump_json().encode()
        for school in tenant.schools:
            if self._kept.get((school, who)) != reference:
                self._kept.pop((school, who), None)
                await self.book.keep_address(school, _key(who), said)
                _remember(self._kept, (school, who), reference)

    async def of(self, school: str, who: str) -> Reference | None:
        """Return a reference, or None.

        Raises:
            NotSaved: the store does not answer.
        """
        if (known := self._kept.get((school, who))) is not None:
            return known
        at, seen = self._seen.get((school, who), (None, None))
        if at is not None and self.now() - at < FRESH:
            return seen
        found = Reference.read(await self.book.address(school, _key(who)))
        if found is not None:
            _remember(self._seen, (school, who), (self.now(), found))
        return found

    async def forget(self, tenant: Tenant, who: str) -> None:
        """Forget a reference: the app was taken out there.

        Raises:
            NotSaved: it may still be there.
        """
        for school in tenant.schools:
            self._kept.pop((school, who), None)
            self._seen.pop((school, who), None)
            await self.book.forget_address(school, _key(who))


def _remember(known: OrderedDict[_Whose, _Value], whose: _Whose, value: _Value) -> None:
    known[whose] = value
    known.move_to_end(whose)
    while len(known) > REMEMBERED:
        known.popitem(last=False)


def _key(who: str) -> str:
    return f"{PLATFORM}:{who}"
