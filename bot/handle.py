"""The one door: lock, load, step, commit; then deliver. What is acknowledged is on disk."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

from bot.dialogs.card import Card
from bot.dialogs.words import card
from bot.finding import meant
from bot.fsm.alert.cards import number_now
from bot.fsm.alert.reaching import alarm
from bot.fsm.case import Case, Conversation
from bot.fsm.desk.taking import asked_for
from bot.fsm.desk.turn import desk
from bot.fsm.effects import Say
from bot.fsm.events import Event, TimerFired
from bot.fsm.reporter.turn import fail, turn
from bot.fsm.said import deed_of
from bot.fsm.school import School
from bot.fsm.step import step
from bot.fsm.turn import Turn
from bot.handing import Links
from bot.inbound import Inbound, Outcome, Reply
from bot.keeping import Keeper
from bot.loading import due_event, known_case, load_case, other_cases, pinned
from bot.ports import Clock, Conflict, Finish, Job, Mint, NotSaved, Queue, Stale, Store
from bot.rotas import Rotas
from bot.warm import Warm
from bot.writing import Doing, change_of, jobs_of

__all__ = ["Handler"]

Kept = tuple[Conversation, Case | None]

NOT_ALLOWED = frozenset({"not_yours", "not_yours_to_choose"})
"""What is shown to somebody who has no right to what they tried."""

TRIES = 8
"""How often a step is taken again because another process changed the case first."""


@dataclass(slots=True)
class Handler:
    """Takes every input of every school through the same door.

    `on_failure` is told of an exception in our own code (its type and place only, no content);
    `on_refused` of the school and case ('' for none) of somebody who tried what they may not do.
    """

    schools: Mapping[str, School]
    store: Store
    clock: Clock
    mint: Mint
    on_failure: Callable[[Exception], None]
    deliver: Callable[[str, tuple[Job, ...]], Awaitable[None]] | None = None
    links: Links | None = None
    on_refused: Callable[[str, str], None] | None = None
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _noted: Warm[str] = field(default_factory=Warm)
    keeper: Keeper = field(init=False)
    rotas: Rotas = field(init=False)

    def __post_init__(self) -> None:
        """Read and write by way of the store."""
        self.keeper = Keeper(self.store)
        self.rotas = Rotas(self.schools, self.store, self.clock, self.on_failure)

    async def handle(self, inbound: Inbound) -> Reply:
        """Receive an input and deliver what follows before returning."""
        reply = await self.receive(inbound)
        await self.send(inbound.school, reply.jobs)
        return reply

    async def send(self, school: str, jobs: tuple[Job, ...]) -> None:
        """Hand jobs that this process holds to the messenger."""
        if jobs and self.deliver is not None:
            await self.deliver(school, jobs)

    async def receive(self, inbound: Inbound) -> Reply:
        """Commit what an input changes; the reply says whether it is on disk.

        Raises:
            KeyError: no such school in this deployment.
        """
        school = self.rotas.last(inbound.school)
        async with self._lock(school.id, inbound.person):
            try:
                school = await self.rotas.school(school.id)
                if (wish := await self.rotas.wished(inbound)) is not None:
                    return await self.rotas.take(inbound, wish)
                asked = asked_for(inbound.said)
                if asked is not None and self.links is not None:
                    known = await self.case(school.id, asked.ref)
                    shown = await self.links.hand(school, known, inbound.person, asked)
                    self._refused(school, known, (shown,))
                    return Reply(Outcome.SAVED, card=shown)
                return await self._commit_turn(school, await meant(self.store, school, inbound))
            except NotSaved:
                number = number_now(school, self.clock.now())
                return Reply(Outcome.NOT_SAVED, card=card("not_saved", number=number))
            except Exception as error:  # noqa: BLE001  whatever breaks, the person gets a number
                self.on_failure(error)
                jobs = await self._alarm(school, inbound)
                return Reply(Outcome.FAILED, jobs, self._broken(school))

    def _broken(self, school: School) -> Card:
        """Return what somebody reads when our code failed: whom to ring."""
        return card("engine_failed", number=number_now(school, self.clock.now()))

    async def _alarm(self, school: School, inbound: Inbound) -> tuple[Job, ...]:
        """Tell the first rung, whatever state the case is in: our bug must reach a person."""
        doing = Doing(school.id, f"{inbound.operation}:broke", inbound.person)
        case = await known_case(self.store, school.id, inbound.person)
        taken = Turn(None, None, (), alarm(school, inbound.person, self.clock.now(), case))
        change = change_of(doing, self.clock, (None, None), taken)
        try:
            committed = await self.keeper.commit(change, taken)
        except Exception as error:  # noqa: BLE001  the reporter still gets the number (tested)
            self.on_failure(error)
            return ()
        return () if committed.again else jobs_of(change, committed)

    async def _commit_turn(self, school: School, inbound: Inbound) -> Reply:
        doing = Doing(school.id, inbound.operation, inbound.person)
        warm, keeper = deed_of(inbound.said) is None, self.keeper
        for _ in range(TRIES):
            conversation, case = await keeper.load(
                school.id, inbound.person, inbound.said, warm=warm
            )
            then = await pinned(self.store, school, case)
            others = await other_cases(self.store, school.id, deed_of(inbound.said))
            now = self.clock.now()
            outcome, taken = self._taken(then, (conversation, case), inbound, others, now=now)
            if warm and case is not None and not taken.events:
                warm = False  # what is only shown, and not committed, must be the latest
                continue
            change = change_of(doing._replace(at=now), self.clock, (conversation, case), taken)
            try:
                committed = await self.keeper.commit(change, taken)
            except Conflict:
                warm = False
                continue
            if committed.again:
                return Reply(Outcome.AGAIN)
            self._refused(
                school, case, [each.card for each in taken.effects if isinstance(each, Say)]
            )
            shown = self._broken(school) if outcome is Outcome.FAILED else None
            return Reply(outcome, jobs_of(change, committed), shown)
        message = f"operation on {school.id}: {TRIES} conflicts in a row"
        raise NotSaved(message)

    def _refused(self, school: School, case: Case | None, shown: Iterable[Card]) -> None:
        if self.on_refused is not None and any(each.name in NOT_ALLOWED for each in shown):
            self.on_refused(school.id, case.ref if case else "")

    def _taken(
        self,
        school: School,
        kept: Kept,
        inbound: Inbound,
        others: tuple[Case, ...],
        *,
        now: datetime,
    ) -> tuple[Outcome, Turn]:
        conversation, case = kept
        try:
            if (deed := deed_of(inbound.said)) is not None:
                taken = desk(school, case, inbound.person, deed, now, others=others)
            else:
                ref = self.mint.reference()
                said, name = inbound.said, inbound.name
                taken = turn(school, conversation, case, said, now=now, ref=ref, name=name)
        except Exception as error:  # noqa: BLE001  our bug must reach a person, not a log (tested)
            self.on_failure(error)
            ref = self.mint.reference()
            return Outcome.FAILED, fail(school, conversation, case, now, ref)
        return Outcome.SAVED, taken

    async def case(self, school: str, ref: str) -> Case | None:
        """Return a case as it was last committed, or None."""
        return await load_case(self.store, school, ref)

    async def note(
        self,
        school_id: str,
        ref: str,
        event: Event,
        operation: str,
        finish: Finish | None,
        *,
        by: str = "",
    ) -> tuple[Job, ...]:
        """Step a case by something that nobody said in a chat; commit; return the jobs.

        What was noted before changes nothing; where it ends no job either, nothing is worked out:
        in a long outage every try of every alert comes by here.

        Raises:
            NotSaved: it is not on disk; the job stays claimed and comes back.
        """
        named = (school_id, operation)
        if finish is None and self._noted.get(named):
            return ()
        for tried in range(TRIES):
            warm = finish is None and not tried  # a job is done for the case as it stands
            case = await self.keeper.case(school_id, ref, warm=warm)
            if case is None or (isinstance(event, TimerFired) and event.name not in case.wakes):
                return ()  # it has fired elsewhere meanwhile, or was called off: its job is gone
            school = await pinned(self.store, await self.rotas.school(school_id), case)
            now = self.clock.now()
            after, effects = step(school, case, event, now)
            taken = Turn(None, after, (event,), tuple(effects))
            doing = Doing(school_id, operation, by, finish, now)
            change = change_of(doing, self.clock, (None, case), taken)
            try:
                committed = await self.keeper.commit(change, taken)
            except Stale:
                return ()  # set anew, or somebody else's: it fires at its new time, or with them
            except Conflict:
                continue
            self._noted.keep(named, ref)
            return () if committed.again else jobs_of(change, committed)
        message = f"case {ref}: {TRIES} conflicts in a row"
        raise NotSaved(message)

    async def fire(self, job: Job) -> tuple[Job, ...]:
        """Fire one timer; one that the case no longer waits for is only struck off."""
        finish = Finish(Queue.TIMERS, job.key, job.token)
        if (found := await due_event(self.store, job, self.clock.now())) is None:
            await self.store.finish(job.school, (finish,))
            return ()
        return await self.note(job.school, job.key.partition(":")[0], *found, finish)

    def _lock(self, school: str, person: str) -> asyncio.Lock:
        key = f"{school}/{person}"
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock
