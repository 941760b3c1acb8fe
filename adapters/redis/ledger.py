"""The ledger of a school: where its records stood, and which were destroyed, in a chain."""

# Rule 1: it is chained and sealed as a case's record is, under the reference '', which no case has.
# Rule 2: an anchor covers every case of the school and the ledger before it. Its words go where
#         nobody who can write to this store can change them: the DSL channel, each day.

from datetime import datetime

from adapters.redis.chain import GENESIS, Head, Link, entry_context, extend
from adapters.redis.connection import Line, Script, Value
from adapters.redis.ledger_entries import (
    NOTE,
    Anchor,
    Note,
    anchor_digest,
    case_words,
    covered,
)
from adapters.redis.record import links_in
from adapters.redis.vault import School, Vault
from bot.changes import ROTA
from bot.ports import NotSaved
from bot.record.anchors import words_of

__all__ = ["LEDGER", "MOVED", "Ledger", "open_note", "sealed_note"]

LEDGER = ""
"""The reference under which a ledger is chained and sealed: no case has it."""

MOVED = "this school was moved to another store; start the programs on that one"

_APPEND = Script("ledger")
_TRIES = 8


class Ledger:
    """Writes and reads the ledgers of a store."""

    def __init__(self, line: Line, vault: Vault) -> None:
        """Use the store's line and its open keys."""
        self._line = line
        self._vault = vault

    async def anchor(self, name: str, at: datetime) -> str:
        """Note where every record of a school stands at `at` (UTC); return it in words.

        Cases are looked at one after the other while others write: each is covered as far as it
        had come when it was looked at.

        Raises:
            NotSaved: the store does not answer.
        """
        school = await self._vault.school(name)
        for _ in range(_TRIES):
            links = await self.links(school)
            notes = [open_note(school, link) for link in links]
            before = Head(links[-1].place, links[-1].mac) if links else None
            heads = await self._heads(school, covered(notes))
            digest = anchor_digest(school, before, heads)
            known = covered(notes)
            moved = {ref: head.place for ref, head in heads.items() if known.get(ref) != head.place}
            note = Anchor(at=at, cases=moved, digest=digest.hex())
            if await self._append(school, note, before):
                return words_of(digest)
        raise NotSaved("somebody else wrote to the ledger under every attempt")

    async def words_for(self, name: str, ref: str, place: int) -> str:
        """Return the words for a case after its entry `place`, '' where there is no such entry.

        Raises:
            NotSaved: the store does not answer.
        """
        school, at = await self._vault.school(name), f"{place}-0"
        rows = links_in(await self._line.ask("XRANGE", school.names.record(ref), at, at))
        return case_words(school, ref, Head(place, rows[0].mac)) if rows else ""

    async def links(self, school: School) -> list[Link]:
        """Return the ledger as it is kept, with its chain."""
        return links_in(await self._line.ask("XRANGE", school.names.ledger, "-", "+"))

    async def notes(self, name: str) -> list[Note]:
        """Return what stands in the ledger of a school, oldest first.

        Raises:
            CannotOpen: an entry was changed or moved.
            NotSaved: the store does not answer.
        """
        school = await self._vault.school(name)
        return [open_note(school, link) for link in await self.links(school)]

    async def _heads(self, school: School, known: dict[str, int]) -> dict[str, Head]:
        """Return where the chain of every case stands, also of those that were shredded.

        The paper of the rota is covered with them.
        """
        listed = await self._line.ask("ZRANGE", school.names.cases, 0, -1)
        refs = list(dict.fromkeys([*known, *(ref.decode() for ref in listed), ROTA]))
        asked = [("HMGET", school.names.case(ref), "version", "head") for ref in refs]
        found = zip(refs, await self._line.ask_all(*asked), strict=True)
        return {ref: Head(int(place), mac) for ref, (place, mac) in found if place is not None}

    async def _append(self, school: School, note: Note, before: Head | None) -> bool:
        args: list[Value] = [(before.place if before else 0) + 1, before.mac if before else b""]
        args += sealed_note(school, note, before)
        keys = [school.names.ledger, school.names.moved]
        said = await self._line.run(_APPEND, keys, args, repeat=True)
        if said == [b"moved"]:
            raise NotSaved(MOVED)
        return bool(said == [b"kept"])


def sealed_note(school: School, note: Note, before: Head | None) -> list[Value]:
    """Return an entry sealed for the place after `before`, and the chain's next head."""
    where = entry_context(school.name, LEDGER, (before.place if before else 0) + 1)
    sealed = school.keys.box.seal(NOTE.dump_json(note), where)
    mac = extend(school.keys.chain, before.mac if before else GENESIS, where, sealed)
    return [sealed, mac]


def open_note(school: School, link: Link) -> Note:
    """Return what stands in one entry of a ledger.

    Raises:
        CannotOpen: it was changed or moved.
    """
    where = entry_context(school.name, LEDGER, link.place)
    return NOTE.validate_json(school.keys.box.open(link.sealed, where))
