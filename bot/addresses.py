"""Where a platform lets us write to somebody: kept from the day that it told us, as a port."""

# Rule: what a platform gave us may be needed first at night, months later: it is kept durably.

from typing import Protocol

__all__ = ["AddressBook"]


class AddressBook(Protocol):
    """Keeps addresses of people and places by school. Contract: tests/contracts."""

    async def keep_address(self, school: str, who: str, address: bytes) -> None:
        """Keep an address instead of the one before it; `who` is never readable in the store.

        Raises:
            NotSaved: it may not be on disk.
        """
        ...

    async def address(self, school: str, who: str) -> bytes | None:
        """Return the address of somebody or some place, or None.

        Raises:
            NotSaved: the store does not answer.
        """
        ...

    async def forget_address(self, school: str, who: str) -> None:
        """Forget an address; one that is not there is no mistake.

        Raises:
            NotSaved: it may still be there.
        """
        ...
