"""One-time links in this process. After a restart they are unknown: people take a new one."""

# Rule 1: nothing awaits inside a call, so every call is atomic.

from dataclasses import dataclass, field
from datetime import datetime

from bot.grants import REMEMBERED, TRIES, Grant, Redeemed, Verdict

__all__ = ["MemoryLinks"]


@dataclass(slots=True)
class _Kept:
    grant: Grant
    proof: str
    until: datetime
    used: bool = False
    tries: int = 0


@dataclass(slots=True)
class MemoryLinks:
    """Keeps links by school and hash."""

    _links: dict[tuple[str, str], _Kept] = field(default_factory=dict)

    async def keep_link(
        self, link: str, proof: str, grant: Grant, until: datetime, now: datetime
    ) -> None:
        """Keep a link, and forget those that have long been over."""
        over = [key for key, kept in self._links.items() if kept.until + REMEMBERED <= now]
        for key in over:
            del self._links[key]
        self._links[grant.school, link] = _Kept(grant, proof, until)

    async def take_link(self, school: str, link: str, proof: str, now: datetime) -> Redeemed:
        """Use a link up and return its grant."""
        kept = self._links.get((school, link))
        if kept is None or kept.until + REMEMBERED <= now:
            return Redeemed(Verdict.UNKNOWN)
        if kept.used:
            return Redeemed(Verdict.USED)
        if now >= kept.until:
            return Redeemed(Verdict.EXPIRED)
        if kept.tries >= TRIES:
            return Redeemed(Verdict.SHUT)
        if kept.proof != proof:
            kept.tries += 1
            return Redeemed(Verdict.FOREIGN)
        kept.used = True
        return Redeemed(Verdict.GIVEN, kept.grant)
