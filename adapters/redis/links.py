"""One-time links on Valkey or Redis: kept by hash, sealed, used up by one script."""

# Rule 1: what leads to a link is a keyed hash of the hash of its token; the code is never kept.
# Rule 2: a lost reply is not asked for again: the link may be used up, and people take another.

from datetime import datetime, timedelta

from pydantic import TypeAdapter

from adapters.redis.connection import Line, Script
from adapters.redis.crypto import context
from adapters.redis.moments import to_micros
from adapters.redis.vault import School, Vault
from bot.grants import REMEMBERED, TRIES, Grant, Redeemed, Verdict

__all__ = ["RedisLinks"]

_KEEP = Script("keep_link")
_TAKE = Script("take_link")
_GRANT = TypeAdapter(Grant)


class RedisLinks:
    """Keeps links beside the cases of their school, under the same keys."""

    def __init__(self, line: Line, vault: Vault) -> None:
        """Use the store's line and its open keys."""
        self._line = line
        self._vault = vault

    async def keep_link(
        self, link: str, proof: str, grant: Grant, until: datetime, now: datetime
    ) -> None:
        """Keep a link until it is long over."""
        school = await self._vault.school(grant.school)
        index = school.keys.index("link", link)
        sealed = school.keys.box.seal(_GRANT.dump_json(grant), _where(school, index))
        lasts = (until + REMEMBERED - now) // timedelta(milliseconds=1)
        await self._line.run(
            _KEEP,
            [school.names.link(index)],
            [school.keys.index("proof", proof), to_micros(until), max(lasts, 1), sealed],
            repeat=True,
        )

    async def take_link(self, school: str, link: str, proof: str, now: datetime) -> Redeemed:
        """Use a link up and return its grant."""
        kept = await self._vault.school(school)
        index = kept.keys.index("link", link)
        verdict, *sealed = await self._line.run(
            _TAKE,
            [kept.names.link(index)],
            [kept.keys.index("proof", proof), to_micros(now), TRIES],
            repeat=False,
        )
        if not sealed:
            return Redeemed(Verdict(verdict.decode()))
        opened = kept.keys.box.open(sealed[0], _where(kept, index))
        return Redeemed(Verdict.GIVEN, _GRANT.validate_json(opened))


def _where(school: School, index: str) -> bytes:
    return context(school=school.name, case="", place=index, kind="link")
