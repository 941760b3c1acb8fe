"""Which message waits for which: what belongs together goes out one after the other."""

# Rule 1: what one reader is told of one case goes out in the order in which it came about. Else
#         somebody reads that nobody was reached before they read that anybody is told.
# Rule 2: an alert and the channel's card wait for no words. So whoever holds a reader's turn never
#         waits for what becomes of an alert, and nobody waits in a circle.
# Rule 3: where the chat is busy, what follows waits as long as the first: it overtakes nothing.
# Rule 4: each chat is tried again at its own time. So an alert may get through while its reporter
#         has not read yet that it is out: that news waits for the words before it. Nothing else
#         does: a number to ring, or an answer to whoever speaks, is never held back.

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.fsm.alert.telling import THROUGH
from bot.fsm.effects import Message, Page, Post, Say
from bot.messages import case_of, to_of
from bot.ports import Job, Queue, Retry, Store
from bot.writing import first_post, is_said

__all__ = ["Turns", "are_words", "to_replace", "waits_for_others"]

SOON = timedelta(seconds=1)


def are_words(group: Sequence[tuple[Job, Message]]) -> bool:
    """Return whether these are words to one reader, and no alert or card among them."""
    return all(isinstance(message, Say) for _, message in group)


async def to_replace(store: Store, school: str, message: Message, slot: str) -> str | None:
    """Return the message to replace, '' for a new one, None where there is nothing to edit.

    Raises:
        Retry: the card that this edits is still on its way.
        NotSaved: the store does not answer.
    """
    if isinstance(message, Post):
        receipt = await store.receipt(school, slot)
        if not receipt and message.edit and await _is_posting(store, school, message.case):
            raise Retry("the card that this edits is still on its way", SOON)
        return receipt
    if isinstance(message, Page) or (isinstance(message, Say) and not message.edit):
        return ""
    return await store.receipt(school, slot) or None


async def _is_posting(store: Store, school: str, case: str) -> bool:
    """Return whether the case's card is still to be posted; an edit must not become another."""
    waiting = await store.pending(school, Queue.OUTBOX)
    return first_post(case) in {key for key, _ in waiting}


async def waits_for_others(
    store: Store, school: str, group: Sequence[tuple[Job, Message]], now: datetime
) -> bool:
    """Give back the news that an alert got through while older words to its reader wait.

    It is due again with them, and comes after them. Returns whether it was given back.

    Raises:
        NotSaved: the store does not answer.
    """
    if [message.card.name for _, message in group] != [THROUGH]:
        return False
    [(job, message)] = group
    waiting = await store.pending(school, Queue.OUTBOX)
    older = [
        due for key, due in waiting if key != job.key and is_said(key, case_of(job), to_of(message))
    ]
    return bool(older) and await store.postpone(job, max(*older, now + SOON))


@dataclass(slots=True)
class Turns:
    """Locks of a process, by school: whoever is done with one leaves nothing behind."""

    _locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(
        default_factory=WeakValueDictionary
    )

    def lock(self, school: str, what: str) -> asyncio.Lock:
        """Return the lock of one thing, the same for all who ask while somebody holds it."""
        return self._locks.setdefault((school, what), asyncio.Lock())

    @asynccontextmanager
    async def of(self, school: str, group: Sequence[tuple[Job, Message]]) -> AsyncIterator[None]:
        """Hold a reader's turn in all cases that the words to them are of, while the block runs."""
        cases = {case_of(job) for job, _ in group} if are_words(group) else ()
        async with AsyncExitStack() as stack:
            for case in sorted(cases):
                await stack.enter_async_context(self.lock(school, f"{case}>{to_of(group[0][1])}"))
            yield
