"""Walking every chain of a store: what was changed, cut, swapped, put in or taken out."""

# Rule 1: each case is read in one transaction: whoever writes meanwhile makes no false alarm.
# Rule 2: it writes nothing, and what it says has a reference and our own words: no content.
# Rule 3: what the ledger once covered must still be there. Without the words of an anchor that was
#         kept elsewhere, whoever holds the keys could have written all of it anew.

from hashlib import sha256

from adapters.redis.chain import Link, entry_context, verify
from adapters.redis.connection import Line, Refused
from adapters.redis.crypto import CannotOpen
from adapters.redis.keys import EDITIONS, Names, schools_in
from adapters.redis.ledger import LEDGER, open_note
from adapters.redis.ledger_entries import Note, Shredded, covered
from adapters.redis.record import links_in
from adapters.redis.sealing import open_state
from adapters.redis.vault import ROOT, School, Vault
from adapters.redis.walking import Walk, Walked, Wrong
from bot.changes import is_paper

__all__ = ["Walker"]


class Walker:
    """Reads all that is kept, and holds it against its chains."""

    def __init__(self, line: Line, vault: Vault) -> None:
        """Use the store's line and its open keys."""
        self._line = line
        self._vault = vault

    async def schools(self) -> list[str]:
        """Return every school that anything is kept for.

        Raises:
            NotSaved: the store does not answer.
        """
        return schools_in(await self._line.names("{hr:*"))

    async def editions(self) -> list[Wrong]:
        """Return what is wrong with the scripts and packs that cases began with.

        Raises:
            NotSaved: the store does not answer.
        """
        names = await self._line.names(f"{EDITIONS}*")
        found = await self._line.ask_all(*(("GET", name) for name in names)) if names else []
        return [
            Wrong("", f"edition {digest[:12]} was changed")
            for name, content in zip(names, found, strict=True)
            if sha256(content).hexdigest() != (digest := name.removeprefix(EDITIONS))
        ]

    async def walk(self, name: str, words: str = "") -> Walk:
        """Return how the records of a school are; look for the state that `words` stand for.

        Raises:
            NotSaved: the store does not answer.
        """
        found = Walk(name)
        if await self._line.ask("HGET", Names(name).keys, ROOT) is None:
            found.wrong.append(Wrong("", "the school's own key is gone: nothing can be read"))
            return found
        try:
            school = await self._vault.school(name)
        except CannotOpen as why:
            found.wrong.append(Wrong("", f"the school's own key does not open: {why}"))
            return found
        ledger = await self._line.ask("XRANGE", school.names.ledger, "-", "+")
        links, notes = self._ledger(school, links_in(ledger), found)
        walked = Walked(school, found, words)
        found.shredded = [note for note in notes if isinstance(note, Shredded)]
        destroyed = {note.ref: note for note in found.shredded}
        kept = await self._kept(school)  # before the list, which a new case is on from its start
        listed = {ref.decode() for ref in await self._line.ask("ZRANGE", school.names.cases, 0, -1)}
        for ref in sorted({*listed, *covered(notes), *kept}):
            await self._case(walked, ref, destroyed.get(ref), listed=ref in listed)
        walked.stood(links, notes)
        return found

    def _ledger(
        self, school: School, links: list[Link], found: Walk
    ) -> tuple[list[Link], list[Note]]:
        """Return the entries of the ledger up to the first that does not hold."""
        verdict = verify(school.keys.chain, school.name, LEDGER, links)
        good, notes = links[: verdict.good], []
        if not verdict.holds:
            found.wrong.append(Wrong("", f"the ledger: {verdict.wrong}"))
        try:
            notes = [open_note(school, link) for link in good]
        except (CannotOpen, ValueError):
            found.wrong.append(Wrong("", "the ledger cannot be read"))
        return good[: len(notes)], notes

    async def _kept(self, school: School) -> set[str]:
        """Return every case of which anything is kept, listed or not."""
        tag, names = school.names.tag, await self._line.names(school.names.pattern)
        states = {each.removeprefix(f"{tag}case:") for each in names if f"{tag}case:" in each}
        records = {each.removeprefix(f"{tag}record:") for each in names if f"{tag}record:" in each}
        keys = {key.decode() for key in await self._line.ask("HKEYS", school.names.keys)}
        return states | records | {key for key in keys if not key.startswith("@")}

    async def _case(self, walked: Walked, ref: str, gone: Shredded | None, *, listed: bool) -> None:
        names = walked.school.names
        try:
            (version, head, state), rows, wrapped = await self._line.ask_at_once(
                ("HMGET", names.case(ref), "version", "head", "state"),
                ("XRANGE", names.record(ref), "-", "+"),
                ("HGET", names.keys, ref),
            )
        except Refused:
            walked.say(ref, "what is kept for it is not a record")
            return
        links = links_in(rows)
        if not walked.chain(ref, links, version, head):
            return
        if gone is not None:
            left = listed or wrapped is not None or state is not None
            walked.say(ref, "it was shredded, and some of it is there again" if left else "")
            whole = (gone.place, gone.mac) == (len(links), links[-1].mac.hex() if links else "")
            walked.say(ref, "" if whole else "it does not end where its certificate says")
            return
        walked.say(ref, "" if listed or is_paper(ref) else "it is not on the list of cases")
        walked.say(ref, self._opened(walked.school, ref, (links, state, wrapped)))

    def _opened(
        self, school: School, ref: str, kept: tuple[list[Link], bytes | None, bytes | None]
    ) -> str:
        """Return why a whole case cannot be read, or ''."""
        links, state, wrapped = kept
        if wrapped is None:
            return "its key is gone, and no certificate says who destroyed it"
        try:
            box = self._vault.admit(school.name, ref, wrapped).box
            for link in links:
                box.open(link.sealed, entry_context(school.name, ref, link.place))
            open_state(box, school.name, ref, len(links), state or b"")
        except CannotOpen as why:
            return f"it does not open: {why}"
        return ""
