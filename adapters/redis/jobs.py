"""Keyed jobs in Redis: claimed with a lease and a token, settled by who holds them."""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache

from adapters.redis.connection import Line, Script, Value
from adapters.redis.crypto import CannotOpen
from adapters.redis.keys import Names
from adapters.redis.moments import from_micros, to_micros
from adapters.redis.sealing import job_case, job_id, open_job
from adapters.redis.vault import School, Vault
from adapters.redis.writing import receipt_of
from bot.ports import Finish, Job, Queue

__all__ = ["Jobs"]

_CLAIM = Script("claim")
_SETTLE = Script("settle")
_WAITING = Script("waiting")
_FIELDS = 6  # id, due, attempt, token, doubt, body

_log = logging.getLogger(__name__)


class Jobs:
    """The timers, the outbox and the calls of every school."""

    def __init__(self, line: Line, vault: Vault) -> None:
        """Use the store's line and its open keys."""
        self._line = line
        self._vault = vault

    async def claim(
        self,
        name: str,
        queue: Queue,
        *,
        due: datetime,
        now: datetime,
        lease: timedelta,
        limit: int,
    ) -> list[Job]:
        """Return up to `limit` jobs due at `due`, held until `now + lease`.

        A lost reply is not asked for again: those jobs come back when their lease runs out. A job
        that does not open is moved to the dead, or it would stand before all others for ever.
        """
        school = await self._vault.school(name)
        found = await self._line.run(
            _CLAIM,
            [*school.names.queues[queue], school.names.fence, school.names.moved],
            [to_micros(due), to_micros(now), to_micros(now + lease), limit],
            repeat=False,
        )
        rows = [found[at : at + _FIELDS] for at in range(0, len(found), _FIELDS)]
        await self._vault.fetch(school, _cases(row[5] for row in rows), leave_shut=True)
        jobs = []
        for identity, moment, attempt, token, doubt, body in rows:
            try:
                key, plain = open_job(self._vault, school, queue, identity.decode(), body)
            except CannotOpen as why:
                _log.error("a job of %s cannot be opened and is now dead: %s", queue, why)
                await self._settle(school, [["bury", queue, identity, token, "", ""]])
                continue
            when = from_micros(int(moment))
            numbers = int(token), int(attempt)
            jobs.append(Job(name, queue, key, when, plain, *numbers, doubt=doubt == b"1"))
        return jobs

    async def finish(self, name: str, finishes: tuple[Finish, ...]) -> None:
        """Remove jobs that are done and keep their receipts; with a stale token, only those."""
        if not finishes:
            return
        school = await self._vault.school(name)
        rows: list[list[Value]] = []
        for done in finishes:
            identity = job_id(school, done.queue, done.key)
            slot, receipt = receipt_of(school, done)
            rows.append(["finish", done.queue, identity, done.token, slot, receipt])
        await self._settle(school, rows)

    async def postpone(self, job: Job, until: datetime, *, doubt: bool = False) -> bool:
        """Give a claimed job back, due at `until`; False when the token is stale.

        A lost reply is not asked for again: the repeat would find its own token stale.
        """
        school = await self._vault.school(job.school)
        identity = job_id(school, job.queue, job.key)
        doubtful = "1" if doubt or job.doubt else ""
        row: list[Value] = ["postpone", job.queue, identity, job.token, to_micros(until), doubtful]
        return await self._settle(school, [row], repeat=False) == [1]

    async def bury(self, job: Job) -> None:
        """Move a job to the dead; a stale token is passed over."""
        school = await self._vault.school(job.school)
        identity = job_id(school, job.queue, job.key)
        await self._settle(school, [["bury", job.queue, identity, job.token, "", ""]])

    async def waiting(
        self, names: Collection[str], *, due: datetime, now: datetime
    ) -> frozenset[str]:
        """Return the schools in which a claim would find a job; of the damaged it is not known."""
        asked = tuple(names)
        keys = [key for name in asked for key in _looked_at(name)]
        found = await self._line.run(_WAITING, keys, [to_micros(due), to_micros(now)], repeat=True)
        return frozenset(asked[number] for number in found)

    async def next_due(self, name: str, queue: Queue) -> datetime | None:
        """Return when the next job that nobody holds falls due, or None."""
        school = await self._vault.school(name)
        first = await self._line.ask("ZRANGE", school.names.queues[queue].due, 0, 0, "WITHSCORES")
        return from_micros(int(first[1])) if first else None

    async def pending(self, name: str, queue: Queue) -> list[tuple[str, datetime]]:
        """Return the keys and due times of all jobs, held ones too, soonest first.

        It reads and opens every job: for a playground, a sweep or a test, not for each message.
        One that does not open is left out: `claim` moves it to the dead.
        """
        school = await self._vault.school(name)
        kept = await self._line.ask("HGETALL", school.names.queues[queue].jobs)
        found = {identity: job.split(b"\n", 1) for identity, job in kept.items()}
        cases = _cases(body for _, body in found.values())
        await self._vault.fetch(school, cases, leave_shut=True)
        rows = []
        for identity, (slip, body) in found.items():
            number, due, *_ = slip.split()
            with suppress(CannotOpen):
                key, _ = open_job(self._vault, school, queue, identity.decode(), body)
                rows.append((int(due), int(number), key))
        return [(key, from_micros(due)) for due, _, key in sorted(rows)]

    async def _settle(
        self, school: School, rows: Sequence[Sequence[Value]], *, repeat: bool = True
    ) -> list[int]:
        names = school.names
        keys = [
            names.receipts,
            names.dead,
            *names.of_queues,
        ]
        args = [len(rows), *(part for row in rows for part in row)]
        return list(await self._line.run(_SETTLE, keys, args, repeat=repeat))


@cache
def _looked_at(school: str) -> tuple[str, ...]:
    """Return the keys that tell whether something waits in a school, the timers' first."""
    queues = Names(school).queues
    ordered = (queues[Queue.TIMERS], queues[Queue.OUTBOX], queues[Queue.CALLS])
    return tuple(key for queue in ordered for key in (queue.due, queue.leased))


def _cases(bodies: Iterable[bytes]) -> set[str]:
    return {case for body in bodies if (case := job_case(body))}
