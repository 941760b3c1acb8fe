"""A store in this process: the durable one's promises, until the process ends."""

# Rule 1: nothing awaits inside a call, so every call is atomic.
# Rule 2: every refusal is decided before the first change.
# Rule 3: no clock and no randomness, so the same calls give the same answers and tokens.

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.changes import is_paper
from bot.ports import (
    Change,
    Committed,
    Conflict,
    Finish,
    Job,
    NotSaved,
    Put,
    Queue,
    Stale,
    Stored,
)

__all__ = ["MemoryStore"]


@dataclass(slots=True)
class _Kept:
    """A job as it is kept. `until` is set while somebody holds it."""

    number: int
    due: datetime
    body: bytes
    attempt: int = 0
    token: int = 0
    until: datetime | None = None
    doubt: bool = False


@dataclass(slots=True)
class _School:
    """Everything that is kept for one school."""

    cases: dict[str, Stored] = field(default_factory=dict)
    entries: dict[str, list[bytes]] = field(default_factory=dict)
    conversations: dict[str, Stored] = field(default_factory=dict)
    jobs: dict[Queue, dict[str, _Kept]] = field(default_factory=lambda: {q: {} for q in Queue})
    operations: set[str] = field(default_factory=set)
    receipts: dict[str, str] = field(default_factory=dict)
    dead: list[Job] = field(default_factory=list)
    fence: int = 0

    def next_number(self) -> int:
        """Return the next number of the school: no two jobs or holders share one."""
        self.fence += 1
        return self.fence

    def held(self, queue: Queue, key: str, token: int) -> _Kept | None:
        """Return the job when `token` is its current one; a job never claimed has none."""
        kept = self.jobs[queue].get(key)
        return kept if kept is not None and kept.token == token and token else None


