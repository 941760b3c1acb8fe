"""What a store in memory keeps of one school, and how it changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ports import Change, Conflict, Finish, Job, Put, Queue, Stale, Stored

__all__ = ["Kept", "School", "put_job", "refuse_stale", "strike"]


@dataclass(slots=True)
class Kept:
    """A job as it is kept. `until` is set while somebody holds it."""

    number: int
    due: datetime
    body: bytes
    attempt: int = 0
    token: int = 0
    until: datetime | None = None
    doubt: bool = False


@dataclass(slots=True)
class School:
    """Everything that is kept for one school."""

    cases: dict[str, Stored] = field(default_factory=dict)
    entries: dict[str, list[bytes]] = field(default_factory=dict)
    conversations: dict[str, Stored] = field(default_factory=dict)
    jobs: dict[Queue, dict[str, Kept]] = field(default_factory=lambda: {q: {} for q in Queue})
    operations: set[str] = field(default_factory=set)
    receipts: dict[str, str] = field(default_factory=dict)
    dead: list[Job] = field(default_factory=list)
    fence: int = 0

    def next_number(self) -> int:
        """Return the next number of the school: no two jobs or holders share one."""
        self.fence += 1
        return self.fence

    def is_waiting(self, due: datetime, now: datetime) -> bool:
        """Say whether a claim would find a job, in any queue; only the timers' are due at `due`."""
        moments = (
            (each, due if queue is Queue.TIMERS else now) for queue, each in self.jobs.items()
        )
        return any(
            job.until <= now if job.until else job.due <= moment
            for jobs, moment in moments
            for job in jobs.values()
        )

    def held(self, queue: Queue, key: str, token: int) -> Kept | None:
        """Return the job when `token` is its current one; a job never claimed has none."""
        kept = self.jobs[queue].get(key)
        return kept if kept is not None and kept.token == token and token else None


def refuse_stale(kept: School, change: Change) -> None:
    """Refuse a change that was worked out from what is no longer so.

    Raises:
        Conflict: the case or the conversation has moved on.
        Stale: a job is no longer held.
    """
    case, conversation = change.case, change.conversation
    if case is not None:
        _compare(f"case {case.ref}", kept.cases.get(case.ref), case.expected)
    if conversation is not None:
        _compare("conversation", kept.conversations.get(conversation.key), conversation.expected)
    _refuse_lost_leases(kept, change.finishes)


def _compare(what: str, stored: Stored | None, expected: int) -> None:
    found = stored.version if stored is not None else 0
    if found != expected:
        raise Conflict(f"{what} is at version {found}, expected {expected}; load it again")


def _refuse_lost_leases(kept: School, finishes: Iterable[Finish]) -> None:
    for done in finishes:
        if kept.held(done.queue, done.key, done.token) is None:
            raise Stale(f"a job of {done.queue} is no longer held with token {done.token}")


def strike(kept: School, done: Finish) -> None:
    """Remove a job that is done and keep its receipt; without one forget what was kept there."""
    kept.jobs[done.queue].pop(done.key, None)
    if done.slot and done.receipt:
        kept.receipts[done.slot] = done.receipt
    elif done.slot:
        kept.receipts.pop(done.slot, None)


def put_job(kept: School, put: Put, now: datetime, lease: timedelta) -> int:
    """Add the job and return its token, 0 when the committer does not hold it."""
    number = kept.next_number()
    job = kept.jobs[put.queue][put.key] = Kept(number, put.due, put.body)
    if put.queue is not Queue.OUTBOX or put.due > now:
        return 0
    job.attempt, job.token, job.until = 1, number, now + lease
    return number
