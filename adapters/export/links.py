"""One-time links to the record of a case: ten minutes, one use, one person."""

# Rule 1: the token is 128 random bits and is kept nowhere: only its hash is.
# Rule 2: why a link gives nothing is told apart to the server. Whoever holds it is told one thing.
# Rule 3: a link gives no right. Whoever redeems it asks `may_read` anew, as at any press.

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple, Protocol

from bot.ports import Clock
from bot.record.wording import say

__all__ = ["LASTS", "Grant", "Keeper", "Links", "MemoryKeeper", "Redeemed", "Verdict"]

LASTS = timedelta(minutes=10)
BITS = 128
REMEMBERED = timedelta(hours=1)
"""How long a link that is over is still told from one that never was. Ours."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a link leads to, and for whom. Person ids are a school's own, so both are bound."""

    school: str
    person: str
    ref: str
    child: int | None


class Verdict(StrEnum):
    """What came of redeeming a link, for the server's log and nobody else."""

    GIVEN = "given"
    EXPIRED = "expired"
    USED = "used"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class Redeemed(NamedTuple):
    """The verdict, and the grant where it was given."""

    verdict: Verdict
    grant: Grant | None = None

    @property
    def refusal(self) -> str:
        """What whoever holds the link reads when it gives nothing: the same for every reason."""
        return "" if self.grant is not None else say("link_gone")


class Keeper(Protocol):
    """Keeps the hashes of links until they are over."""

    async def keep(self, digest: str, grant: Grant, until: datetime, now: datetime) -> None:
        """Keep what a link leads to until it runs out, and for a while its memory."""
        ...

    async def take(self, digest: str, school: str, person: str, now: datetime) -> Redeemed:
        """Use a link up and return its grant. Of two who take it at once, one is given it.

        Somebody else's try does not use it up.
        """
        ...


@dataclass(slots=True)
class _Kept:
    grant: Grant
    until: datetime
    used: bool = False


@dataclass(slots=True)
class MemoryKeeper:
    """Keeps links in this process. After a restart they are unknown: people take a new one."""

    _links: dict[str, _Kept] = field(default_factory=dict)

    async def keep(self, digest: str, grant: Grant, until: datetime, now: datetime) -> None:
        """Keep a link, and forget those that have long been over."""
        over = [key for key, kept in self._links.items() if kept.until + REMEMBERED <= now]
        for key in over:
            del self._links[key]
        self._links[digest] = _Kept(grant, until)

    async def take(self, digest: str, school: str, person: str, now: datetime) -> Redeemed:
        """Use a link up and return its grant. Nothing awaits inside, so it is given once."""
        kept = self._links.get(digest)
        if kept is None:
            return Redeemed(Verdict.UNKNOWN)
        if (kept.grant.school, kept.grant.person) != (school, person):
            return Redeemed(Verdict.FOREIGN)
        if kept.used:
            return Redeemed(Verdict.USED)
        if now >= kept.until:
            return Redeemed(Verdict.EXPIRED)
        kept.used = True
        return Redeemed(Verdict.GIVEN, kept.grant)


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and redeems links. It runs on the machine's clock, which nobody moves."""

    keeper: Keeper
    clock: Clock
    draw: Callable[[int], str] = secrets.token_urlsafe

    async def make(self, grant: Grant) -> str:
        """Return a fresh token. That its person may read the case has been checked."""
        token = self.draw(BITS // 8)
        now = self.clock.machine()
        await self.keeper.keep(_digest(token), grant, now + LASTS, now)
        return token

    async def redeem(self, token: str, school: str, person: str) -> Redeemed:
        """Return what a token gives to somebody of a school, who has signed in as that person."""
        return await self.keeper.take(_digest(token), school, person, self.clock.machine())


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
