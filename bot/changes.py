"""What goes through the ports: a change and its parts, a job, and how each can fail."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

__all__ = [
    "PAPER",
    "ROTA",
    "CaseWrite",
    "Change",
    "Committed",
    "Conflict",
    "ConversationWrite",
    "Finish",
    "Job",
    "NotSaved",
    "OurBug",
    "Put",
    "Queue",
    "Reroute",
    "Retry",
    "Stale",
    "Stored",
    "is_paper",
]

PAPER = "@"
"""What the reference of a school's own paper begins with: it is kept, numbered, sealed and chained
as a case is, and is not among the cases."""
ROTA = f"{PAPER}rota"
"""The paper on which changes of the rota are written that were agreed on in chat."""


def is_paper(ref: str) -> bool:
    """Return whether a reference is that of a school's own paper, and of no case."""
    return ref.startswith(PAPER)


class Queue(StrEnum):
    """The three kinds of keyed job.

    Timers fall due on the school's clock (which a rehearsal or the playground may move); the
    outbox (chat) and the calls (e-mail and phone) fall due on the machine's: a gateway that is
    slow holds up no chat. Leases run on the machine's clock for all.
    """

    TIMERS = "timers"
    OUTBOX = "outbox"
    CALLS = "calls"


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
    `receipt` is the platform's id of the message, kept under `slot` for later edits; without one
    what was kept there is forgotten.
    """

    queue: Queue
    key: str
    token: int
    slot: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class CaseWrite:
    """The next version of a case, or of a paper of the school (`PAPER`).

    `expected` is the version it was stepped from (0: a new case).
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
    """A claimed job: this process holds it until the lease runs out. `attempt` counts from 1.

    `doubt`: it may have been done before. A holder of it never said, or could not know.
    """

    school: str
    queue: Queue
    key: str
    due: datetime
    body: bytes
    token: int
    attempt: int
    doubt: bool = False


class NotSaved(Exception):
    """The store did not confirm the write: the person is told "not saved", never a tick."""


class Conflict(Exception):
    """Somebody else changed it first, or holds the job: load again and step again."""


class Stale(Conflict):
    """The job that a change ends was put anew, or somebody else holds it: they do it, not we."""


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
