"""An anchor as words: where the record stood, to be kept where nobody can change it.

Seven words carry 63 bits of a digest; the eighth is worked out from them, so that a word that was
misread is told from a record that was changed.
"""

import tomllib
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from importlib import resources

__all__ = ["Misread", "read_words", "words_of"]

CARRY = 7
BITS = 9
"""Bits that one word carries: there are 512 of them."""


class Misread(ValueError):
    """What was typed is not the words of an anchor; the message says which word, and the cure."""


@cache
def _words() -> tuple[str, ...]:
    text = resources.files("bot.record").joinpath("anchors.toml").read_text("utf-8")
    return tuple(str(tomllib.loads(text)["words"]).split())


def words_of(digest: bytes) -> str:
    """Return the eight words of a digest of at least eight bytes."""
    number = int.from_bytes(digest[:8], "big") >> 1
    places = [number >> BITS * (CARRY - 1 - at) & (1 << BITS) - 1 for at in range(CARRY)]
    said = [_words()[place] for place in places]
    return " ".join([*said, _check(said)])


def read_words(typed: str) -> str:
    """Return the words of an anchor as they were posted, from what somebody typed or pasted.

    Raises:
        Misread: there are not eight, one is none of ours, or they do not belong together.
    """
    found = typed.casefold().replace(",", " ").split()
    for word in found:
        if word not in _words():
            near = get_close_matches(word, _words(), n=1)
            cure = f"did you mean {near[0]!r}?" if near else "copy them once more"
            raise Misread(f"{word!r} is no word of an anchor; {cure}")
    if len(found) != CARRY + 1:
        raise Misread(f"an anchor has {CARRY + 1} words; these are {len(found)}")
    if _check(found[:CARRY]) != found[CARRY]:
        raise Misread("these words do not belong together; copy them once more, in their order")
    return " ".join(found)


def _check(said: list[str]) -> str:
    digest = sha256(" ".join(said).encode()).digest()
    return _words()[int.from_bytes(digest[:2], "big") >> 16 - BITS]
