"""The edition that a case keeps: a script and a pack's rules under their own hash."""

import json
from hashlib import sha256

from bot.dialogs.pack import Contact, Pack
from bot.dialogs.script import Script
from bot.frozen import Frozen

__all__ = ["Edition", "compiled", "edition_of", "read_edition"]


class Edition(Frozen):
    """A script with the rules it was written beside. The pack is kept without its contacts."""

    script: Script
    pack: Pack


def compiled(script: Script, pack: Pack) -> bytes:
    """Return the canonical bytes of an edition, without the pack's contacts."""
    bare = pack.model_copy(update={"contacts": ()})
    content = Edition(script=script, pack=bare).model_dump(mode="json")
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def edition_of(content: bytes) -> str:
    """Return the name of an edition: the SHA-256 of its canonical bytes, in hex."""
    return sha256(content).hexdigest()


def read_edition(content: bytes, contacts: tuple[Contact, ...]) -> Edition:
    """Return the edition that was kept, with today's contacts.

    Raises:
        ValidationError: this release can no longer read what an earlier one kept.
    """
    kept = Edition.model_validate_json(content)
    pack = kept.pack.model_copy(update={"contacts": contacts})
    return kept.model_copy(update={"pack": pack})
