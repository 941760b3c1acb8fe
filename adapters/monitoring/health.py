"""How a deployment is, for people and monitors: counts and ages, never content."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from adapters.logs import log_failure
from adapters.wiring import Deployment
from bot.ports import NotSaved, Queue

__all__ = ["Health", "look"]

LATE = timedelta(seconds=15)
"""How late a timer or a message may be before somebody should look (ruling 2: 15 s)."""


class Health(BaseModel):
    """What `/health` answers. Ages are in seconds. `status`: ok, late, attention or down.

    `late`: something is due and nobody does it. `attention`: a job is dead, an alert has reached
    nobody, a case with an alert on its way cannot be read, or the store writes with trouble.
    `down`: the store does not answer. `heartbeat` is the age of the watch's last sign that all is
    well, None where there never was one here.
    """

    model_config = ConfigDict(frozen=True)

    status: str
    store: str
    timers_late: float = 0.0
    outbox_late: float = 0.0
    calls_late: float = 0.0
    dead_jobs: int = 0
    oldest_undelivered_alert: float | None = None
    heartbeat: float | None = None


async def look(deployment: Deployment) -> Health:
    """Return how the deployment is now; a store that does not answer is an answer too."""
    try:
        found = await deployment.health()
        oldest, unread = await _oldest_undelivered(deployment)
    except NotSaved:
        return Health(status="down", store="The store does not answer.")
    timers, outbox, calls = (
        max((each for (_, of), each in found.lag.items() if of is queue), default=timedelta())
        for queue in (Queue.TIMERS, Queue.OUTBOX, Queue.CALLS)
    )
    dead = sum(found.dead.values())
    waits = oldest is not None and oldest > LATE
    if dead or unread or waits or not found.writes_reach_disk:
        status = "attention"
    else:
        status = "late" if max(timers, outbox, calls) > LATE else "ok"
    beat = deployment.heart.age(deployment.clock.machine())
    return Health(
        heartbeat=round(beat.total_seconds(), 3) if beat is not None else None,
        status=status,
        store=deployment.guarantee.says,
        timers_late=round(timers.total_seconds(), 3),
        outbox_late=round(outbox.total_seconds(), 3),
        calls_late=round(calls.total_seconds(), 3),
        dead_jobs=dead,
        oldest_undelivered_alert=round(oldest.total_seconds(), 3) if oldest is not None else None,
    )


async def _oldest_undelivered(deployment: Deployment) -> tuple[timedelta | None, int]:
    """Return how long the oldest alert that has reached nobody yet is waiting; None for none.

    Then how many cases with an alert on its way cannot be read: `watch` names them.
    """
    ages: list[timedelta] = []
    unread = 0
    for school in deployment.schools:
        pending = await deployment.store.pending(school, Queue.OUTBOX)
        refs = {ref for ref, _, kind in (key.partition(":") for key, _ in pending) if _alert(kind)}
        for ref in refs:
            try:
                case = await deployment.handler.case(school, ref)
            except NotSaved:
                raise
            except Exception as error:  # noqa: BLE001  a damaged case is an answer too (tested)
                log_failure(error)
                unread += 1
                continue
            if case is not None and case.alert is not None and not case.alert.reached:
                ages.append(deployment.clock.now() - case.alert.raised_at)
    return max(ages, default=None), unread


def _alert(kind: str) -> bool:
    return kind.startswith("alert:")
