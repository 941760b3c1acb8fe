"""Carrying out messages: send, retry, reroute, or say it is our bug. Never silently drop."""

# Rule 1: a message that cannot be read, or on which our own code fails, costs nobody else theirs:
#         it is tried `TRIES` times, then buried, and people are told. What failed is raised once
#         everybody else has theirs.
# Rule 2: what becomes of alerts is noted one case at a time, or a long rung would conflict with
#         itself; the messages of one slot go one after the other, so that the newest stands. No
#         lock is held while another is waited for.

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError

from bot.fsm.effects import MESSAGE, Amend, Message, Page, Post
from bot.fsm.events import AlertDelivered, AlertFailed, ChannelLost, EngineFailed, Event
from bot.in_turn import Turns, are_words, to_replace, waits_for_others
from bot.lanes import Lane, Lanes
from bot.lingering import Done, Lingering, is_taking_back
from bot.messages import case_of, lock_of, named, outcome_of, slot_of, to_of, turn_of
from bot.ports import Clock, Finish, Job, Messenger, NotSaved, OurBug, Queue, Reroute, Retry, Store
from bot.retrying import LEASE, TRIES, back_off
from bot.warm import Warm

__all__ = ["Delivery"]

Wanted = Callable[[str, tuple[Job, ...]], Awaitable[tuple[Job, ...]]]
Note = Callable[[str, str, Event, str, Finish | None], Awaitable[tuple[Job, ...]]]


