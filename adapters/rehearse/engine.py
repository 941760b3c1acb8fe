"""The real engine on a simulated clock, with a store in memory and nobody at the other end."""

import itertools
from datetime import datetime, timedelta

from adapters.rehearse.calling import RehearsalCaller
from adapters.rehearse.cast import Cast, with_staff
from adapters.rehearse.clock import Counter, SimulatedClock
from adapters.rehearse.messenger import RehearsalMessenger
from bot.due import fire_due
from bot.fsm.case import Case, Conversation
from bot.fsm.said import Said
from bot.fsm.school import School, Way
from bot.handle import Handler
from bot.inbound import Inbound, Outcome
from bot.outbox import connect
from bot.ports import Queue, Store
from bot.switchboard import Switchboard

__all__ = ["Broken", "Engine"]


class Broken(Exception):
    """The engine itself failed while it was rehearsed. This is our bug, not the plan's."""


class Engine:
    """One school's engine: people do things, time passes, and both can be looked at."""

    def __init__(self, school: School, store: Store, starts: datetime) -> None:
        """Begin at `starts` (aware) with an empty `store`, which must not be the live one."""
        self.school = with_staff(school)
        self.store = store
        self.clock = SimulatedClock(starts)
        self.cast = Cast(self.school)
        self.messenger = RehearsalMessenger(self.clock)
        self._failures: list[Exception] = []
        self._operations = itertools.count(1)
        self._handler = Handler(
            {school.id: self.school}, store, self.clock, Counter(), self._failures.append
        )
        self._delivery = connect(self._handler, self.messenger, self._refused)
        callers = {way: RehearsalCaller(way, self.school, self.messenger) for way in Way}
        self._switchboard = Switchboard(self._handler, callers, self._refused)

    def _refused(self, key: str) -> None:
        raise Broken(f"a message was refused as ours to mend: {key}")

    async def do(self, person: str, said: Said, *, telling: bool) -> None:
        """Let a person do one thing; the reply to it reaches them whatever is broken.

        Raises:
            Broken: our own code failed on it.
        """
        if telling:
            self.messenger.tellers.add(person)
        self.messenger.acting = person
        operation = f"rehearsal-{next(self._operations)}"
        reply = await self._handler.handle(Inbound(self.school.id, operation, person, said))
        self.messenger.acting = ""
        await self._switchboard.flush(self.school.id)
        if reply.outcome is not Outcome.SAVED:
            cause = self._failures[-1] if self._failures else None
            raise Broken(f"the engine answered {reply.outcome} to {said!r}") from cause

    async def wait_until(self, until: datetime) -> None:
        """Let time pass: timers and retries happen at their own times, in their order."""
        while True:
            due = [
                (at, queue)
                for queue in (Queue.OUTBOX, Queue.CALLS, Queue.TIMERS)
                if (at := await self.store.next_due(self.school.id, queue)) is not None
                and at <= until
            ]
            if not due:
                break
            at, queue = min(due, key=lambda pair: pair[0])
            self.clock.move(at)
            if queue is Queue.OUTBOX:
                await self._delivery.flush(self.school.id)
            elif queue is Queue.CALLS:
                await self._switchboard.flush(self.school.id)
            else:
                await fire_due(self._handler, self.school.id)
        self.clock.move(until)

    async def wait(self, time: timedelta) -> None:
        """Let `time` pass."""
        await self.wait_until(self.clock.now() + time)

    async def conversation(self, person: str) -> Conversation:
        """Return where somebody's chat stands."""
        stored = await self.store.load_conversation(self.school.id, person)
        if stored is None:
            return Conversation(person=person, school=self.school.id)
        return Conversation.model_validate_json(stored.state)

    async def case(self, ref: str) -> Case | None:
        """Return a case as it was last committed, or None."""
        return await self._handler.case(self.school.id, ref)

    async def cases(self) -> list[Case]:
        """Return all cases, oldest first."""
        found = [await self.case(ref) for ref in await self.store.cases(self.school.id)]
        return [case for case in found if case is not None]
