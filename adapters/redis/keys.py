"""The names of everything kept in Redis: one hash tag a school, nothing personal."""

# Rule 1: every key of a school carries the tag `{hr:<school>}`, so it all lives in one slot.
# Rule 2: a key expires, or its name is on LASTING; a test walks the whole store and checks.
# Rule 3: case references are random and may be read; every other name is a keyed hash.

import re
from collections.abc import Iterable, Iterator

from bot.ports import Queue

__all__ = ["EDITIONS", "LASTING", "PREFIX", "UNFINISHED", "Names", "QueueNames", "schools_in"]

EDITIONS = "{hr}:edition:"
UNFINISHED = "{hr}:unfinished"
"""Stands in a store into which everything is being copied, until all of it is there."""

PREFIX = "{hr*"
"""What all keys of ours match."""


LASTING = (
    "case:",  # a hash for each case: version, state, head of its chain
    "record:",  # a stream for each case: its events, oldest first
    "conversation:",  # a hash for each person's conversation
    "cases",  # the references of all cases, in the order they began
    "ledger",  # a stream: where all records stood, and which were destroyed
    "keys",  # wrapped data keys: the school's own and one a case
    "fence",  # the one counter of the school: job numbers and fencing tokens
    "receipts",  # what the platform called our last message, by slot
    "addresses",  # where a platform lets us write to people, by hash
    "moved",  # the school was moved to another store, and is closed here
    "dead",  # jobs that could not be done
    "timers:",  # due, leased and jobs of the timers
    "outbox:",  # the same of the outbox
    "calls:",  # the same of the calls
)


_TAG = re.compile(r"\{hr:([^{}]+)\}:")


def schools_in(keys: Iterable[str]) -> list[str]:
    """Return the schools that these keys are of."""
    return sorted({found[1] for key in keys if (found := _TAG.match(key))})


def _literal(text: str) -> str:
    """Return a pattern that matches `text` only."""
    return "".join(f"\\{letter}" if letter in "*?[]\\" else letter for letter in text)


class QueueNames:
    """The three keys of one queue, in the order the scripts expect them."""

    __slots__ = ("due", "jobs", "leased")

    def __init__(self, tag: str, queue: Queue) -> None:
        """Name the keys of `queue` under the school's tag."""
        self.due = f"{tag}{queue}:due"
        self.leased = f"{tag}{queue}:leased"
        self.jobs = f"{tag}{queue}:jobs"

    def __iter__(self) -> Iterator[str]:
        return iter((self.due, self.leased, self.jobs))


class Names:
    """The keys of one school."""

    __slots__ = (
        *("addresses", "cases", "dead", "fence", "keys", "ledger", "moved"),
        *("of_queues", "pattern", "queues", "receipts", "tag"),
    )

    def __init__(self, school: str) -> None:
        """Name the keys of `school`.

        Raises:
            ValueError: the school's name would break the hash tag.
        """
        if not school or "{" in school or "}" in school:
            raise ValueError(f"a school is named without braces and is not empty; found {school!r}")
        self.tag = f"{{hr:{school}}}:"
        self.pattern = f"{_literal(self.tag)}*"
        self.cases = f"{self.tag}cases"
        self.keys = f"{self.tag}keys"
        self.fence = f"{self.tag}fence"
        self.ledger = f"{self.tag}ledger"
        self.moved = f"{self.tag}moved"
        self.receipts = f"{self.tag}receipts"
        self.addresses = f"{self.tag}addresses"
        self.dead = f"{self.tag}dead"
        self.queues = {queue: QueueNames(self.tag, queue) for queue in Queue}
        self.of_queues = [key for queue in self.queues.values() for key in queue]

    def case(self, ref: str) -> str:
        """Return the key of a case's state."""
        return f"{self.tag}case:{ref}"

    def record(self, ref: str) -> str:
        """Return the key of a case's events."""
        return f"{self.tag}record:{ref}"

    def conversation(self, index: str) -> str:
        """Return the key of a conversation; `index` is the keyed hash of the person's id."""
        return f"{self.tag}conversation:{index}"

    def link(self, index: str) -> str:
        """Return the key of a one-time link; it expires. `index` is a keyed hash of its token."""
        return f"{self.tag}link:{index}"

    def operation(self, index: str) -> str:
        """Return the key that remembers an operation; it expires."""
        return f"{self.tag}operation:{index}"
