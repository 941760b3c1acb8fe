"""The clock at work: due timers are fired in order, and what waits to be sent is sent."""

# Rule 1: a timer that our own code cannot fire stops nobody else's (`bot/due.py`).
# Rule 2: a beat asks the store once which schools have anything due, and goes into no other. A
#         commit of this process wakes its own school; the others wait for their beat.
# Rule 3: a store that does not answer is asked again, ever more slowly; nothing is given up. What
#         one school's data does to us is no reason to keep the others waiting.

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import structlog

from adapters.logs import log_failure
from adapters.wiring import Deployment
from bot.due import fire_next
from bot.ports import Job, NotSaved
from bot.school_clock import set_school_timers

__all__ = ["BEAT", "LATE", "Worker", "waiting_in"]

BEAT = timedelta(milliseconds=200)
LONGEST_PAUSE = timedelta(seconds=5)
LATE = timedelta(seconds=5)

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.clock")


async def waiting_in(deployment: Deployment) -> list[str]:
    """Return the schools in which something may be due now, in one look at them all.

    Raises:
        NotSaved: the store does not answer.
    """
    schools, clock = deployment.schools, deployment.clock
    found = await deployment.store.waiting(schools, due=clock.now(), now=clock.machine())
    return [school for school in schools if school in found]


@dataclass(slots=True)
class Worker:
    """Fires timers and flushes outboxes until it is cancelled. `lag` is that of the last timer.

    Without `fires` it only flushes: another process is the clock.
    """

    deployment: Deployment
    fires: bool = True
    lag: timedelta = timedelta()

    async def run(self) -> None:
        """Beat every 200 ms; in a school, at once after a commit there; back off on failure."""
        pause, begun = BEAT, not self.fires
        while True:
            try:
                begun = begun or await self._begin()
                await self.beat()
                if pause > BEAT:
                    _log.info("store_answers_again")
                pause = BEAT
                await self._between()
            except NotSaved:
                if pause == BEAT:
                    _log.warning("store_does_not_answer")
                pause = min(pause * 2, LONGEST_PAUSE)
                await asyncio.sleep(pause.total_seconds())

    async def _begin(self) -> bool:
        """Set the timers that each school has beside those of its cases."""
        for name in self.deployment.schools:
            school = await self.deployment.handler.rotas.school(name)
            await set_school_timers(self.deployment.store, school, self.deployment.clock)
        return True

    async def beat(self, schools: Collection[str] | None = None) -> int:
        """Do all that is due now in every school, or in `schools`; return how many timers fired.

        Raises:
            NotSaved: the store did not answer for a school; what was claimed comes back when its
                lease ends. All other schools have had their turn.
        """
        fired, unanswered = 0, None
        async with self.deployment.alone:
            for school in await waiting_in(self.deployment) if schools is None else schools:
                try:
                    while self.fires and await self._fire_one(school):
                        fired += 1
                    await self._flush(school)
                except NotSaved as wrong:
                    unanswered = wrong
                except Exception as error:  # noqa: BLE001  rule 3 (tested)
                    log_failure(error)
        if unanswered is not None:
            raise unanswered
        return fired

    async def _between(self) -> None:
        """Wait for the next beat; until then look where something was committed, nowhere else."""
        store, loop = self.deployment.store, asyncio.get_running_loop()
        next_beat = loop.time() + BEAT.total_seconds()
        while (left := next_beat - loop.time()) > 0:
            try:
                async with asyncio.timeout(left):  # wait_for may lose a cancellation
                    await store.changed.wait()
            except TimeoutError:
                return
            await self.beat(store.take_stirred())

    async def _fire_one(self, school: str) -> bool:
        """Fire the school's soonest timer that is due; say whether there was one."""
        handler = self.deployment.handler
        return await fire_next(handler, school, seen=self._note_lag, given_up=_note_given_up)

    def _note_lag(self, job: Job) -> None:
        self.lag = max(self.deployment.clock.now() - job.due, timedelta())
        if self.lag > LATE:
            _log.warning("timer_late", seconds=round(self.lag.total_seconds(), 1))

    async def _flush(self, school: str) -> None:
        if self.deployment.flush is None:
            return
        await self.deployment.flush(school)


def _note_given_up(job: Job) -> None:
    _log.error("timer_buried", case=job.key.partition(":")[0], attempts=job.attempt)
