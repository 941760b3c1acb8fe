"""What is more than two minutes behind: timers, messages, calls, and alerts unheard."""

from datetime import timedelta

from adapters.logs import log_failure
from adapters.monitoring.sweep import UNREADABLE, Finding
from adapters.wiring import Deployment
from bot.fsm.case import CaseStage
from bot.ports import NotSaved, Queue

__all__ = ["BEHIND", "overdue"]

BEHIND = timedelta(minutes=2)
"""How far behind its plan something may be. Ours: an alert is out within seconds."""

WHAT = {
    Queue.TIMERS: "A timer is behind its plan.",
    Queue.OUTBOX: "A message is behind its plan.",
    Queue.CALLS: "A call is behind its plan.",
}
UNHEARD = "An alert has reached nobody."


async def overdue(deployment: Deployment) -> tuple[Finding, ...]:
    """Return what is behind, one finding for each case and kind.

    Raises:
        NotSaved: the store does not answer.
    """
    found: dict[Finding, None] = {}
    for school in deployment.schools:
        on_their_way: set[str] = set()
        for queue in Queue:
            clock = deployment.clock
            now = clock.now() if queue is Queue.TIMERS else clock.machine()
            for key, due in await deployment.store.pending(school, queue):
                ref, _, kind = key.partition(":")
                if due < now - BEHIND:
                    found[Finding(school, ref, WHAT[queue])] = None
                if queue is Queue.OUTBOX and kind.startswith("alert:"):
                    on_their_way.add(ref)
        for ref in sorted(on_their_way):
            if (finding := await _unheard(deployment, school, ref)) is not None:
                found[finding] = None
    return tuple(found)


async def _unheard(deployment: Deployment, school: str, ref: str) -> Finding | None:
    """Return a finding when an alert that is on its way has reached nobody in time."""
    try:
        case = await deployment.handler.case(school, ref)
    except NotSaved:
        raise
    except Exception as error:  # noqa: BLE001  a damaged case is a finding (tested)
        log_failure(error)
        return Finding(school, ref, UNREADABLE, known=False)
    if case is None or case.alert is None or case.alert.reached:
        return None
    waits = deployment.clock.now() - case.alert.raised_at > BEHIND
    return Finding(school, ref, UNHEARD) if waits and case.stage is CaseStage.ALERTED else None
