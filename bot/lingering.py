"""What the bot said in a chat is taken back there, some days after its case is closed."""

# Rule 1: that a message is to be taken back is on disk with the news that it was sent: no restart
#         loses it. The record of the case keeps what was said; only the chat forgets it.
# Rule 2: nothing is taken back while its case is open or anything of it is held for the police. It
#         is looked at again the next day.
# Rule 3: nobody's alert waits for it: a few at a time, spread over an hour.

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.fsm.case import CaseStage
from bot.fsm.known.facts import hold_is_on
from bot.loading import load_case
from bot.ports import (
    Change,
    Conflict,
    Finish,
    Job,
    NotSaved,
    OurBug,
    Put,
    Queue,
    Reroute,
    Retry,
    Store,
)

__all__ = ["Done", "Kept", "Lingering", "is_taking_back"]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SOON = timedelta(minutes=1)
AT_ONCE = 5
TAKE_BACK = "take-back"
NO_CASE = "chat"


class Done(NamedTuple):
    """A message that has been dealt with. `receipt` names what others can now read."""

    finish: Finish
    case: str = ""
    receipt: str = ""


def is_taking_back(job: Job) -> bool:
    """Return whether a job of the outbox takes a message back."""
    return job.key.partition(":")[2].startswith(f"{TAKE_BACK}:")


class Kept(NamedTuple):
    """How long messages stay once their case is closed, and what deletes one of them.

    It is given the school and the receipt. One that is gone already is no failure to it; it raises
    as a messenger does.
    """

    days: timedelta
    take_back: Callable[[str, str], Awaitable[None]]


@dataclass(slots=True)
class Lingering:
    """Remembers what was sent, and takes it back. `kept` says how long, by school.

    Of a school that is not there nothing is remembered. `on_left` is told of a message that
    the platform did not let us take back (the job's key only).
    """

    kept: Mapping[str, Kept] = field(default_factory=dict)
    on_left: Callable[[str], None] = lambda _key: None

    async def settle(self, store: Store, school: str, done: Sequence[Done], now: datetime) -> None:
        """Strike off messages that are done; remember those that are to be taken back.

        One that was about no case, and now stands for one, stays as long as that does.

        Raises:
            NotSaved: neither is on disk; they go again when their leases run out.
        """
        finishes = tuple(each.finish for each in done)
        sent = {each.receipt: each.case for each in done if each.receipt and school in self.kept}
        if not sent:
            await store.finish(school, finishes)
            return
        puts = tuple(_put(case, each, now + self.kept[school].days) for each, case in sent.items())
        once = tuple((Queue.OUTBOX, _key("", each)) for each, case in sent.items() if case)
        change = Change(
            school, f"sent:{finishes[0].key}:{finishes[0].token}", now, puts=puts, cancels=once
        )
        try:
            await store.commit(replace(change, finishes=finishes))
        except Conflict:  # one of them is somebody else's by now; what was sent was sent
            await store.finish(school, finishes)
            await store.commit(replace(change, operation=f"{change.operation}:late"))

    async def remember(
        self, store: Store, school: str, case: str, receipt: str, now: datetime
    ) -> None:
        """Remember a message that went past the outbox; where the store is down it is not."""
        if receipt and school in self.kept:
            put = _put(case, receipt, now + self.kept[school].days)
            with suppress(NotSaved):
                await store.commit(Change(school, f"sent:{put.key}", now, puts=(put,)))

    async def take_back(
        self, store: Store, school: str, jobs: Sequence[Job], now: datetime
    ) -> None:
        """Take back what is due; put off what is not to go yet, and what would be too many.

        Raises:
            NotSaved: the store does not answer.
        """
        taken = 0
        for job in jobs:
            until = now + SOON if taken == AT_ONCE else await self._until(store, school, job, now)
            if until > now:
                await store.postpone(job, until)
                continue
            taken += 1
            await self._take(store, school, job, now)

    async def _take(self, store: Store, school: str, job: Job, now: datetime) -> None:
        try:
            if (kept := self.kept.get(school)) is not None:
                await kept.take_back(school, job.body.decode())
        except Retry as busy:
            await store.postpone(job, now + (busy.after or SOON))
            return
        except (Reroute, OurBug):
            self.on_left(job.key)
        await store.finish(school, (Finish(Queue.OUTBOX, job.key, job.token),))

    async def _until(self, store: Store, school: str, job: Job, now: datetime) -> datetime:
        """Return from when a message may go, or when to look again."""
        ref = job.key.partition(":")[0]
        case = await load_case(store, school, ref) if ref != NO_CASE else None
        if case is None:
            return now
        if case.stage is not CaseStage.CLOSED or hold_is_on(case):
            return now + DAY
        closed = case.closed_at or case.opened_at
        kept = self.kept.get(school)
        return closed + kept.days + _spread(job.key) if kept is not None else now


def _put(case: str, receipt: str, due: datetime) -> Put:
    key = _key(case, receipt)
    return Put(Queue.OUTBOX, key, due + _spread(key), receipt.encode(), case)


def _key(case: str, receipt: str) -> str:
    return f"{case or NO_CASE}:{TAKE_BACK}:{receipt}"


def _spread(key: str) -> timedelta:
    """Return a part of an hour, always the same for one message."""
    digest = hashlib.blake2b(key.encode(), digest_size=4).digest()
    return HOUR * (int.from_bytes(digest) / 2**32)
