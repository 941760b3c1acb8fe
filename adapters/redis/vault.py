"""The keys in use: a root key for each school, a data key for each case."""

# Rule 1: the store has wrapped keys only; a case's goes in with the commit that first uses it.
# Rule 2: what is kept here is bounded, and a key that the store no longer has is forgotten.

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.redis.chain import Head
from adapters.redis.connection import Line
from adapters.redis.crypto import Box, CannotOpen, SchoolKeys, fresh_key
from adapters.redis.keyring import KeyRing
from adapters.redis.keys import Names

__all__ = ["ROOT", "CaseKey", "School", "Vault"]

ROOT = "@school"
"""Where a school's own key stands among those of its cases: no reference begins so."""

_KEPT_CASES = 4096


@dataclass(slots=True)
class CaseKey:
    """A case's box, its wrapped key as the store has it, and where we last saw its chain stand."""

    box: Box
    wrapped: bytes
    head: Head | None = None


@dataclass(frozen=True, slots=True)
class School:
    """Everything needed to read and write one school."""

    name: str
    names: Names
    keys: SchoolKeys


class Vault:
    """Opens keys with the ring and keeps the open ones in this process."""

    def __init__(self, ring: KeyRing, line: Line) -> None:
        """Begin with no key open."""
        self._ring = ring
        self._line = line
        self._schools: dict[str, School] = {}
        self._cases: OrderedDict[tuple[str, str], CaseKey] = OrderedDict()

    async def school(self, name: str) -> School:
        """Return the school's names and keys; its root key is made when it has none.

        Raises:
            CannotOpen: the ring does not open the school's key.
            NotSaved: the store does not answer.
        """
        known = self._schools.get(name)
        if known is not None:
            return known
        names = Names(name)
        wrapped = await self._line.ask("HGET", names.keys, ROOT)
        if wrapped is None:
            await self._line.ask("HSETNX", names.keys, ROOT, self._ring.wrap(fresh_key()))
            wrapped = await self._line.ask("HGET", names.keys, ROOT)
        known = School(name, names, SchoolKeys(self._ring.unwrap(wrapped)))
        return self._schools.setdefault(name, known)

    def fresh(self) -> CaseKey:
        """Return a new key; it is of use once its wrapped form is in the store."""
        key = fresh_key()
        return CaseKey(Box(key), self._ring.wrap(key))

    def known(self, school: str, ref: str) -> CaseKey | None:
        """Return the case's key when it is open."""
        key = self._cases.get((school, ref))
        if key is not None:
            self._cases.move_to_end((school, ref))
        return key

    def learn(self, school: str, ref: str, key: CaseKey) -> CaseKey:
        """Keep a key that is in the store."""
        self._cases[school, ref] = key
        self._cases.move_to_end((school, ref))
        if len(self._cases) > _KEPT_CASES:
            self._cases.popitem(last=False)
        return key

    def admit(self, school: str, ref: str, wrapped: bytes | None) -> CaseKey:
        """Return the key of a case from its wrapped form, opened only when we had not done so.

        Raises:
            CannotOpen: the store has no key for the case any more, or the ring does not open it.
        """
        known = self.known(school, ref)
        if wrapped is None:
            self.forget(school, ref)
            raise CannotOpen(f"the key of case {ref} is gone: what was kept under it is destroyed")
        if known is not None and known.wrapped == wrapped:
            return known
        return self.learn(school, ref, CaseKey(Box(self._ring.unwrap(wrapped)), wrapped))

    async def fetch(self, school: School, refs: Iterable[str], *, leave_shut: bool = False) -> None:
        """Open the keys of those cases that are not open yet and that the store has.

        With `leave_shut`, one that the ring does not open keeps nobody from the others.

        Raises:
            CannotOpen: the ring does not open one, and it was not to be left shut.
        """
        missing = [ref for ref in dict.fromkeys(refs) if self.known(school.name, ref) is None]
        if not missing:
            return
        found = await self._line.ask("HMGET", school.names.keys, *missing)
        for ref, wrapped in zip(missing, found, strict=True):
            if wrapped is None:
                continue
            try:
                self.admit(school.name, ref, wrapped)
            except CannotOpen:
                if not leave_shut:
                    raise

    def forget(self, school: str, ref: str) -> None:
        """Drop an open key."""
        self._cases.pop((school, ref), None)

    def forget_school(self, school: str) -> None:
        """Drop every open key of a school."""
        self._schools.pop(school, None)
        for key in [key for key in self._cases if key[0] == school]:
            del self._cases[key]
