"""Changes and doors to go through that more than one test of the durable store needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from bot.ports import CaseWrite, Change, ConversationWrite, Finish, Put, Queue
from tests.embedded import RING

NOW = datetime(2026, 11, 6, 19, 40, tzinfo=UTC)
SCHOOL, REF = "westcroft", "YP-7K3Q"
SECRET = b"the-words-of-a-child"
PERSON = "sam.taylor@westcroft.example"


def event(number: int, *, ref: str = REF, school: str = SCHOOL) -> Change:
    """Return the change that takes the case from version `number` to the next."""
    return Change(
        school=school,
        operation=f"{ref} {number} {PERSON}",
        now=NOW,
        case=CaseWrite(ref, number, SECRET + b" state", SECRET + b" %d" % number),
        conversation=ConversationWrite(f"{PERSON} {ref}", number, SECRET + b" talk"),
        puts=(
            Put(Queue.TIMERS, f"nudge {PERSON} {ref} {number}", NOW, SECRET + b" timer", ref),
            Put(Queue.CALLS, f"call {PERSON} {ref} {number}", NOW + timedelta(days=1), SECRET, ref),
            Put(Queue.OUTBOX, f"say {PERSON} {ref} {number}", NOW + timedelta(days=1), SECRET, ref),
        ),
    )


async def finish_with_receipt(store: RedisStore) -> None:
    """Claim the first timer and finish it, leaving a receipt."""
    lease = timedelta(seconds=30)
    (job, *_) = await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=1)
    done = Finish(Queue.TIMERS, job.key, job.token, f"card {PERSON}", f"{PERSON} message 17")
    await store.finish(SCHOOL, (done,))


@asynccontextmanager
async def opened(url: str, *, replicas: int = 0) -> AsyncIterator[RedisStore]:
    """Yield a store with connections of its own: what another process would see."""
    store = RedisStore(url, RING, replicas=replicas)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def served(directory: Path) -> AsyncIterator[tuple[EmbeddedServer, RedisStore]]:
    """Yield a server of one's own, to be hurt, and a store on it."""
    server = EmbeddedServer(directory, dies_with_us=True)
    server.start()
    try:
        async with opened(server.url) as store:
            yield server, store
    finally:
        server.stop()


async def process_of(store: RedisStore) -> int:
    """Return the process id of the server that a store is on."""
    return int((await store.line.ask("INFO", "server"))["process_id"])
