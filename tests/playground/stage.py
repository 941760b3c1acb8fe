"""A made-up school on a playground, over the store in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import count
from pathlib import Path

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.playground.playground import Playground, Site, make_playground
from adapters.site import make_app, serve
from bot.dialogs.load import load_pack, load_script
from bot.dialogs.pack import Window
from bot.due import fire_due
from bot.fsm.school import Person, Role, School
from bot.ports import NotSaved

WEEK = Window(days=(0, 1, 2, 3, 4), opens=time(8, 30), closes=time(16, 0))

# In the middle of a school day in term, whatever today is.
MONDAY_NOON = datetime(2126, 11, 25, 12, 0, tzinfo=UTC)


def person(id_: str, name: str, *roles: Role) -> Person:
    return Person(id=id_, name=name, roles=roles or (Role.STAFF,), phone="01782 555 0100")


PEOPLE = (
    person("sam", "Sam Field"),
    person("lena", "Lena Ortiz"),
    person("khan", "Mrs Khan", Role.DSL),
    person("doyle", "Mr Doyle", Role.DEPUTY),
    person("adeyemi", "Ms Adeyemi", Role.DEPUTY),
    person("price", "Dr Price", Role.HEAD),
    person("rowe", "Mr Rowe", Role.CHAIR),
)


def school(id_: str = "hillside", name: str = "Hillside Academy") -> School:
    return School(
        id=id_,
        name=name,
        office="01782 555 0111",
        on_call="07700 900 222",
        hours=(WEEK,),
        people=PEOPLE,
        script=load_script("intake"),
        pack=load_pack("stoke-on-trent"),
        edition="test",
    )


@dataclass
class Counting:
    """References in order, so that a test can name them."""

    number: count[int]

    def reference(self) -> str:
        return f"YP-{next(self.number):04d}"


@dataclass
class Stage:
    """A playground, its store, and everything that went wrong inside."""

    playground: Playground
    store: MemoryStore
    failures: list[Exception]
    bugs: list[str]


def stage(
    folder: Path,
    store: MemoryStore | None = None,
    start: int = 1,
    site: Site = Site.PLAYGROUND,
) -> Stage:
    """Return a playground whose clock stands on a Monday at noon, unless it was kept."""
    kept = store or MemoryStore()
    failures: list[Exception] = []
    bugs: list[str] = []

    async def wipe() -> None:
        kept._schools.clear()

    playground = make_playground(
        schools={"hillside": school(), "canal": school("canal", "Canal Street College")},
        store=kept,
        links=MemoryLinks(),
        mint=Counting(count(start)),
        folder=folder,
        wipe=wipe,
        on_failure=failures.append,
        on_bug=bugs.append,
        site=site,
    )
    playground.clock.set(MONDAY_NOON)
    return Stage(playground, kept, failures, bugs)


async def beat(stage: Stage) -> None:
    """Do once what the worker does: fire what is due, and deliver what waits."""
    player = stage.playground.player
    async with player.lock:
        for school in stage.playground.schools:
            while await fire_due(stage.playground.handler, school):
                pass
            await player.flush(school)


async def beats(stage: Stage) -> None:
    """Be the worker: beat on, and wait while the store does not answer."""
    while True:
        with suppress(NotSaved):
            await beat(stage)
        await asyncio.sleep(0.1)


@asynccontextmanager
async def served(stage: Stage) -> AsyncIterator[str]:
    """Serve a stage on a free port, with a worker at work; give the page's address."""
    async with serve(make_app(stage.playground)) as address:
        worker = asyncio.ensure_future(beats(stage))
        yield address
        worker.cancel()
