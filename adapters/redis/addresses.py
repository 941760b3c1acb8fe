"""Addresses on Valkey or Redis: a hash for each school, names keyed hashes, values sealed."""

from adapters.redis.connection import Line, Script
from adapters.redis.crypto import context
from adapters.redis.vault import School, Vault

__all__ = ["RedisAddresses"]

_KEEP = Script("keep_address")


class RedisAddresses:
    """Keeps addresses beside the cases of their school, under the same keys."""

    def __init__(self, line: Line, vault: Vault) -> None:
        """Use the store's line and its open keys."""
        self._line = line
        self._vault = vault

    async def keep_address(self, school: str, who: str, address: bytes) -> None:
        """Keep an address instead of the one before it."""
        kept = await self._vault.school(school)
        index = kept.keys.index("address", who)
        sealed = kept.keys.box.seal(address, _where(kept, index))
        await self._line.run(_KEEP, [kept.names.addresses], [index, sealed], repeat=True)

    async def address(self, school: str, who: str) -> bytes | None:
        """Return the address of somebody or some place, or None."""
        kept = await self._vault.school(school)
        index = kept.keys.index("address", who)
        sealed = await self._line.ask("HGET", kept.names.addresses, index)
        return None if sealed is None else kept.keys.box.open(sealed, _where(kept, index))

    async def forget_address(self, school: str, who: str) -> None:
        """Forget an address."""
        kept = await self._vault.school(school)
        index = kept.keys.index("address", who)
        await self._line.run(_KEEP, [kept.names.addresses], [index, ""], repeat=True)


def _where(school: School, index: str) -> bytes:
    return context(school=school.name, case="", place=index, kind="address")