@dataclass(slots=True)
class Delivery:
    """Delivers claimed outbox jobs; the outcome of an alert goes into the case's record.

    `note` steps a case by an event and returns the jobs that follow. `on_bug` is told of a message
    that a platform refuses as ours to mend (the job's key only). `wanted` leaves out what nobody is
    to get any more. `lingering` knows which messages are to be taken back, and when.
    """

    store: Store
    messenger: Messenger
    clock: Clock
    note: Note
    on_bug: Callable[[str], None]
    wanted: Wanted
    lingering: Lingering = field(default_factory=Lingering)
    lanes: Lanes = field(default_factory=Lanes)
    _told: Warm[bool] = field(default_factory=Warm)
    turns: Turns = field(default_factory=Turns)

    async def deliver(self, school: str, jobs: tuple[Job, ...]) -> None:
        """Deliver jobs: one after the other for each recipient, recipients side by side.

        Raises:
            Exception: our own code failed on one; all others have been dealt with by then.
        """
        groups: dict[str, list[tuple[Job, Message]]] = {}
        old = [job for job in jobs if is_taking_back(job)]
        dealing: list[Awaitable[None]] = [self._take_back(school, old)] if old else []
        for job in jobs:
            if is_taking_back(job):
                continue
            try:
                message = MESSAGE.validate_json(job.body)
            except ValidationError:
                dealing.append(self._unreadable(school, job))
                continue
            groups.setdefault(turn_of(job, message), []).append((job, message))
        dealing += (self._in_order(school, group) for group in groups.values())
        for failed in await asyncio.gather(*dealing, return_exceptions=True):
            if failed is not None:
                raise failed

    async def flush(self, school: str, limit: int = 50) -> int:
        """Claim what is due in the outbox and deliver it; return how many jobs that were."""
        now = self.clock.machine()
        jobs = await self.store.claim(
            school, Queue.OUTBOX, due=now, now=now, lease=LEASE, limit=limit
        )
        await self.deliver(school, await self.wanted(school, tuple(jobs)))
        return len(jobs)

    async def _in_order(self, school: str, group: Sequence[tuple[Job, Message]]) -> None:
        """Send a recipient's messages; when the store is down the leases bring them back."""
        failures: list[Exception] = []
        with suppress(NotSaved):
            async with self.turns.of(school, group):
                if not await waits_for_others(self.store, school, group, self.clock.machine()):
                    await self._send(school, group, failures)
        if failures:
            raise failures[0]

    async def _send(
        self, school: str, group: Sequence[tuple[Job, Message]], failures: list[Exception]
    ) -> None:
        done: list[Done] = []
        waits: datetime | None = None
        for job, message in group:
            if waits is not None:
                await self.store.postpone(job, waits)
                continue
            try:
                came = await self._one(school, job, message)
            except NotSaved:
                raise
            except Exception as error:  # noqa: BLE001  rule 1 (tested); raised by who called
                failures.append(error)
                await self._put_aside(school, job, message)
                continue
            if isinstance(came, datetime):
                waits = came if are_words(group) else None
            elif came is not None and isinstance(message, Post):
                await self._settle(school, [came])  # an edit may be waiting for it
            elif came is not None:
                done.append(came)
        if done:
            await self._settle(school, done)

    async def _settle(self, school: str, done: Sequence[Done]) -> None:
        await self.lingering.settle(self.store, school, done, self.clock.machine())

    async def _take_back(self, school: str, old: Sequence[Job]) -> None:
        with suppress(NotSaved):  # the leases bring them back
            await self.lingering.take_back(self.store, school, old, self.clock.machine())

    async def _one(self, school: str, job: Job, message: Message) -> Done | datetime | None:
        """Send one message; return how to finish its job, or None when that is done already.

        Where the chat is busy it is the moment until which that, and what follows it, waits.
        """
        slot = slot_of(message)
        try:
            async with self.turns.lock(school, lock_of(message) or job.key):
                edit = await to_replace(self.store, school, message, slot)
                if edit is None:
                    return Done(Finish(Queue.OUTBOX, job.key, job.token))
                async with self.lanes.turn(self.lanes.lane(school, message)):
                    receipt = await self._hand_over(school, job, message, edit)
        except Retry as problem:
            until = await self._later(school, job, message, problem)
            return None if problem.unknown else until
        except Reroute:
            lost = await self._lost(school, job, message)
            return Done(lost) if lost is not None else None
        except OurBug:
            self.on_bug(job.key)
            await self._record(school, job, message, final=True)
            await self.store.bury(job)
            return None
        kept = "" if isinstance(message, Amend) and not message.last else slot
        finish = Finish(Queue.OUTBOX, job.key, job.token, kept, receipt if kept else "")
        if isinstance(message, Page):
            await self._arrived(school, job, message, finish)
        return Done(finish, case_of(job), receipt)

    async def _hand_over(self, school: str, job: Job, message: Message, edit: str) -> str:
        """Return where a message is now; '' for one whose place is known, or forgotten."""
        to, card = to_of(message), message.card
        if isinstance(message, Amend):
            await self.messenger.amend(school, to, card, edit=edit)
            return ""
        key = named(job, message)
        return await self.messenger.send(school, to, card, key=key, edit=edit, again=job.doubt)

    async def _arrived(self, school: str, job: Job, message: Page, finish: Finish) -> None:
        """Note that an alert arrived. Where our code fails on that, it is not sent again for it."""
        event = AlertDelivered(to=message.to, name=message.card.name, count=message.count)
        try:
            await self._note(school, message.case, event, outcome_of(job, message, "delivered"))
        except NotSaved:
            raise
        except Exception:
            await self.store.finish(school, (finish,))
            raise

    async def _put_aside(self, school: str, job: Job, message: Message) -> None:
        """Try again later what our own code failed on; after the last try take the next person."""
        if job.attempt < TRIES:
            until = self.clock.machine() + back_off(job.attempt)
            await self.store.postpone(job, until, doubt=True)
            return
        self.on_bug(job.key)
        await self._buried(job, self._record(school, job, message, final=True))

    async def _unreadable(self, school: str, job: Job) -> None:
        """Bury what this release cannot read, and tell people: nobody knows whom it was for."""
        self.on_bug(job.key)
        operation = f"{job.key}@{job.due.isoformat()}:unreadable"
        telling = self._note(school, job.key.partition(":")[0], EngineFailed(), operation)
        with suppress(NotSaved):
            if (failed := await self._buried(job, telling)) is not None:
                raise failed

    async def _buried(self, job: Job, telling: Awaitable[None]) -> Exception | None:
        """Bury a job once people are told; return what our own code failed on in telling them.

        While the store is down neither happens: the job comes back, and people are told then.
        """
        failed = None
        try:
            await telling
        except NotSaved:
            raise
        except Exception as error:  # noqa: BLE001  rule 1 (tested): it must not come back for ever
            failed = error
        await self.store.bury(job)
        return failed

    async def _later(self, school: str, job: Job, message: Message, problem: Retry) -> datetime:
        wait = problem.after or back_off(job.attempt)
        until = self.clock.machine() + wait
        await self.store.postpone(job, until, doubt=problem.unknown)
        await self._record(school, job, message, final=False)
        return until

    async def _lost(self, school: str, job: Job, message: Message) -> Finish | None:
        """Take the next person now; a message that nobody else can get is buried and counted.

        An older one that cannot be amended is left as it is.
        """
        if isinstance(message, Page):
            await self._record(school, job, message, final=True)
        elif isinstance(message, Post):
            await self._note(school, message.case, ChannelLost(), f"{job.key}:lost")
        elif not isinstance(message, Amend):
            await self.store.bury(job)
            return None
        return Finish(Queue.OUTBOX, job.key, job.token)

    async def _record(self, school: str, job: Job, message: Message, *, final: bool) -> None:
        if isinstance(message, Page):
            operation = outcome_of(job, message, "lost" if final else "delayed")
            if self._told.get((school, operation)) is None:  # each wait for its turn tells it anew
                event = AlertFailed(to=message.to, final=final)
                await self._note(school, message.case, event, operation)
                self._told.keep((school, operation), final)

    async def _note(self, school: str, case: str, event: Event, operation: str) -> None:
        """Record once what became of an alert: a repeat of the same outcome changes nothing."""
        told = isinstance(event, AlertDelivered) or (
            isinstance(event, AlertFailed) and not event.final
        )
        lane = Lane.AFTERWARDS if told else Lane.RED  # somebody else has to be told now
        async with self.turns.lock(school, case), self.lanes.turn(lane):
            jobs = await self.note(school, case, event, operation, None)
        await self.deliver(school, jobs)
