"""What a deployment on a strict platform has, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from bot.deliver import Delivery
from bot.fsm.case import Case
from bot.fsm.school import School
from bot.handing import Links
from bot.handle import Handler
from bot.outbox import connect
from bot.ports import Messenger
from tests.chat import SimClock
from tests.engine import REFS, TICKET, FixedMint
from tests.moving import move_on


def on_platform(school: School, platform: str, accounts: Mapping[str, str], channel: str) -> School:
    """Return a school whose people have accounts on a platform, and which has a channel there."""
    people = tuple(
        person.model_copy(update={"accounts": {platform: accounts[person.id]}})
        for person in school.people
    )
    return school.model_copy(update={"people": people, "channel": channel})


class Fake(Protocol):
    """A strict platform."""

    def assert_nothing_more(self) -> None: ...


@dataclass
class Inside:
    """What is behind a platform's door. `bugs` and `failures` are what went wrong there."""

    handler: Handler
    delivery: Delivery
    store: MemoryStore
    clock: SimClock
    mint: FixedMint
    failures: list[Exception]
    bugs: list[str]


@dataclass
class House(Inside):
    """One deployment, and the platform that it is on."""

    fake: Fake

    async def move(self, by: timedelta) -> None:
        """Move the clock; timers fire and messages are tried again at their own times."""
        until = self.clock.at + by
        await move_on(self.handler, self.clock, self.delivery.flush, until)

    async def case(self, ref: str = REFS[0], school: str = "school") -> Case:
        """Return a case as it was last committed."""
        found = await self.handler.case(school, ref)
        assert found is not None, f"no case {ref}"
        return found

    def assert_well(self) -> None:
        """Fail on anything that went wrong, inside or at the platform's."""
        assert self.failures == []
        assert self.bugs == []
        self.fake.assert_nothing_more()


def inside(schools: Mapping[str, School], clock: SimClock, messenger: Messenger) -> Inside:
    """Return an engine over the store in memory, whose messages `messenger` delivers."""
    failures: list[Exception] = []
    bugs: list[str] = []
    store, mint = MemoryStore(), FixedMint()
    handler = Handler(schools, store, clock, mint, failures.append)
    handler.links = Links(MemoryLinks(), clock, lambda: TICKET)
    delivery = connect(handler, messenger, bugs.append)
    return Inside(handler, delivery, store, clock, mint, failures, bugs)
