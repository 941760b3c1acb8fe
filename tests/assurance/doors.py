"""The platforms as doors to knock at, each with two schools behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp

from adapters.memory.links import MemoryLinks
from adapters.memory.store import MemoryStore
from adapters.playground.playground import make_playground
from adapters.site import make_app, serve
from bot.changes import CaseWrite, Change
from bot.fsm.case import Case
from bot.fsm.events import ENTRY, Entry
from bot.fsm.school import School
from tests.assurance.knocking import (
    NUMBERS,
    SCHOOL,
    Door,
    PlaygroundDoor,
    SlackDoor,
    TeamsDoor,
    account,
    on_teams,
)
from tests.engine import FRIDAY_MORNING, REFS, FixedMint
from tests.slack.house import CHANNEL, house
from tests.teams.house import house as teams_house


@asynccontextmanager
async def playground(folder: Path, *schools: School) -> AsyncIterator[PlaygroundDoor]:
    """Give the playground's door while the block runs."""
    store, failures = MemoryStore(), list[Exception]()

    async def wipe() -> None:
        raise AssertionError("nobody starts again")

    made = make_playground(
        schools={school.id: school for school in schools},
        store=store,
        links=MemoryLinks(),
        mint=FixedMint(),
        folder=folder,
        wipe=wipe,
        on_failure=failures.append,
        on_bug=lambda key: failures.append(AssertionError(key)),
    )
    made.clock.set(FRIDAY_MORNING)
    async with serve(make_app(made)) as address, aiohttp.ClientSession() as session:
        yield PlaygroundDoor(made, store, address, session)
    assert failures == []


@asynccontextmanager
async def slack(_folder: Path, *schools: School) -> AsyncIterator[SlackDoor]:
    """Give Slack's door while the block runs."""
    placed = [with_accounts(school) for school in schools]
    async with house(*placed) as here:
        for who in (*(person.id for school in placed for person in school.people), "guest"):
            here.fake.person(account(who))
        here.fake.person(account("other"))
        yield SlackDoor(here)
        assert here.failures == []
        assert here.fake.wrongs == []


@asynccontextmanager
async def teams(_folder: Path, *schools: School) -> AsyncIterator[TeamsDoor]:
    """Give Teams' door while the block runs."""
    async with teams_house(*map(with_accounts, schools)) as here:
        everybody = {who for school in schools for person in school.people for who in (person.id,)}
        for who in (*everybody, *(f"{each}2" for each in everybody), "guest", "other"):
            here.fake.person(on_teams(who))
            await here.hands.install(on_teams(who))
        yield TeamsDoor(here)
        assert here.failures == []


def with_accounts(school: School) -> School:
    """Return a school whose people have accounts; the DSL of the other school is `other`."""
    people = tuple(
        person.model_copy(update={"accounts": {"slack": account(who), "teams": on_teams(who)}})
        for person in school.people
        for who in (_known_as(school, person.id),)
    )
    return school.model_copy(update={"people": people, "channel": CHANNEL})


def _known_as(school: School, person: str) -> str:
    if school.id == SCHOOL:
        return person
    return "other" if person == "dsl" else f"{person}2"


DOORS: dict[str, Callable[..., AbstractAsyncContextManager[Door]]] = {
    "playground": playground,
    "slack": slack,
    "teams": teams,
}
"""Every platform that there is."""


async def put(door: Door, case: Case) -> Case:
    """Let a case stand in the store as it is given, whatever stood there."""
    now = await door.handler.case(SCHOOL, case.ref)
    expected = now.version if now else 0
    entry = Entry(at=case.opened_at, operation=f"put{next(NUMBERS)}", by="", events=())
    state = case.model_copy(update={"version": expected + 1}).model_dump_json().encode()
    write = CaseWrite(case.ref, expected, state, ENTRY.dump_json(entry))
    change = Change(SCHOOL, entry.operation, door.handler.clock.machine(), write)
    await door.store.commit(change)
    door.handler.keeper._cases.forget((SCHOOL, case.ref))
    found = await door.handler.case(SCHOOL, case.ref)
    assert found is not None
    return found


async def looks(door: Door, ref: str = REFS[0]) -> list[tuple[str, str]]:
    """Return the access log: who looked at what."""
    lines = await door.store.entries(SCHOOL, ref)
    events = [event for line in lines for event in ENTRY.validate_json(line).events]
    return [(each.by, each.what) for each in events if each.type == "viewed"]
