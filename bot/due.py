"""Firing what is due, for the clock process, the playground and rehearsals."""

from bot.deliver import LEASE
from bot.handle import Handler
from bot.ports import Queue

__all__ = ["fire_due"]


async def fire_due(handler: Handler, school: str, limit: int = 1) -> int:
    """Fire up to `limit` timers of a school that are due on its clock, soonest first.

    What follows from each is delivered before the next one fires. Returns how many were fired.
    A clock that is being moved passes `limit=1`, so that each fires at its own time.

    Raises:
        NotSaved: the store does not answer; the claimed timers come back when their lease ends.
    """
    clock = handler.clock
    jobs = await handler.store.claim(
        school, Queue.TIMERS, due=clock.now(), now=clock.machine(), lease=LEASE, limit=limit
    )
    for job in jobs:
        await handler.send(school, await handler.fire(job))
    return len(jobs)
