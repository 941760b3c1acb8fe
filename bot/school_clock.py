"""The timers of a school that belong to no case: set once, then each sets its next."""

# Rule: their jobs stand with those of the cases, under a key with no reference (`:contacts`). The
#       store keeps each school's jobs apart, so the key need not name the school.

from collections.abc import Mapping
from datetime import datetime

from bot.fsm.alert.duty import TURN
from bot.fsm.case import Case
from bot.fsm.clocks.school import first_wakes, school_nudge
from bot.fsm.effects import Effect, Wake
from bot.fsm.handover.post import duty_post
from bot.fsm.rota.desk import ASK, MOVED
from bot.fsm.school import School
from bot.fsm.turn import Turn
from bot.handle import Handler
from bot.ports import Change, Clock, Finish, Job, NotSaved, Queue, Stale, Store
from bot.writing import Doing, change_of, jobs_of

__all__ = ["fire_school", "set_school_timers"]


async def set_school_timers(store: Store, school: School, clock: Clock) -> None:
    """Set those timers of a school that are not set: at its first start, or after a loss.

    Raises:
        NotSaved: the store does not answer.
    """
    now = clock.now()
    kept = dict(await store.pending(school.id, Queue.TIMERS))
    lost = tuple(wake for wake in first_wakes(school, now) if _is_lost(wake, kept))
    if lost:
        await store.commit(_change(school, clock, f"school@{now.isoformat()}", lost))


def _is_lost(wake: Wake, kept: Mapping[str, datetime]) -> bool:
    """Return whether a timer is not set, or, after a new rota, too late for the next duty."""
    at = kept.get(f":{wake.name}")
    return at is None or (wake.name == TURN and wake.at < at)


async def fire_school(handler: Handler, job: Job) -> tuple[Job, ...]:
    """Fire one timer of a school; return the messages that follow.

    Raises:
        NotSaved: it is not on disk; the job stays claimed and comes back.
    """
    if job.key.removeprefix(":").partition(".")[0] in {ASK, MOVED}:
        return await handler.rotas.fire(job, handler.note)
    store, clock = handler.store, handler.clock
    school = await handler.rotas.school(job.school)
    name, now = job.key.removeprefix(":"), clock.now()
    effects = school_nudge(school, name, now)
    if name == TURN:
        effects = duty_post(school, await _cases(handler, school.id), job.due, now)
    finish = Finish(Queue.TIMERS, job.key, job.token)
    operation = f"school{job.key}@{job.due.isoformat()}"
    change = _change(school, clock, operation, effects, finish)
    try:
        committed = await store.commit(change)
    except Stale:
        return ()  # somebody else holds it, or it was set anew
    return () if committed.again else jobs_of(change, committed)


async def _cases(handler: Handler, school: str) -> list[Case]:
    """Return the cases of a school; one that cannot be read keeps nobody's post back."""
    found: list[Case] = []
    for ref in await handler.store.cases(school):
        try:
            case = await handler.case(school, ref)
        except NotSaved:
            raise
        except Exception as error:  # noqa: BLE001  the watch raises that case (tested)
            handler.on_failure(error)
            continue
        found += [case] if case is not None else []
    return found


def _change(
    school: School,
    clock: Clock,
    operation: str,
    effects: tuple[Effect, ...],
    finish: Finish | None = None,
) -> Change:
    doing = Doing(school.id, operation, "", finish)
    return change_of(doing, clock, (None, None), Turn(None, None, (), effects))
