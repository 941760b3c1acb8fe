"""The DSL room: who can read it is looked at before each post; in doubt nothing goes there."""

# Rule 1: everybody in it is on the school's roster as somebody who may read cases, of our tenant,
#         and no guest. A key that says so must be there; one that is missing or odd is a no.
# Rule 2: what Teams says of a channel's type is a second opinion: `shared` is a no, and nothing is
#         a yes. A private team's and a private channel's rosters are looked at alike.
# Rule 3: an answer counts for ten minutes, and not beyond the first sign that it may have changed.
#         Where Teams does not answer for a minute, people are told one by one.

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.chat.picking import first, word
from adapters.teams.posting import Posting
from adapters.teams.tenant import PLATFORM, References, Tenant
from bot.fsm.school import ALERTED, School
from bot.ports import Clock, OurBug, Reroute, Retry

__all__ = ["Room", "member_problems"]

FRESH = timedelta(minutes=10)
PATIENCE = timedelta(minutes=1)
SHARED = "shared"
OUTSIDE = "#ext#"


def member_problems(member: Mapping[str, object], tenant: Tenant, school: School) -> list[str]:
    """Return why somebody may not read along; nothing where they may. We ourselves may."""
    if word(member, "id") == f"28:{tenant.app}":
        return []
    account = first(member, "aadObjectId", "objectId").lower()
    listed = [each for each in school.people if account and each.accounts.get(PLATFORM) == account]
    found = [] if word(member, "userRole").lower() == "user" else ["guest"]
    found += [] if word(member, "tenantId").lower() == tenant.tenant else ["foreign"]
    outside = any(OUTSIDE in word(member, key).lower() for key in ("userPrincipalName", "email"))
    found += ["guest"] if outside and "guest" not in found else []
    if not listed:
        return [*found, "not_on_roster"]
    return (
        found if any(set(ALERTED) & set(each.roles) for each in listed) else [*found, "no_reader"]
    )


@dataclass(slots=True)
class Room:
    """Looks at rooms, and remembers for a while what it saw."""

    posting: Posting
    references: References
    clock: Clock
    _seen: dict[str, tuple[datetime, tuple[str, ...]]] = field(default_factory=dict)
    _failing: dict[str, datetime] = field(default_factory=dict)

    def forget(self) -> None:
        """Look anew at the next post: somebody came, went or changed, or a channel did."""
        self._seen.clear()

    async def look(self, tenant: Tenant, school: School) -> tuple[str, ...]:
        """Return why a school's room may not be posted to; nothing when it may.

        Raises:
            Retry: Teams does not answer now, and has not for less than a minute.
            Reroute: it will not tell, or has not answered for longer.
        """
        now, channel = self.clock.machine(), school.channel
        at, known = self._seen.get(school.id, (now - 2 * FRESH, ()))
        if now - at < FRESH:
            return known
        try:
            found = await self._look(tenant, school)
        except Retry as problem:
            since = self._failing.setdefault(channel, now)
            if now - since >= PATIENCE:
                raise Reroute(f"nobody can say who is in the room: {problem}") from None
            raise
        except OurBug as wrong:
            raise Reroute(f"nobody can say who is in the room: {wrong}") from None
        self._failing.pop(channel, None)
        self._seen[school.id] = (now, found)
        return found

    async def require(self, tenant: Tenant, school: School) -> None:
        """Raise where a school's room may not be posted to.

        Raises:
            Reroute: it may not; people are told one by one instead.
            Retry: Teams does not answer now.
        """
        if found := await self.look(tenant, school):
            raise Reroute(f"the room is not the DSL team's alone: {', '.join(found)}")

    async def _look(self, tenant: Tenant, school: School) -> tuple[str, ...]:
        told = await self.references.of(school.id, school.channel)
        if told is not None and told.kind.lower().startswith(SHARED):
            return (SHARED,)
        service = told.service if told is not None else tenant.service
        members = await self.posting.members(tenant, service, school.channel)
        found = [one for each in members for one in member_problems(each, tenant, school)]
        people = [each for each in members if word(each, "id") != f"28:{tenant.app}"]
        return tuple(dict.fromkeys(found if people else ["nobody"]))