class MemoryStore:
    """Keeps everything in this process. With `down` set, every call raises `NotSaved`."""

    def __init__(self) -> None:
        """Begin empty."""
        self.down = False
        self._schools: dict[str, _School] = {}
        self._editions: dict[str, bytes] = {}

    async def load_case(self, school: str, ref: str) -> Stored | None:
        """Return the case, or None when there is none."""
        return self._of(school).cases.get(ref)

    async def load_conversation(self, school: str, key: str) -> Stored | None:
        """Return the conversation of the person `key`, or None."""
        return self._of(school).conversations.get(key)

    async def commit(self, change: Change) -> Committed:
        """Write the whole change, or nothing: finishes first, then cancels, then puts."""
        kept = self._of(change.school)
        if change.operation in kept.operations:
            return Committed(again=True)
        _refuse_stale(kept, change)
        kept.operations.add(change.operation)
        if change.case is not None:
            kept.cases[change.case.ref] = Stored(change.case.expected + 1, change.case.state)
            kept.entries.setdefault(change.case.ref, []).append(change.case.entry)
        if change.conversation is not None:
            kept.conversations[change.conversation.key] = Stored(
                change.conversation.expected + 1, change.conversation.state
            )
        for done in change.finishes:
            _strike(kept, done)
        for queue, key in change.cancels:
            kept.jobs[queue].pop(key, None)
        tokens: dict[str, int] = {}
        for put in change.puts:
            token = _put(kept, put, change.now, change.lease)
            if token:
                tokens[put.key] = token
        return Committed(again=False, tokens=tokens)

    async def entries(self, school: str, ref: str) -> list[bytes]:
        """Return the record of a case, oldest first."""
        return list(self._of(school).entries.get(ref, []))

    async def anchor(self, school: str, ref: str, entries: int) -> str:
        """Return '': nothing here outlives the process, so there is nothing to hold it against."""
        del school, ref, entries
        return ""

    async def cases(self, school: str) -> list[str]:
        """Return the references of all cases of a school, oldest first."""
        return [ref for ref in self._of(school).cases if not is_paper(ref)]

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
        """Return up to `limit` jobs due at `due`, soonest first, held until `now + lease`."""
        kept = self._of(school)
        jobs = kept.jobs[queue]
        held = ((job.until, job.number, job) for job in jobs.values() if job.until is not None)
        for _, _, job in sorted(ran for ran in held if ran[0] <= now)[:limit]:
            job.until = None
        free = [
            (job.due, job.number, key)
            for key, job in jobs.items()
            if job.until is None and job.due <= due
        ]
        claimed = []
        for _, _, key in sorted(free)[:limit]:
            job = jobs[key]
            doubt = job.doubt or job.token != 0  # whoever held it never said what became of it
            job.token, job.until = kept.next_number(), now + lease
            job.attempt += 1
            numbers = job.token, job.attempt
            claimed.append(Job(school, queue, key, job.due, job.body, *numbers, doubt=doubt))
        return claimed

    async def finish(self, school: str, finishes: tuple[Finish, ...]) -> None:
        """Remove jobs that are done and keep their receipts; a stale token is passed over."""
        kept = self._of(school)
        for done in finishes:
            if kept.held(done.queue, done.key, done.token):
                _strike(kept, done)

    async def postpone(self, job: Job, until: datetime, *, doubt: bool = False) -> bool:
        """Give a claimed job back, due at `until`; False when the token is stale."""
        held = self._of(job.school).held(job.queue, job.key, job.token)
        if held is None:
            return False
        held.due, held.token, held.until = until, 0, None
        held.doubt = doubt or job.doubt
        return True

    async def bury(self, job: Job) -> None:
        """Move a job to the dead; a stale token is passed over."""
        kept = self._of(job.school)
        if kept.held(job.queue, job.key, job.token):
            del kept.jobs[job.queue][job.key]
            kept.dead.append(job)

    async def receipt(self, school: str, slot: str) -> str:
        """Return the platform's id of the message last sent to `slot`, or ''."""
        return self._of(school).receipts.get(slot, "")

    async def next_due(self, school: str, queue: Queue) -> datetime | None:
        """Return when the next job that nobody holds falls due, or None."""
        jobs = self._of(school).jobs[queue].values()
        return min((job.due for job in jobs if job.until is None), default=None)

    async def pending(self, school: str, queue: Queue) -> list[tuple[str, datetime]]:
        """Return the keys and due times of all jobs, held ones too, soonest first."""
        jobs = self._of(school).jobs[queue].items()
        ordered = sorted((job.due, job.number, key) for key, job in jobs)
        return [(key, due) for due, _, key in ordered]

    async def keep_edition(self, digest: str, content: bytes) -> None:
        """Keep a compiled script or pack under its content hash; the first one stays."""
        self._answer()
        self._editions.setdefault(digest, content)

    async def edition(self, digest: str) -> bytes | None:
        """Return what was kept under that hash, or None."""
        self._answer()
        return self._editions.get(digest)

    async def dead(self, school: str) -> int:
        """Return how many jobs are dead."""
        return len(self._of(school).dead)

    def _answer(self) -> None:
        if self.down:
            raise NotSaved("the store in memory is switched off; set `down` to False")

    def _of(self, school: str) -> _School:
        self._answer()
        return self._schools.setdefault(school, _School())


def _refuse_stale(kept: _School, change: Change) -> None:
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


def _refuse_lost_leases(kept: _School, finishes: Iterable[Finish]) -> None:
    for done in finishes:
        if kept.held(done.queue, done.key, done.token) is None:
            raise Stale(f"a job of {done.queue} is no longer held with token {done.token}")


def _strike(kept: _School, done: Finish) -> None:
    kept.jobs[done.queue].pop(done.key, None)
    if done.slot:
        kept.receipts[done.slot] = done.receipt


def _put(kept: _School, put: Put, now: datetime, lease: timedelta) -> int:
    """Add the job and return its token, 0 when the committer does not hold it."""
    number = kept.next_number()
    job = kept.jobs[put.queue][put.key] = _Kept(number, put.due, put.body)
    if put.queue is not Queue.OUTBOX or put.due > now:
        return 0
    job.attempt, job.token, job.until = 1, number, now + lease
    return number
