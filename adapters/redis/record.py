"""The record of a case: read whole, and held against its chain."""

from adapters.redis.chain import Head, Link, Verdict, entry_context, verify
from adapters.redis.connection import Line
from adapters.redis.crypto import CannotOpen
from adapters.redis.vault import School, Vault
from bot.ports import Conflict

__all__ = ["Record", "links_in"]


class Record:
    """Reads what `commit` has written; it never writes."""

    def __init__(self, line: Line, vault: Vault) -> None:
        """Use the store's line and its open keys."""
        self._line = line
        self._vault = vault

    async def entries(self, name: str, ref: str) -> list[bytes]:
        """Return the events of a case, oldest first.

        Raises:
            CannotOpen: one was changed or moved, or the key of the case is gone.
        """
        school = await self._vault.school(name)
        links = await self.links(school, ref)
        await self._vault.fetch(school, [ref])
        key = self._vault.known(name, ref)
        if key is None and links:
            raise CannotOpen(f"the key of case {ref} is gone: its record is destroyed")
        return [
            key.box.open(link.sealed, entry_context(name, ref, link.place))
            for link in links
            if key is not None
        ]

    async def links(self, school: School, ref: str) -> list[Link]:
        """Return the events as they are kept, with their chain."""
        return links_in(await self._line.ask("XRANGE", school.names.record(ref), "-", "+"))

    async def head(self, name: str, ref: str) -> Head | None:
        """Return where the case's chain stands: written down elsewhere, it anchors the record."""
        school = await self._vault.school(name)
        version, mac = await self._line.ask("HMGET", school.names.case(ref), "version", "head")
        return None if version is None else Head(int(version), mac)

    async def head_at(self, school: School, ref: str, version: int) -> Head | None:
        """Return the chain's head if the case is at `version`, else None.

        Raises:
            CannotOpen: it is, but its key is gone: nothing can be added to it.
            Conflict: it was shredded meanwhile: whoever loads it again finds none.
        """
        head = await self.head(school.name, ref)
        if head is None or head.place != version:
            return None
        await self._vault.fetch(school, [ref])  # another task may have dropped the key meanwhile
        if self._vault.known(school.name, ref) is None:
            if not await self._line.ask("HEXISTS", school.names.case(ref), "state"):
                raise Conflict(f"case {ref} was shredded")
            raise CannotOpen(f"the key of case {ref} is gone: nothing can be added to it")
        return head

    async def verify(self, name: str, ref: str, anchor: Head | None = None) -> Verdict:
        """Return whether the record of a case is as it was written.

        It is held against the head kept with the case, which whoever can write to the store can
        change as well, and against the `anchor` that was kept elsewhere, when there is one.
        """
        school = await self._vault.school(name)
        rows, (version, mac) = await self._line.ask_at_once(
            ("XRANGE", school.names.record(ref), "-", "+"),
            ("HMGET", school.names.case(ref), "version", "head"),
        )
        head = None if version is None else Head(int(version), mac)
        verdict = verify(school.keys.chain, name, ref, links_in(rows), head)
        if not verdict.holds or anchor is None:
            return verdict
        return verify(school.keys.chain, name, ref, links_in(rows), anchor)


def links_in(rows: list[tuple[bytes, dict[bytes, bytes]]]) -> list[Link]:
    """Return the rows of a stream as links of a chain; one of another shape is at no place."""
    found = []
    for identity, parts in rows:
        number, _, rest = identity.partition(b"-")
        ours = rest == b"0" and parts.keys() == {b"e", b"m"}
        found.append(Link(int(number) if ours else -1, parts.get(b"e", b""), parts.get(b"m", b"")))
    return found
