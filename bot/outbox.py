"""An engine and its outbox: what delivers it, what may still go out, what is of no case."""

# Rule 1: whoever is off the case by now gets nothing of it (`bot/fsm/access/off.py`).
# Rule 2: words that are no longer true are not said. An alert is never left out for that.

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from pydantic import ValidationError

from bot.deliver import Delivery
from bot.fsm.access.off import may_hear
from bot.fsm.alert.telling import is_still_true
from bot.fsm.case import Case
from bot.fsm.effects import MESSAGE, Say
from bot.handle import Handler
from bot.messages import case_of
from bot.ports import Change, Finish, Job, Messenger, Put, Queue
from bot.writing import jobs_of

__all__ = ["connect", "still_wanted", "tell"]


def connect(handler: Handler, messenger: Messenger, on_bug: Callable[[str], None]) -> Delivery:
    """Have `messenger` deliver what an engine says; return what flushes its outbox.

    `on_bug` is told the key of a message that the platform refuses as ours to mend.
    """
    wanted = partial(still_wanted, handler)
    delivery = Delivery(handler.store, messenger, handler.clock, handler.note, on_bug, wanted)
    handler.deliver = delivery.deliver
    return delivery


async def tell(handler: Handler, school: str, operation: str, told: Sequence[Say]) -> None:
    """Tell people what is of no case, once for `operation` whoever asks for it.

    Raises:
        NotSaved: it is not on disk, and nobody is told.
    """
    now = handler.clock.machine()
    puts = tuple(
        Put(Queue.OUTBOX, f"chat:say:{operation}:{each.to}", now, MESSAGE.dump_json(each))
        for each in told
    )
    change = Change(school, operation, now, puts=puts)
    committed = await handler.store.commit(change)
    if not committed.again:
        await handler.send(school, jobs_of(change, committed))


async def still_wanted(handler: Handler, school: str, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """Return the jobs that may still go out; the others are struck off, and nobody is told.

    Raises:
        NotSaved: the store does not answer; what was claimed comes back with its lease.
    """
    refs = {case_of(job) for job in jobs} - {""}
    found = await asyncio.gather(*(handler.case(school, ref) for ref in refs))
    cases = dict(zip(refs, found, strict=True))
    kept: list[Job] = []
    gone: list[Finish] = []
    for job in jobs:
        if _may_go(handler, school, cases.get(case_of(job)), job):
            kept.append(job)
        else:
            gone.append(Finish(Queue.OUTBOX, job.key, job.token))
    if gone:
        await handler.store.finish(school, tuple(gone))
    return tuple(kept)


def _may_go(handler: Handler, school: str, case: Case | None, job: Job) -> bool:
    if case is None or school not in handler.schools:
        return True
    try:
        message = MESSAGE.validate_json(job.body)
    except ValidationError:
        return True  # it is dealt with where it is sent
    return may_hear(handler.schools[school], case, message) and is_still_true(case, message)
