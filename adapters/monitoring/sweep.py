"""The sweep: does every case keep every promise, and is every timer it counts on still set?"""

# Rule 1: it reads with its own eyes: each case as it is in the store, not as a process has it.
# Rule 2: it mends only what cannot be argued about: a timer that a case names and the store lost.
# Rule 3: what it says has a reference and our own words, and nothing that anybody wrote.
# Rule 4: a case on which our own code fails is a finding; it keeps us from no other case.

from dataclasses import dataclass

import structlog

from adapters.logs import log_failure
from adapters.wiring import Deployment
from bot.changes import Change, Put
from bot.fsm.always import broken
from bot.fsm.case import Case
from bot.fsm.school import School
from bot.ports import NotSaved, Queue

__all__ = ["UNREADABLE", "Finding", "Sweep", "report", "sweep"]

MISSING = "The case is listed and cannot be found."
EDITION_LOST = "The words that it began with are lost."
UNREADABLE = "This release cannot read what was kept."

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.watch")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be with a case: its school, its reference, and what.

    `known` says that the case can be read, so that it is known who may be told of it.
    """

    school: str
    case: str
    what: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one sweep found: cases looked at, timers set again, dead jobs, broken promises."""

    cases: int
    timers_set_again: int
    dead_jobs: int
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether there is nothing that a person must look at."""
        return not self.findings and not self.dead_jobs and not self.timers_set_again


def report(found: Sweep) -> None:
    """Log a sweep: a line for each finding, then one that counts."""
    for finding in found.findings:
        _log.error("promise_broken", school=finding.school, case=finding.case, promise=finding.what)
    _log.info(
        "swept",
        cases=found.cases,
        findings=len(found.findings),
        timers_set_again=found.timers_set_again,
        dead_jobs=found.dead_jobs,
    )


async def sweep(deployment: Deployment) -> Sweep:
    """Check every case of every school, and set lost timers again.

    Raises:
        NotSaved: the store does not answer.
    """
    cases = again = dead = 0
    findings: list[Finding] = []
    for school in deployment.schools.values():
        pending = await deployment.store.pending(school.id, Queue.TIMERS)
        kept = {key for key, _ in pending}
        for ref in await deployment.store.cases(school.id):
            cases += 1
            again += await _look_at(deployment, school, ref, kept, findings)
        dead += await deployment.store.dead(school.id)
    return Sweep(cases, again, dead, tuple(findings))


async def _look_at(
    deployment: Deployment, school: School, ref: str, kept: set[str], findings: list[Finding]
) -> int:
    """Note what a case breaks; return how many of its timers were set again."""
    try:
        case = await deployment.handler.case(school.id, ref)
        if case is None:
            findings.append(Finding(school.id, ref, MISSING, known=False))
            return 0
        edition = await deployment.store.edition(case.edition)
        if edition is None:
            findings.append(Finding(school.id, ref, EDITION_LOST))
        pinned = school.at_edition(edition, case.edition) if edition else school
        findings += [Finding(school.id, ref, promise) for promise in broken(pinned, case)]
    except NotSaved:
        raise
    except Exception as error:  # noqa: BLE001  rule 4 (tested)
        log_failure(error)
        findings.append(Finding(school.id, ref, UNREADABLE, known=False))
        return 0
    if all(f"{ref}:{name}" in kept for name in case.wakes):
        return 0
    lost = await _lost(deployment, school.id, case)
    for name in lost:
        await _set_again(deployment, school.id, case, name)
    return len(lost)


async def _lost(deployment: Deployment, school: str, case: Case) -> list[str]:
    """Return the timers that a case names and the store has not; none while the case moves."""
    kept = {key for key, _ in await deployment.store.pending(school, Queue.TIMERS)}
    after = await deployment.handler.case(school, case.ref)
    if after is None or after.version != case.version:
        return []
    return [name for name in case.wakes if f"{case.ref}:{name}" not in kept]


async def _set_again(deployment: Deployment, school: str, case: Case, name: str) -> None:
    """Set a lost timer at its own time; one no longer awaited is struck off unfired."""
    put = Put(Queue.TIMERS, f"{case.ref}:{name}", case.wakes[name], b"", case.ref)
    operation = f"watch:{put.key}@{put.due.isoformat()}:{case.version}"
    change = Change(school, operation, deployment.clock.machine(), puts=(put,))
    await deployment.store.commit(change)
    _log.warning("timer_set_again", school=school, case=case.ref)
