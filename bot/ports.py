"""The ports: everything that can fail, as the one door sees it.

A store keeps what was acknowledged; a messenger reaches people; clocks say when it is. Each has a
contract test that every implementation passes.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.dialogs.card import Card

__all__ = [
    "CaseWrite",
    "Change",
    "Clock",
    "Committed",
    "Conflict",
    "ConversationWrite",
    "Finish",
    "Job",
    "Messenger",
    "Mint",
    "NotSaved",
    "OurBug",
    "Put",
    "Queue",
    "Reroute",
    "Retry",
    "Store",
    "Stored",
]


class Queue(StrEnum):
    """The two kinds of keyed job.

    Timers fall due on the school's clock (which a rehearsal or the playground may move); the
    outbox falls due on the machine's. Leases run on the machine's clock for both.
    """

    TIMERS = "timers"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Put:
    """Adds a job, or replaces the one with that key. `key` is its meaning; `body` is opaque.

    `case` names the case whose key encrypts the body; '' uses the school's. Of jobs due at the
    same instant, those put first come first.
    """

    queue: Queue
    key: str
    due: datetime
    body: bytes
    case: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """Says that a claimed job is done, in the same commit as what came of it.

    A stale token means that somebody else holds the job: the whole change is refused (`Conflict`).
    `receipt` is the platform's id of the message, kept under `slot` for later edits.
    """

    queue: Queue
    key: str
    token: int
    slot: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class CaseWrite:
    """The next version of a case. `expected` is the version it was stepped from (0: a new case).

    `entry` is the event as it goes into the record: encrypted, chained, never changed again.
    """

    ref: str
    expected: int
    state: bytes
    entry: bytes


@dataclass(frozen=True, slots=True)
class ConversationWrite:
    """The next version of one person's conversation. `key` is the person's id in the school."""

    key: str
    expected: int
    state: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one operation changes. It is written whole, or not at all.

    `operation` names what asked for it (a message, a press, a timer): the same operation committed
    again changes nothing and gives `Committed(again=True)`. `now` is the machine's moment.
    `cancels` are job keys to remove.
    Outbox puts that are due at `now` are handed to the committer at once: their tokens come back in
    `Committed`, and no other process claims them before the lease runs out on the machine's clock.
    """

    school: str
    operation: str
    now: datetime
    case: CaseWrite | None = None
    conversation: ConversationWrite | None = None
    puts: tuple[Put, ...] = ()
    cancels: tuple[tuple[Queue, str], ...] = ()
    finishes: tuple[Finish, ...] = ()
    lease: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Committed:
    """What the store did. `again`: this operation had been committed before; nothing changed.

    `tokens` gives the fencing token of each outbox put, by job key: the committer holds them all.
    """

    again: bool
    tokens: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """A case or conversation as it was last committed."""

    version: int
    state: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job: this process holds it until the lease runs out. `attempt` counts from 1."""

    school: str
    queue: Queue
    key: str
    due: datetime
    body: bytes
    token: int
    attempt: int


class NotSaved(Exception):
    """The store did not confirm the write: the person is told "not saved", never a tick."""


class Conflict(Exception):
    """Somebody else changed it first, or holds the job: load again and step again."""


class Retry(Exception):
    """The other side is busy or broken for a moment: try the same again later.

    `after` is how long it asked for, if it did. `unknown` says that the message may have arrived.
    """

    def __init__(self, what: str, after: timedelta | None = None, *, unknown: bool = False) -> None:
        """Keep what was attempted, and what the other side asked for."""
        super().__init__(what)
        self.after = after
        self.unknown = unknown


class Reroute(Exception):
    """This person or place cannot be reached this way: take the next person or medium now."""


class OurBug(Exception):
    """The other side says that what we sent is wrong: retrying cannot help; people must know."""


class Store(Protocol):
    """One durable place for cases, conversations, timers and outbox. Contract: tests/contracts.

    All states and bodies go in and come out as plaintext bytes; a durable store encrypts them.
    """

    async def load_case(self, school: str, ref: str) -> Stored | None:
        """Return the case, or None when there is none."""
        ...

    async def load_conversation(self, school: str, key: str) -> Stored | None:
        """Return the conversation of the person `key`, or None."""
        ...

    async def commit(self, change: Change) -> Committed:
        """Write the whole change durably, or nothing.

        Raises:
            Conflict: a version or a token is not the expected one.
            NotSaved: the write is not confirmed (it may or may not have happened; the same
                operation may be committed again to find out).
        """
        ...

    async def entries(self, school: str, ref: str) -> list[bytes]:
        """Return the record of a case, oldest first.

        Raises:
            NotSaved: the store does not answer.
        """
        ...

    async def cases(self, school: str) -> list[str]:
        """Return the references of all cases of a school."""
        ...

    async def claim(
        self,
        school: str,
        queue: Queue,
        *,
        due: datetime,
        now: datetime,
        lease: timedelta,
        limit: int,
    ) -> list[Job]:
        """Return up to `limit` jobs due at `due`, soonest first, held until `now + lease`.

        `due` is read on the queue's own clock, `now` is the machine's. Jobs whose lease has run
        out count as due.
        """
        ...

    async def finish(self, school: str, finishes: tuple[Finish, ...]) -> None:
        """Remove jobs that are done and keep their receipts; a stale token is passed over."""
        ...

    async def postpone(self, job: Job, until: datetime) -> bool:
        """Give a claimed job back, due at `until`; False when the token is stale."""
        ...

    async def bury(self, job: Job) -> None:
        """Move a job that cannot be done to the dead, where `/health` and `watch` count it."""
        ...

    async def receipt(self, school: str, slot: str) -> str:
        """Return the platform's id of the message last sent to `slot`, or ''."""
        ...

    async def next_due(self, school: str, queue: Queue) -> datetime | None:
        """Return when the next job of the queue falls due, or None."""
        ...

    async def pending(self, school: str, queue: Queue) -> list[tuple[str, datetime]]:
        """Return the keys and due times of all jobs of the queue, soonest first."""
        ...

    async def keep_edition(self, digest: str, content: bytes) -> None:
        """Keep a compiled script or pack under its content hash."""
        ...

    async def edition(self, digest: str) -> bytes | None:
        """Return what was kept under that hash, or None."""
        ...

    async def dead(self, school: str) -> int:
        """Return how many jobs are dead."""
        ...


class Messenger(Protocol):
    """Reaches people on one platform."""

    async def send(self, school: str, to: str, card: Card, *, key: str, edit: str = "") -> str:
        """Deliver `card` and return the platform's id of the message.

        `to` is a person's id in the school, or `channel:dsl`. `key` names the message: a repeat of
        it may be shown as "sent again". With `edit`, that message is replaced.

        Raises:
            Retry: try again later.
            Reroute: this address cannot be reached; use the next person or medium.
            OurBug: the platform refuses what we made.
        """
        ...


class Clock(Protocol):
    """Says when it is. All moments are aware, in UTC."""

    def now(self) -> datetime:
        """Return the school's moment; a playground or rehearsal may move it."""
        ...

    def machine(self) -> datetime:
        """Return the machine's moment: for leases, retries and back-off only."""
        ...


class Mint(Protocol):
    """Makes case references: random, so that nothing can be read from one."""

    def reference(self) -> str:
        """Return a fresh reference such as `YP-7K3Q`."""
        ...
