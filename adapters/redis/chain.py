"""The chain over a case's record: what was changed, swapped or cut can be seen afterwards."""

# Rule 1: mac[n] = HMAC-SHA256(chain key, mac[n-1] | context | ciphertext); mac[0] is 32 zero bytes.
# Rule 2: it runs over ciphertext, so it still verifies when the case's own key is destroyed.
# Rule 3: the chain alone cannot show a cut tail: `verify` is given a head that was kept elsewhere.

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.redis.crypto import context

__all__ = ["GENESIS", "Head", "Link", "Verdict", "entry_context", "extend", "verify"]

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One event as it is kept: its place from 1, its ciphertext, and the chain up to it."""

    place: int
    sealed: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stood: after `place` events, at `mac`. Written down elsewhere, it anchors."""

    place: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many good links, and in words what is wrong."""

    good: int
    wrong: str

    @property
    def holds(self) -> bool:
        """Tell whether the whole record is as it was written."""
        return not self.wrong


def entry_context(school: str, ref: str, place: int) -> bytes:
    """Return the context of the event at `place` (from 1) of a case."""
    return context(school=school, case=ref, place=place, kind="entry")


def extend(key: bytes, before: bytes, where: bytes, sealed: bytes) -> bytes:
    """Return the chain's next head."""
    return hmac.digest(key, before + where + sealed, "sha256")


def verify(
    key: bytes, school: str, ref: str, links: Sequence[Link], head: Head | None = None
) -> Verdict:
    """Return whether `links` are the record of the case, whole up to the known `head`.

    Without a `head` a tail that was cut off leaves no trace.
    """
    mac = GENESIS
    for place, link in enumerate(links, start=1):
        if link.place != place:
            return Verdict(place - 1, f"event {place} is missing: event {link.place} stands there")
        mac = extend(key, mac, entry_context(school, ref, place), link.sealed)
        if not hmac.compare_digest(mac, link.mac):
            return Verdict(place - 1, f"event {place} was changed, swapped or put in")
        if head is not None and head.place == place and not hmac.compare_digest(mac, head.mac):
            return Verdict(place - 1, f"event {place} or one before it was written anew")
    if head is not None and head.place > len(links):
        return Verdict(
            len(links),
            f"the end was cut off: {len(links)} of at least {head.place} events are left",
        )
    return Verdict(len(links), "")
