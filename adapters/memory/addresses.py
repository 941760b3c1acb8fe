"""Addresses in this process. After a restart none is known until the platform tells it."""

from dataclasses import dataclass, field

__all__ = ["MemoryAddresses"]


@dataclass(slots=True)
class MemoryAddresses:
    """Keeps addresses by school and whose they are."""

    _kept: dict[tuple[str, str], bytes] = field(default_factory=dict)

    async def keep_address(self, school: str, who: str, address: bytes) -> None:
        """Keep an address instead of the one before it."""
        self._kept[school, who] = address

    async def address(self, school: str, who: str) -> bytes | None:
        """Return the address of somebody or some place, or None."""
        return self._kept.get((school, who))

    async def forget_address(self, school: str, who: str) -> None:
        """Forget an address."""
        self._kept.pop((school, who), None)
