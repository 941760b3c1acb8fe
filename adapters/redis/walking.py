"""One school while its chains are walked: what holds, what does not, what an anchor covers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.redis.chain import Head, Link, verify
from adapters.redis.ledger_entries import (
    Anchor,
    Note,
    Shredded,
    anchor_digest,
    case_words,
    covered,
)
from adapters.redis.vault import School
from bot.record.anchors import words_of

__all__ = ["Stood", "Walk", "Walked", "Wrong"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it was written, with its case; '' for the school's ledger."""

    case: str
    what: str


@dataclass(frozen=True, slots=True)
class Stood:
    """An anchor that still holds: of when (UTC), and how many cases and entries it covers."""

    at: datetime
    cases: int
    entries: int


@dataclass(slots=True)
class Walk:
    """What was found in one school. `matches` says in words what the words asked for stand for."""

    school: str
    cases: int = 0
    entries: int = 0
    shredded: list[Shredded] = field(default_factory=list)
    anchors: list[Stood] = field(default_factory=list)
    matches: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(slots=True)
class Walked:
    """One school while it is walked: the chains that hold, and what was found so far."""

    school: School
    found: Walk
    words: str
    macs: dict[str, list[bytes]] = field(default_factory=dict)

    def say(self, ref: str, what: str) -> None:
        """Note what is wrong with a case; '' is nothing."""
        if what:
            self.found.wrong.append(Wrong(ref, what))

    def chain(
        self, ref: str, links: Sequence[Link], version: bytes | None, head: bytes | None
    ) -> bool:
        """Hold a record against its chain and its head; say whether it is whole."""
        known = Head(int(version), head or b"") if version and version.isdigit() else None
        verdict = verify(self.school.keys.chain, self.school.name, ref, links, known)
        whole = verdict.holds and known is not None and known.place == len(links)
        self.macs[ref] = [link.mac for link in links[: verdict.good]]
        self.found.cases += 1
        self.found.entries += verdict.good
        if not whole:
            self.say(ref, verdict.wrong or "its record and its state do not belong together")
        if self.words:
            self.found.matches += self._matches(ref)
        return whole

    def _matches(self, ref: str) -> Iterator[str]:
        for place, mac in enumerate(self.macs[ref], start=1):
            if case_words(self.school, ref, Head(place, mac)) == self.words:
                yield f"{ref} as it was after entry {place} of {len(self.macs[ref])}"

    def stood(self, links: Sequence[Link], notes: Sequence[Note]) -> None:
        """Hold every record against every anchor of the ledger."""
        before: Head | None = None
        known: dict[str, int] = {}
        missing: dict[str, str] = {}
        for link, note in zip(links, notes, strict=True):
            known |= covered([note])
            if isinstance(note, Anchor):
                lost = self._lost(known)
                missing |= lost
                self._anchor(note, before, known, lost)
            before = Head(link.place, link.mac)
        for ref, what in missing.items():
            self.say(ref, what)

    def _lost(self, known: dict[str, int]) -> dict[str, str]:
        """Return the cases of which less is left than an anchor covers."""
        left = {ref: len(self.macs.get(ref, ())) for ref in known}
        return {
            ref: f"an anchor covers {place} entries of it, and {left[ref] or 'none'} hold"
            for ref, place in known.items()
            if left[ref] < place
        }

    def _anchor(
        self, note: Anchor, before: Head | None, known: dict[str, int], lost: Iterable[str]
    ) -> None:
        if list(lost):
            return
        heads = {ref: Head(place, self.macs[ref][place - 1]) for ref, place in known.items()}
        digest = anchor_digest(self.school, before, heads)
        if digest.hex() != note.digest:
            self.say("", f"the anchor of {note.at:%Y-%m-%d %H:%M} UTC does not hold")
            return
        self.found.anchors.append(Stood(note.at, len(known), sum(known.values())))
        if words_of(digest) == self.words:
            told = f"{len(known)} cases with {sum(known.values())} entries"
            self.found.matches.append(f"the anchor of {note.at:%Y-%m-%d %H:%M} UTC: {told}")
