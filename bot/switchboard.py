"""Carrying out calls beside the chat: e-mail and phone. The chat never waits for them."""

# Rule 1: a call is handed over again until the other side takes it, or it is called off.
# Rule 2: what became of it is in the case's record, once: taken on, tried again, closed.
#         It is noted one case at a time, or many calls of one case would conflict with each other.
# Rule 3: where our own code fails on one it is tried `TRIES` times, then buried and counted.

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from pydantic import ValidationError

from bot.calls import Caller, case_call, idempotency
from bot.fsm.effects import CALL, Call
from bot.fsm.events import Called, CallFailed, EngineFailed, Event
from bot.fsm.on_call import address_at
from bot.fsm.school import Way
from bot.handle import Handler
from bot.ports import Finish, Job, NotSaved, OurBug, Queue, Reroute, Retry
from bot.retrying import LEASE, TRIES, back_off

__all__ = ["Switchboard"]

MOST = 20
"""How many calls are handed over side by side."""


@dataclass(slots=True)
class Switchboard:
    """Hands the calls that are due to whoever carries them out.

    `on_bug` is told of a call that can never go out (the job's key only).
    """

    handler: Handler
    callers: Mapping[Way, Caller]
    on_bug: Callable[[str], None]
    _locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(
        default_factory=WeakValueDictionary
    )

    async def flush(self, school: str) -> int:
        """Claim the calls that are due and hand them over; return how many that were.

        Raises:
            NotSaved: the store does not answer; what was claimed comes back with its lease.
        """
        now = self.handler.clock.machine()
        jobs = await self.handler.store.claim(
            school, Queue.CALLS, due=now, now=now, lease=LEASE, limit=MOST
        )
        done = await asyncio.gather(*(self._one(job) for job in jobs), return_exceptions=True)
        for failed in done:
            if failed is not None:
                raise failed
        return len(jobs)

    async def _one(self, job: Job) -> None:
        try:
            call = CALL.validate_json(job.body)
        except ValidationError:
            await self._unreadable(job)
            return
        try:
            await self._hand_over(job, call)
        except NotSaved:
            raise
        except Exception as error:  # noqa: BLE001  rule 3 (tested)
            self.handler.on_failure(error)
            if job.attempt < TRIES:
                await self._again(job, call, None)
            else:
                await self._bury(job, call)

    async def _hand_over(self, job: Job, call: Call) -> None:
        caller, address = self.callers.get(call.way), await self._address(job.school, call)
        if caller is None or not address:
            await self._note(job, call, CallFailed(to=call.to, way=call.way, final=True), "lost")
            return
        key = idempotency(job.school, _name(job, call))
        try:
            await caller.call(job.school, address, case_call(call.case), key=key)
        except Retry as problem:
            await self._again(job, call, problem)
        except Reroute:
            await self._note(job, call, CallFailed(to=call.to, way=call.way, final=True), "lost")
        except OurBug:
            await self._bury(job, call)
        else:
            await self._note(job, call, Called(to=call.to, way=call.way), "called")

    async def _address(self, school: str, call: Call) -> str:
        """Return the address of now of whom a call is for, '' where they have none any more."""
        here, now = await self.handler.rotas.school(school), self.handler.clock.now()
        person = here.person(call.to)
        return address_at(here, person, call.way, now) if person else ""

    async def _again(self, job: Job, call: Call, problem: Retry | None) -> None:
        wait = (problem.after if problem else None) or back_off(job.attempt)
        await self.handler.store.postpone(job, self.handler.clock.machine() + wait)
        event = CallFailed(to=call.to, way=call.way, final=False)
        await self._note(job, call, event, "delayed", ends=False)

    async def _bury(self, job: Job, call: Call) -> None:
        self.on_bug(job.key)
        event = CallFailed(to=call.to, way=call.way, final=True)
        await self._note(job, call, event, "lost", ends=False)
        await self.handler.store.bury(job)

    async def _unreadable(self, job: Job) -> None:
        """Bury what this release cannot read, and tell people: nobody knows whom it was for."""
        self.on_bug(job.key)
        operation = f"{job.key}@{job.due.isoformat()}:unreadable"
        case = job.key.partition(":")[0]
        jobs = await self.handler.note(job.school, case, EngineFailed(), operation, None)
        await self.handler.store.bury(job)
        await self.handler.send(job.school, jobs)

    async def _note(
        self, job: Job, call: Call, event: Event, how: str, *, ends: bool = True
    ) -> None:
        """Record once what became of a call; the job `ends` in the same commit."""
        finish = Finish(Queue.CALLS, job.key, job.token) if ends else None
        operation = f"{_name(job, call)}:{how}"
        async with self._locks.setdefault((job.school, call.case), asyncio.Lock()):
            jobs = await self.handler.note(job.school, call.case, event, operation, finish)
        if finish is not None:  # noted before, or the case is gone: the job is done all the same
            await self.handler.store.finish(job.school, (finish,))
        await self.handler.send(job.school, jobs)


def _name(job: Job, call: Call) -> str:
    """Return what names a call: a later one is another, a retry is not."""
    return f"{job.key}:{call.count}"
