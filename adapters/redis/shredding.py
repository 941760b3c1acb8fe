"""Shredding a case: its key is destroyed, a certificate stays, and the chain still holds."""

# Rule 1: the certificate goes in with the same script that destroys the key: there is never one
#         without the other.
# Rule 2: that it may be done is for the caller to ask, of the case at the version that is given.

from datetime import datetime
from typing import NamedTuple

from adapters.redis.chain import Head
from adapters.redis.connection import Line, Script, Value
from adapters.redis.ledger import MOVED, Ledger, sealed_note
from adapters.redis.ledger_entries import Shredded
from adapters.redis.vault import Vault
from bot.ports import Conflict, NotSaved

__all__ = ["Grounds", "Shredder"]

_SHRED = Script("shred")


class Grounds(NamedTuple):
    """Why a case is shredded, who accepted it, and when it was raised (UTC)."""

    grounds: str
    dsl: str
    head: str
    opened_at: datetime


class Shredder:
    """Destroys what opens a case."""

    def __init__(self, line: Line, vault: Vault, ledger: Ledger) -> None:
        """Use the store's line, its open keys and its ledgers."""
        self._line = line
        self._vault = vault
        self._ledger = ledger

    async def shred(
        self, name: str, ref: str, version: int, grounds: Grounds, at: datetime
    ) -> Shredded:
        """Destroy the key of a case that stands at `version`; return the certificate.

        Raises:
            Conflict: somebody wrote meanwhile; nothing was done, look at the case again.
            NotSaved: the store does not answer.
        """
        school = await self._vault.school(name)
        names = school.names
        mac = await self._line.ask("HGET", names.case(ref), "head")
        if mac is None:
            raise Conflict(f"there is no case {ref}")
        note = Shredded(at=at, ref=ref, place=version, mac=mac.hex(), **grounds._asdict())
        links = await self._ledger.links(school)
        before = Head(links[-1].place, links[-1].mac) if links else None
        args: list[Value] = [ref, version]
        args += [(before.place if before else 0) + 1, before.mac if before else b""]
        args += sealed_note(school, note, before)
        keys = [names.keys, names.cases, names.case(ref), names.ledger, names.moved]
        said = await self._line.run(_SHRED, keys, args, repeat=True)
        self._vault.forget(name, ref)
        if said == [b"moved"]:
            raise NotSaved(MOVED)
        if said != [b"shredded"]:
            raise Conflict("the case or the ledger was written to meanwhile")
        return note
