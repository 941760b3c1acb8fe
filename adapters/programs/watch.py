"""The watch: looks with eyes of its own, raises what is wrong, beats when nothing is."""

# Rule 1: what is behind its plan is raised beside the chat: the chat, or the clock, may be why.
# Rule 2: the heart beats only after a look and a sweep that found nothing. Silence is an alarm.
# Rule 3: what the watch itself fails on is classed (`Fault`), counted, logged and raised; the next
#         look comes all the same.

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from adapters.heartbeat import NoBeat
from adapters.logs import log_failure
from adapters.monitoring.overdue import BEHIND, overdue
from adapters.monitoring.raising import Raiser
from adapters.monitoring.sweep import Finding, report, sweep
from adapters.wiring import Deployment
from bot.ports import NotSaved

__all__ = ["LOOKS", "SWEEPS", "Fault", "Watch"]

LOOKS = timedelta(seconds=20)
SWEEPS = timedelta(minutes=5)
"""How often it looks for what is late, and goes through every case."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.watch")


class Fault(StrEnum):
    """What the watch itself can fail on."""

    STORE = "the store does not answer"
    OURS = "our own code failed"
    NOBODY_CALLED = "nobody could be called"
    NO_BEAT = "the heartbeat was not taken"


@dataclass(slots=True)
class Watch:
    """Looks, sweeps, raises and beats. `faults` counts what it failed on since it began."""

    deployment: Deployment
    faults: Counter[Fault] = field(default_factory=Counter)
    _raiser: Raiser = field(init=False)
    _swept_at: datetime | None = None
    _swept_clean: bool = False
    _lost_at: datetime | None = None

    def __post_init__(self) -> None:
        """Begin with nothing raised."""
        self._raiser = Raiser(self.deployment)

    async def run(self) -> None:
        """Look at once and every twenty seconds, until it is cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS.total_seconds())

    async def look(self) -> bool:
        """Look once, and sweep where that is due; return whether all is well and the heart beat."""
        try:
            well = await self._found_nothing()
            self._lost_at = None
        except NotSaved:
            await self._store_is_gone()
            return False
        except Exception as error:  # noqa: BLE001  rule 3 (tested)
            log_failure(error)
            self._fault(Fault.OURS)
            await self._raise_fault()
            return False
        return well and await self._beat()

    async def _found_nothing(self) -> bool:
        now = self.deployment.clock.machine()
        findings = list(await overdue(self.deployment))
        dead = 0
        if self._swept_at is None or now - self._swept_at >= SWEEPS:
            found = await sweep(self.deployment)
            report(found)
            self._swept_at, self._swept_clean = now, found.clean
            findings += found.findings
            dead = found.dead_jobs
        for finding in findings:
            await self._raise(finding)
        if dead:
            await self._raise_fault()
        return self._swept_clean and not findings

    async def _raise(self, finding: Finding) -> None:
        _log.error("found", school=finding.school, case=finding.case, what=finding.what)
        if not await self._raiser.raise_case(finding):
            self._fault(Fault.NOBODY_CALLED)

    async def _raise_fault(self) -> None:
        if not await self._raiser.raise_fault():
            self._fault(Fault.NOBODY_CALLED)

    async def _store_is_gone(self) -> None:
        """Count it; once it has been gone for too long, call people: nothing else can."""
        self._fault(Fault.STORE)
        now = self.deployment.clock.machine()
        self._lost_at = self._lost_at or now
        if now - self._lost_at >= BEHIND:
            await self._raise_fault()

    async def _beat(self) -> bool:
        try:
            await self.deployment.heart.beat(self.deployment.clock.machine())
        except (NoBeat, OSError) as wrong:
            self._fault(Fault.NO_BEAT, why=str(wrong))
            return False
        return True

    def _fault(self, fault: Fault, **more: str) -> None:
        self.faults[fault] += 1
        _log.error("watch_fault", fault=fault.value, count=self.faults[fault], **more)
