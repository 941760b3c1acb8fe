"""The ports: everything that can fail, as the one door sees it.

A store keeps what was acknowledged; a messenger reaches people; clocks say when it is. Each has a
contract test that every implementation passes.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from bot.changes import (
    CaseWrite,
    Change,
    Committed,
    Conflict,
    ConversationWrite,
    Finish,
    Job,
    NotSaved,
    OurBug,
    Put,
    Queue,
    Reroute,
    Retry,
    Stale,
    Stored,
)
from bot.dialogs.card import Card
from bot.grants import Grant, Redeemed

__all__ = [
    "CaseWrite",
    "Change",
    "Clock",
    "Committed",
    "Conflict",
    "ConversationWrite",
    "Finish",
    "Job",
    "LinkKeeper",
    "Messenger",
    "Mint",
    "NotSaved",
    "OurBug",
    "Put",
    "Queue",
    "Reroute",
    "Retry",
    "Stale",
    "Store",
    "Stored",
]


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

    async def anchor(self, school: str, ref: str, entries: int) -> str:
        """Return words for the record of a case up to that many entries; '' where none are made.

        Written down elsewhere, they show later whether any of it was changed.
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
        """Remove jobs that are done and keep their receipts.

        With a stale token nothing is removed, and a receipt is kept where its slot has none: the
        message is there all the same.
        """
        ...

    async def postpone(self, job: Job, until: datetime, *, doubt: bool = False) -> bool:
        """Give a claimed job back, due at `until`; False when the token is stale.

        With `doubt` it may have been done; a doubt stays until the job is put anew.
        """
        ...

    async def bury(self, job: Job) -> None:
        """Move a job that cannot be done to the dead, where `/health` and `watch` count it."""
        ...

    async def receipt(self, school: str, slot: str) -> str:
        """Return the platform's id of the message last sent to `slot`, or ''."""
        ...

    async def waiting(
        self, schools: Collection[str], *, due: datetime, now: datetime
    ) -> frozenset[str]:
        """Return those of the schools in which a claim may find a job, in one look at them all.

        `due` is read on the timers' clock, `now` is the machine's, as for `claim`.
        """
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


class LinkKeeper(Protocol):
    """Keeps one-time links until they are over. It is told hashes: no token, and no code."""

    async def keep_link(
        self, link: str, proof: str, grant: Grant, until: datetime, now: datetime
    ) -> None:
        """Keep what a link leads to until it runs out, and for a while its memory.

        Raises:
            NotSaved: the store does not answer.
        """
        ...

    async def take_link(self, school: str, link: str, proof: str, now: datetime) -> Redeemed:
        """Use a link up and return its grant. Of two who take it at once, one is given it.

        A try with another proof does not use it up; after `TRIES` of them it is shut.

        Raises:
            NotSaved: the store does not answer; it may have been used up.
        """
        ...


class Messenger(Protocol):
    """Reaches people on one platform."""

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Deliver `card` and return the platform's id of the message.

        `to` is a person's id in the school, or `channel:dsl`. `key` names the message. With
        `again` it may be there already: an alert then says that it is sent again. With `edit`,
        that message is replaced.

        Raises:
            Retry: try again later.
            Reroute: this address cannot be reached; use the next person or medium.
            OurBug: the platform refuses what we made.
        """
        ...

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Replace the message `edit`. One that is gone, or too old to be changed, is left.

        Raises:
            Retry, Reroute, OurBug: as `send`.
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
