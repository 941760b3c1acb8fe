"""A school, its people and its one door: what tests of the engine stand on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from bot.dialogs.flags import Flag
from bot.dialogs.load import load_pack, load_script, sheets
from bot.dialogs.pack import Pack, Window
from bot.dialogs.script import Script
from bot.fsm.case import Account, Case, CaseStage, Conversation, Noted
from bot.fsm.events import ENTRY, Entry
from bot.fsm.known.noting import place
from bot.fsm.said import Said
from bot.fsm.school import Person, Role, School, Way
from bot.handing import Links, Ticket
from bot.handle import Handler
from bot.inbound import Inbound, Outcome, Reply
from bot.outbox import connect
from bot.ports import NotSaved
from bot.switchboard import Switchboard
from tests.chat import FRIDAY_EVENING, Chat, Exchange, SimClock
from tests.moving import move_on

LONDON = ZoneInfo("Europe/London")
FRIDAY_MORNING = datetime(2026, 11, 6, 10, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TICKET = Ticket("one-time-token", "271828")

PEOPLE: tuple[Person, ...] = (
    Person(id="sam", name="Sam Reed", phone="07700 900111"),
    Person(id="dsl", name="Mrs Hall", roles=(Role.DSL,)),
    Person(id="deputy1", name="Mr Day", roles=(Role.DEPUTY,)),
    Person(id="deputy2", name="Ms Dee", roles=(Role.DEPUTY,)),
    Person(id="head", name="Dr Moss", roles=(Role.HEAD,)),
    Person(id="chair", name="Mr Abbey", roles=(Role.CHAIR,)),
    Person(id="it", name="Ms Wray", roles=(Role.IT,)),
)
PACKS = {"stoke": "stoke-on-trent"}
REFS = tuple(f"YP-{code}" for code in ("7K3Q", "3M8T", "9W2H", "4C6R", "5F7J", "8N2V"))


@cache
def intake() -> Script:
    """Return the shipped intake, loaded once."""
    return load_script("intake")


@cache
def pack(name: str) -> Pack:
    """Return a shipped pack, loaded once."""
    return load_pack(PACKS.get(name, name))


def a_school(
    *,
    without: Collection[str] = (),
    people: tuple[Person, ...] = PEOPLE,
    uses: str = "stoke",
    script: Script | None = None,
) -> School:
    """Return a school that is open 08:30 to 15:30 on weekdays; `without` leaves people out."""
    return School(
        id="school",
        name="Northgate School",
        office="01632 960100",
        on_call="07700 900100",
        hours=(Window(days=(0, 1, 2, 3, 4), opens=time(8, 30), closes=time(15, 30)),),
        bank_holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}),
        people=tuple(person for person in people if person.id not in without),
        script=script or intake(),
        pack=pack(uses),
        edition="2026-11",
    )


def with_ways(school: School, *ways: Way) -> School:
    """Return the school with these ways beside the chat, and an address for everybody."""
    people = tuple(
        person.model_copy(
            update={"phone": f"07700 9002{at:02}", "email": f"{person.id}@school.example"}
        )
        for at, person in enumerate(school.people)
    )
    return school.model_copy(update={"people": people, "ways": frozenset(ways)})


def owned_case(
    school: School,
    kept: Mapping[str, Mapping[str, Noted]] | None = None,
    *,
    at: datetime = FRIDAY_MORNING,
    flags: Iterable[Flag] = (),
) -> Case:
    """Return the DSL's case of one child, owned since `at`, with what was noted in each sheet."""
    up = frozenset(flags)
    return Case(
        ref=REFS[0],
        school=school.id,
        edition="now",
        stage=CaseStage.OWNED,
        opened_at=at,
        account=Account(reporter="sam", rostered=True),
        held=up,
        live=up,
        owner="dsl",
        owned_at=at,
        sheets={
            place(name, int(sheets()[name].each == "child")): dict(answers)
            for name, answers in (kept or {}).items()
        },
    )


class BrokenScript(Script):
    """A script on which our own code fails at every turn."""

    def question(self, key: str) -> object:  # type: ignore[override]  # it never returns
        """Fail, as a bug of ours would."""
        raise RuntimeError(key)


