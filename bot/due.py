"""Firing what is due, for the clock process, the playground and rehearsals."""

# Rule 1: one timer is claimed at a time: firing it may move or take away the next one.
# Rule 2: a timer that our own code cannot fire is tried `TRIES` times; then people are told and it
#         is buried. The exception is not allowed to stop the timers of everybody else.

from collections.abc import Callable

from bot.fsm.events import EngineFailed
from bot.handle import Handler
from bot.ports import Job, NotSaved, Queue
from bot.retrying import LEASE, TRIES, back_off
from bot.school_clock import fire_school

__all__ = ["TRIES", "fire_due", "fire_next"]


async def fire_due(handler: Handler, school: str) -> bool:
    """Fire the school's soonest timer that is due on its clock; say whether there was one.

    What follows from it is delivered before this returns. What our own code fails on is raised:
    for a rehearsal, which is to show it.

    Raises:
        NotSaved: the store does not answer; the claimed timer comes back when its lease ends.
    """
    job = await _claimed(handler, school)
    if job is not None:
        await _fire(handler, job)
    return job is not None


async def fire_next(
    handler: Handler,
    school: str,
    *,
    seen: Callable[[Job], None] = lambda _job: None,
    given_up: Callable[[Job], None] = lambda _job: None,
) -> bool:
    """Fire as `fire_due` does, and put aside what our own code fails on (rule 2).

    `seen` is told of each timer before it is fired, `given_up` of one that is buried.

    Raises:
        NotSaved: the store does not answer; the claimed timer comes back when its lease ends.
    """
    job = await _claimed(handler, school)
    if job is None:
        return False
    seen(job)
    try:
        await _fire(handler, job)
    except NotSaved:
        raise
    except Exception as error:  # noqa: BLE001  rule 2 (tested)
        handler.on_failure(error)
        if job.attempt < TRIES:
            await handler.store.postpone(job, handler.clock.now() + back_off(job.attempt))
        else:
            given_up(job)
            await _tell(handler, job)
            await handler.store.bury(job)
    return True


async def _claimed(handler: Handler, school: str) -> Job | None:
    clock = handler.clock
    jobs = await handler.store.claim(
        school, Queue.TIMERS, due=clock.now(), now=clock.machine(), lease=LEASE, limit=1
    )
    return jobs[0] if jobs else None


async def _fire(handler: Handler, job: Job) -> None:
    if job.key.startswith(":"):  # a school's own, of no case
        jobs = await fire_school(handler, job)
    else:
        jobs = await handler.fire(job)
    await handler.send(job.school, jobs)


async def _tell(handler: Handler, job: Job) -> None:
    """Tell people, and not only a log, that a case's timer will not fire."""
    operation = f"{job.key}@{job.due.isoformat()}:buried"
    case = job.key.partition(":")[0]
    try:
        jobs = await handler.note(job.school, case, EngineFailed(), operation, None)
        await handler.send(job.school, jobs)
    except NotSaved:
        raise
    except Exception as error:  # noqa: BLE001  the case is broken: `/health` and `watch` count it
        handler.on_failure(error)
