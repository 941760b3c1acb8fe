"""A store in this process: the durable one's promises, until the process ends."""

# Rule 1: nothing awaits inside a call, so every call is atomic.
# Rule 2: every refusal is decided before the first change.
# Rule 3: no clock and no randomness, so the same calls give the same answers and tokens.

from collections.abc import Collection
from datetime import datetime, timedelta

from adapters.memory.kept import School, put_job, refuse_stale, strike
from bot.changes import is_paper
from bot.ports import (
    Change,
    Committed,
    Finish,
    Job,
    NotSaved,
    Queue,
    Stored,
)

__all__ = ["MemoryStore"]


class MemoryStore:
    """Keeps everything in this process. With `down` set, every call raises `NotSaved`."""

    def __init__(self) -> None:
        """Begin empty."""
        self.down = False
        self._schools: dict[str, School] = {}
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
        refuse_stale(kept, change)
        kept.operations.add(change.operation)
        if change.case is not None:
            kept.cases[change.case.ref] = Stored(change.case.expected + 1, change.case.state)
            kept.entries.setdefault(change.case.ref, []).append(change.case.entry)
        if change.conversation is not None:
            kept.conversations[change.conversation.key] = Stored(
                change.conversation.expected + 1, change.conversation.state
            )
        for done in change.finishes:
            strike(kept, done)
        for queue, key in change.cancels:
            kept.jobs[queue].pop(key, None)
        tokens: dict[str, int] = {}
        for put in change.puts:
            token = put_job(kept, put, change.now, change.lease)
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
        """Remove jobs that are done and keep their receipts; with a stale token, only those."""
        kept = self._of(school)
        for done in finishes:
            if kept.held(done.queue, done.key, done.token):
                strike(kept, done)
            elif done.slot and done.receipt:
                kept.receipts.setdefault(done.slot, done.receipt)

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

    async def waiting(
        self, schools: Collection[str], *, due: datetime, now: datetime
    ) -> frozenset[str]:
        """Return those of the schools in which a claim may find a job."""
        return frozenset(name for name in schools if self._of(name).is_waiting(due, now))

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

    def _of(self, school: str) -> School:
        self._answer()
        return self._schools.setdefault(school, School())