def broken(school: School) -> School:
    """Return the school as it is when our own code fails on whatever somebody says."""
    same = {name: getattr(school.script, name) for name in Script.model_fields}
    return school.model_copy(update={"script": BrokenScript(**same)})


def exchange_of(school: School, chat: Chat) -> Exchange:
    """Return the other ways to a school's people; what goes out by them is among a chat's."""
    addresses = {school.address(person, way): person.id for person in school.people for way in Way}
    handed_on = {line.number: "duty" for line in school.rota.lines if line.number}
    return Exchange(chat, {**handed_on, **addresses})


@dataclass
class FixedMint:
    """Gives the next reference of a fixed list; the same one until a case has it."""

    used: int = 0

    def reference(self) -> str:
        """Return the reference that the next case gets."""
        number = self.used - len(REFS)
        return REFS[self.used] if number < 0 else f"YP-{number:04}"


class World:
    """One school with its door, its store, its clock and its chat."""

    def __init__(self, school: School | None = None, at: datetime = FRIDAY_EVENING) -> None:
        self.school = school or a_school()
        self.clock = SimClock(at)
        readers = {Role.DSL, Role.DEPUTY, Role.HEAD}
        members = (person.id for person in self.school.people if readers & set(person.roles))
        self.chat = Chat(self.clock, frozenset(members))
        self.exchange = exchange_of(self.school, self.chat)
        self.store = MemoryStore()
        self.links = MemoryLinks()
        self.restarts = True
        self.mint = FixedMint()
        self.failures: list[Exception] = []
        self.bugs: list[str] = []
        self.schools = {self.school.id: self.school}
        self._operations = 0
        self.restart()

    def restart(self) -> None:
        """Start the door anew, as after a crash: it knows only what the store holds."""
        self.handler = Handler(
            self.schools, self.store, self.clock, self.mint, self.failures.append
        )
        self.handler.links = Links(self.links, self.clock, lambda: TICKET)
        self.delivery = connect(self.handler, self.chat, self.bugs.append)
        callers = {way: self.exchange.by(way) for way in Way}
        self.switchboard = Switchboard(self.handler, callers, self.bugs.append)

    def inbound(self, person: str, said: Said, operation: str = "") -> Inbound:
        """Return something said, under a fresh operation id unless one is given."""
        self._operations += 1
        return Inbound(self.school.id, operation or f"op{self._operations}", person, said)

    async def say(self, person: str, said: Said, operation: str = "") -> Reply:
        """Let somebody say something; what follows has been delivered when this returns."""
        return await self.hand_in(self.inbound(person, said, operation))

    async def hand_in(self, inbound: Inbound) -> Reply:
        """Put one input through the door, which has just been started unless `restarts` is off."""
        if self.restarts:
            self.restart()
        reply = await self.handler.handle(inbound)
        with suppress(NotSaved):
            await self.switchboard.flush(self.school.id)
        if reply.outcome is not Outcome.NOT_SAVED:
            self.mint.used = len(await self.store.cases(self.school.id))
        return reply

    async def move_to(self, until: datetime) -> None:
        """Move the clock; timers fire and messages are tried again at their own times, in order."""
        await move_on(self.handler, self.clock, self._flush, until)

    async def _flush(self, school: str) -> int:
        sent = await self.delivery.flush(school)
        return sent + await self.switchboard.flush(school)

    async def wait(self, delta: timedelta) -> None:
        """Move the clock by `delta`."""
        await self.move_to(self.clock.at + delta)

    async def case(self, ref: str = REFS[0]) -> Case:
        """Return a case as it was last committed."""
        found = await self.handler.case(self.school.id, ref)
        assert found is not None, f"no case {ref}"
        return found

    async def conversation(self, person: str = "sam") -> Conversation:
        """Return somebody's conversation as it was last committed."""
        stored = await self.store.load_conversation(self.school.id, person)
        assert stored is not None, f"{person} has said nothing"
        return Conversation.model_validate_json(stored.state)

    async def record(self, ref: str = REFS[0]) -> list[Entry]:
        """Return the record of a case."""
        return [ENTRY.validate_json(line) for line in await self.store.entries(self.school.id, ref)]


def london(text: str) -> datetime:
    """Return `2026-11-06 19:40` (Europe/London) as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)
