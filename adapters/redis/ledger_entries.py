"""What stands in a school's ledger, and what an anchor is worked out from."""

# Rule: it names cases, moments and staff, and holds no word of a case.

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from adapters.redis.chain import GENESIS, Head
from adapters.redis.crypto import context
from adapters.redis.vault import School
from bot.frozen import Frozen
from bot.record.anchors import words_of

__all__ = ["NOTE", "Anchor", "Note", "Shredded", "anchor_digest", "case_words", "covered"]


class Anchor(Frozen):
    """Where all records of a school stood at a moment (UTC).

    `cases` are those that stood elsewhere at the anchor before, with their number of entries.
    """

    kind: Literal["anchor"] = "anchor"
    at: datetime
    cases: dict[str, int]
    digest: str


class Shredded(Frozen):
    """The certificate of a case whose key was destroyed: when (UTC), why, and who accepted it.

    `place` and `mac` are where its chain ended: what is left still holds.
    """

    kind: Literal["shredded"] = "shredded"
    at: datetime
    ref: str
    place: int
    mac: str
    grounds: str
    opened_at: datetime
    dsl: str
    head: str


Note = Anchor | Shredded
NOTE: TypeAdapter[Note] = TypeAdapter(Annotated[Note, Field(discriminator="kind")])


def covered(notes: Iterable[Note]) -> dict[str, int]:
    """Return every case that these notes tell of, with its number of entries at the last one."""
    found: dict[str, int] = {}
    for note in notes:
        if isinstance(note, Anchor):
            found |= note.cases
        else:
            found[note.ref] = note.place
    return found


def anchor_digest(school: School, before: Head | None, heads: Mapping[str, Head]) -> bytes:
    """Return the digest of where all records stand; `before` is the head of the ledger."""
    parts = [before.mac if before else GENESIS]
    for ref in sorted(heads):
        where = context(school=school.name, case=ref, place=heads[ref].place, kind="anchor")
        parts += [where, heads[ref].mac]
    return hmac.digest(school.keys.anchor, b"".join(parts), "sha256")


def case_words(school: School, ref: str, head: Head) -> str:
    """Return the words for where one case stands; an export of its record ends with them."""
    where = context(school=school.name, case=ref, place=head.place, kind="case")
    return words_of(hmac.digest(school.keys.anchor, where + head.mac, "sha256"))
