"""The rota of every school as it is now: as configured, and as agreed on in chat."""

# Rule 1: it is read anew for each input and each timer: another process may have changed it.
# Rule 2: a paper that cannot be read changes nothing: the configured rota holds, and it is logged.
# Rule 3: what is agreed, the messages and the wakes that follow are one commit.

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.changes import ROTA
from bot.dialogs.rota_words import RotaWish, wish_of
from bot.dialogs.understand import understand
from bot.fsm.events import Event
from bot.fsm.offers import RotaChanged
from bot.fsm.rota.desk import ASK, MOVED, RotaDesk
from bot.fsm.rota.wishes import path_of
from bot.fsm.said import Typed, rota_path
from bot.fsm.school import School
from bot.fsm.turn import Turn
from bot.inbound import Inbound, Outcome, Reply
from bot.loading import load_conversation
from bot.ports import CaseWrite, Change, Clock, Conflict, Finish, Job, NotSaved, Queue, Stale, Store
from bot.rota.book import NOTED, Book, Noted
from bot.writing import Doing, change_of, jobs_of

__all__ = ["Rotas"]

TRIES = 8
Note = Callable[[str, str, Event, str, Finish | None], Awaitable[tuple[Job, ...]]]


@dataclass(slots=True)
class Rotas:
    """Gives every school with its rota of now, and takes what people change in chat.

    `on_failure` is told of a paper that cannot be read.
    """

    schools: Mapping[str, School]
    store: Store
    clock: Clock
    on_failure: Callable[[Exception], None]
    _known: dict[str, tuple[School, int, School]] = field(default_factory=dict)

    def last(self, name: str) -> School:
        """Return a school as it was last known here, without asking the store.

        Raises:
            KeyError: no such school in this deployment.
        """
        base, known = self.schools[name], self._known.get(name)
        return known[2] if known is not None and known[0] is base else base

    async def school(self, name: str) -> School:
        """Return a school with its rota of now.

        Raises:
            KeyError: no such school in this deployment.
            NotSaved: the store does not answer.
        """
        return (await self._read(name))[0]

    async def book(self, name: str) -> Book:
        """Return what was asked and agreed on in chat in a school.

        Raises:
            NotSaved: the store does not answer.
        """
        return (await self._read(name))[1]

    async def wished(self, inbound: Inbound) -> tuple[str, ...] | RotaWish | None:
        """Return what an input is about the rota; None where it is about anything else.

        What is typed counts only where it answers nothing that was asked: an account may say it.
        """
        if path := rota_path(inbound.said):
            return path
        school = self.schools[inbound.school]
        if not isinstance(inbound.said, Typed) or inbound.person not in school.rostered:
            return None
        if (wish := wish_of(inbound.said.text)) is None:
            return None
        talk = await load_conversation(self.store, school.id, inbound.person)
        question = school.script.question(talk.asked) if talk and talk.asked else None
        heard = understand(inbound.said.text, question)
        return None if heard.value is not None or heard.repair or heard.refused else wish

    async def take(self, inbound: Inbound, wish: tuple[str, ...] | RotaWish) -> Reply:
        """Commit what somebody does to the rota; the reply says whether it is on disk.

        Raises:
            NotSaved: the store does not answer.
        """

        def done(desk: RotaDesk) -> None:
            if isinstance(wish, RotaWish):
                desk.take(path_of(desk.school, desk.by, wish, desk.now))
            else:
                desk.take(wish)

        doing = Doing(inbound.school, inbound.operation, inbound.person)
        jobs = await self._do(doing, done)
        return Reply(Outcome.AGAIN) if jobs is None else Reply(Outcome.SAVED, jobs)

    async def fire(self, job: Job, note: Note) -> tuple[Job, ...]:
        """Fire a timer of the rota: an ask that nobody answered, or cases after a change.

        `note` steps a case by an event.

        Raises:
            NotSaved: the store does not answer; the job stays claimed and comes back.
        """
        what, _, number = job.key.removeprefix(":").partition(".")
        finish = Finish(Queue.TIMERS, job.key, job.token)
        if what == ASK:
            doing = Doing(job.school, f"{job.key}@{job.due.isoformat()}", "", finish)
            return await self._do(doing, lambda desk: desk.lapse(int(number))) or ()
        jobs = await self._moved(job.school, int(number), note) if what == MOVED else ()
        await self.store.finish(job.school, (finish,))
        return jobs

    async def _moved(self, name: str, number: int, note: Note) -> tuple[Job, ...]:
        """Let every case see that the rota has changed; to do it again changes nothing."""
        now = self.clock.now()
        agreed = (each for each in (await self.book(name)).agreed if each.number == number)
        event = RotaChanged(holds=any(each.holds(now) for each in agreed))
        jobs: list[Job] = []
        for ref in await self.store.cases(name):
            jobs += await note(name, ref, event, f"{ref}:rota:{number}", None)
        return tuple(jobs)

    async def _do(self, doing: Doing, done: Callable[[RotaDesk], None]) -> tuple[Job, ...] | None:
        """Commit what comes of one input; None where it had been committed before."""
        for _ in range(TRIES):
            school, book, version = await self._read(doing.school)
            desk = RotaDesk(school, book, doing.by, self.clock.now())
            done(desk)
            change = self._change(desk, doing, version)
            try:
                committed = await self.store.commit(change)
            except Stale:
                return ()  # the timer was set anew, or somebody else holds it
            except Conflict:
                continue
            return None if committed.again else jobs_of(change, committed)
        message = f"the rota of {doing.school}: {TRIES} conflicts in a row"
        raise NotSaved(message)

    def _change(self, desk: RotaDesk, doing: Doing, version: int) -> Change:
        turn = Turn(None, None, (), tuple(desk.effects))
        change = change_of(doing, self.clock, (None, None), turn)
        if not desk.events:
            return change
        line = Noted(at=desk.now, operation=doing.operation, by=doing.by, events=tuple(desk.events))
        state = desk.book.model_dump_json().encode()
        return replace(change, case=CaseWrite(ROTA, version, state, NOTED.dump_json(line)))

    async def _read(self, name: str) -> tuple[School, Book, int]:
        base = self.schools[name]
        if not base.rota.lines:
            return base, Book(), 0
        try:
            stored = await self.store.load_case(name, ROTA)
            if stored is None:
                return base, Book(), 0
            book = Book.model_validate_json(stored.state)
        except NotSaved:
            raise
        except Exception as error:  # noqa: BLE001  rule 2 (tested)
            self.on_failure(error)
            return base, Book(), 0
        known = self._known.get(name)
        if known is None or known[0] is not base or known[1] != stored.version:
            rota = base.rota.model_copy(update={"agreed": book.agreed})
            known = (base, stored.version, base.model_copy(update={"rota": rota}))
            self._known[name] = known
        return known[2], book, stored.version
