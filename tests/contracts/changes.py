"""Changes to commit, short enough to read in a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.ports import CaseWrite, Change, ConversationWrite, Finish, Job, Put, Queue, Store

NOW = datetime(2026, 11, 6, 19, 40, 0, 123457, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)
LEASE = timedelta(seconds=30)


def change(
    operation: str,
    *,
    school: str = "westcroft",
    case: CaseWrite | None = None,
    conversation: ConversationWrite | None = None,
    puts: tuple[Put, ...] = (),
    cancels: tuple[tuple[Queue, str], ...] = (),
    finishes: tuple[Finish, ...] = (),
) -> Change:
    return Change(
        school=school,
        operation=operation,
        now=NOW,
        case=case,
        conversation=conversation,
        puts=puts,
        cancels=cancels,
        finishes=finishes,
        lease=LEASE,
    )


def version(expected: int, *, ref: str = "YP-7K3Q") -> CaseWrite:
    return CaseWrite(ref, expected, f"state {expected + 1}".encode(), f"event {expected}".encode())


def timer(key: str, due: datetime = SOON, *, body: bytes = b"wake", case: str = "") -> Put:
    return Put(Queue.TIMERS, key, due, body, case)


def message(key: str, due: datetime = NOW, *, body: bytes = b"say", case: str = "") -> Put:
    return Put(Queue.OUTBOX, key, due, body, case)


async def claim(
    store: Store,
    queue: Queue = Queue.TIMERS,
    *,
    school: str = "westcroft",
    due: datetime = SOON,
    now: datetime = NOW,
    limit: int = 50,
) -> list[Job]:
    return await store.claim(school, queue, due=due, now=now, lease=LEASE, limit=limit)


async def claim_one(
    store: Store, queue: Queue = Queue.TIMERS, *, due: datetime = SOON, now: datetime = NOW
) -> Job:
    (job,) = await claim(store, queue, due=due, now=now)
    return job
