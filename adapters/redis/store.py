"""The store on Valkey or Redis: one script a change, and an honest answer."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from adapters.redis.addresses import RedisAddresses
from adapters.redis.chain import Head
from adapters.redis.connection import Line, Script
from adapters.redis.jobs import Jobs
from adapters.redis.keyring import KeyRing
from adapters.redis.keys import EDITIONS
from adapters.redis.ledger import MOVED, Ledger
from adapters.redis.links import RedisLinks
from adapters.redis.record import Record
from adapters.redis.sealing import open_conversation, open_receipt, open_state
from adapters.redis.shredding import Shredder
from adapters.redis.vault import School, Vault
from adapters.redis.verifying import Walker
from adapters.redis.writing import Written, write
from bot.ports import (
    Change,
    Committed,
    Conflict,
    Finish,
    Job,
    NotSaved,
    Queue,
    Stale,
    Stored,
)

__all__ = ["RedisStore"]

_COMMIT = Script("commit")
_TRIES = 3


class RedisStore:
    """Keeps everything in one Valkey or Redis, encrypted, and answers when it is on the disk.

    `url` is `unix:///path` for the embedded server or the operator's own. `replicas` is how many
    replicas must have each commit on disk too. Beside what the port says, a value that was changed
    behind our back, or whose key is gone, raises `CannotOpen`.
    """

    def __init__(self, url: str, ring: KeyRing, *, replicas: int = 0) -> None:
        """Connect when first asked."""
        self.ring = ring
        self.line = Line(url, replicas=replicas)
        self._vault = Vault(ring, self.line)
        self._jobs = Jobs(self.line, self._vault)
        self.record = Record(self.line, self._vault)
        self.ledger = Ledger(self.line, self._vault)
        self.shredder = Shredder(self.line, self._vault, self.ledger)
        self.walker = Walker(self.line, self._vault)
        self.links = RedisLinks(self.line, self._vault)
        self.addresses = RedisAddresses(self.line, self._vault)

    async def close(self) -> None:
        """Close all connections."""
        await self.line.close()

    async def load_case(self, school: str, ref: str) -> Stored | None:
        """Return the case, or None when there is none."""
        kept = await self._vault.school(school)
        wrapped, (version, state, mac) = await self.line.ask_all(
            ("HGET", kept.names.keys, ref),
            ("HMGET", kept.names.case(ref), "version", "state", "head"),
        )
        if version is None or (state is None and wrapped is None):
            return None  # there is none, or it was shredded
        key = self._vault.admit(school, ref, wrapped)
        key.head = Head(int(version), mac)
        return Stored(int(version), open_state(key.box, school, ref, int(version), state))

    async def load_conversation(self, school: str, key: str) -> Stored | None:
        """Return the conversation of the person `key`, or None."""
        kept = await self._vault.school(school)
        index = kept.keys.index("conversation", key)
        version, state = await self.line.ask(
            "HMGET", kept.names.conversation(index), "version", "state"
        )
        if version is None:
            return None
        return Stored(int(version), open_conversation(kept, index, int(version), state))

    async def commit(self, change: Change) -> Committed:
        """Write the whole change, or nothing: finishes first, then cancels, then puts.

        When the reply is lost the same attempt is put to the store once more: it says what became
        of the first, or does it now. `NotSaved` means that this got no answer either.
        """
        school = await self._vault.school(change.school)
        attempt = secrets.token_hex(8)
        for trial in range(_TRIES):
            head = await self._prepare(school, change, sure=trial > 0)
            written = write(self._vault, school, change, attempt, head)
            said, *more = await self.line.run(_COMMIT, written.keys, written.args, repeat=True)
            if said in (b"ok", b"mine"):
                self._learn(change, written)
                return Committed(again=False, tokens=_tokens(change, more[0]))
            if said == b"moved":
                raise NotSaved(MOVED)
            if said == b"again":
                return Committed(again=True)
            if said == b"conflict":
                if change.case is not None:
                    self._vault.forget(change.school, change.case.ref)
                kind = Stale if more[0] == b"token" else Conflict
                raise kind(f"another {more[0].decode()} than expected; load and step again")
        raise NotSaved("the keys changed under every attempt to write; start this program again")

    async def entries(self, school: str, ref: str) -> list[bytes]:
        """Return the record of a case, oldest first."""
        return await self.record.entries(school, ref)

    async def anchor(self, school: str, ref: str, entries: int) -> str:
        """Return the words for the record of a case up to that many entries."""
        return await self.ledger.words_for(school, ref, entries)

    async def cases(self, school: str) -> list[str]:
        """Return the references of all cases of a school, oldest first."""
        kept = await self._vault.school(school)
        return [ref.decode() for ref in await self.line.ask("ZRANGE", kept.names.cases, 0, -1)]

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
        return await self._jobs.claim(school, queue, due=due, now=now, lease=lease, limit=limit)

    async def finish(self, school: str, finishes: tuple[Finish, ...]) -> None:
        """Remove jobs that are done and keep their receipts; with a stale token, only those."""
        await self._jobs.finish(school, finishes)

    async def postpone(self, job: Job, until: datetime, *, doubt: bool = False) -> bool:
        """Give a claimed job back, due at `until`; False when the token is stale."""
        return await self._jobs.postpone(job, until, doubt=doubt)

    async def bury(self, job: Job) -> None:
        """Move a job to the dead; a stale token is passed over."""
        await self._jobs.bury(job)

    async def receipt(self, school: str, slot: str) -> str:
        """Return the platform's id of the message last sent to `slot`, or ''."""
        kept = await self._vault.school(school)
        index = kept.keys.index("slot", slot)
        sealed = await self.line.ask("HGET", kept.names.receipts, index)
        return "" if sealed is None else open_receipt(kept, index, sealed)

    async def waiting(
        self, schools: Collection[str], *, due: datetime, now: datetime
    ) -> frozenset[str]:
        """Return those of the schools in which a claim may find a job."""
        return await self._jobs.waiting(schools, due=due, now=now)

    async def next_due(self, school: str, queue: Queue) -> datetime | None:
        """Return when the next job that nobody holds falls due, or None."""
        return await self._jobs.next_due(school, queue)

    async def pending(self, school: str, queue: Queue) -> list[tuple[str, datetime]]:
        """Return the keys and due times of all jobs, held ones too, soonest first."""
        return await self._jobs.pending(school, queue)

    async def keep_edition(self, digest: str, content: bytes) -> None:
        """Keep a compiled script or pack under its content hash; the first one stays."""
        await self.line.ask("SET", f"{EDITIONS}{digest}", content, "NX")

    async def edition(self, digest: str) -> bytes | None:
        """Return what was kept under that hash, or None."""
        content: bytes | None = await self.line.ask("GET", f"{EDITIONS}{digest}")
        return content

    async def dead(self, school: str) -> int:
        """Return how many jobs are dead."""
        kept = await self._vault.school(school)
        return int(await self.line.ask("HLEN", kept.names.dead))

    async def start_again(self, school: str) -> None:
        """Delete everything of a school. For a playground: it asks nothing and keeps nothing."""
        kept = await self._vault.school(school)
        async for key in self.line.client.scan_iter(match=kept.names.pattern):
            await self.line.ask("UNLINK", key)
        self._vault.forget_school(school)

    async def _prepare(self, school: School, change: Change, *, sure: bool) -> Head | None:
        """Open the keys that the change needs; return its case's chain, None when it moved on.

        A new case is taken at its word that it has no key yet, unless we must be `sure`.
        """
        case = change.case
        refs = {put.case for put in change.puts if put.case}
        if case is not None:
            refs.add(case.ref)
            if not sure and not case.expected:
                refs.discard(case.ref)
        await self._vault.fetch(school, refs)
        if case is None or not case.expected:
            return None
        key = self._vault.known(school.name, case.ref)
        if key is not None and key.head is not None and key.head.place == case.expected:
            return key.head
        return await self.record.head_at(school, case.ref, case.expected)

    def _learn(self, change: Change, written: Written) -> None:
        for ref, key in written.fresh.items():
            self._vault.learn(change.school, ref, key)
        if change.case is not None:
            known = self._vault.known(change.school, change.case.ref)
            if known is not None:
                known.head = written.head


def _tokens(change: Change, said: bytes) -> dict[str, int]:
    """Return the tokens that the script answered, one for each put and '' for none, by job key."""
    tokens = said.split(b",")
    pairs = zip(change.puts, tokens, strict=True) if change.puts else ()
    return {put.key: int(token) for put, token in pairs if token}
