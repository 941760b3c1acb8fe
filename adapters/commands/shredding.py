"""`handrail shred`: destroys the record of a case that two named people have let go."""

# Rule: what is printed has references, days and staff ids, and no content of a case.

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import typer
from pydantic import ValidationError

from adapters.commands.over_store import over_store
from adapters.environment import CannotStart, Environment
from adapters.redis.crypto import CannotOpen
from adapters.redis.ledger_entries import Shredded
from adapters.redis.rotating import forget_on_disk
from adapters.redis.shredding import Grounds
from adapters.redis.store import RedisStore
from adapters.wiring import read_settings
from bot.dialogs.words import words
from bot.fsm.case import Case, CaseStage
from bot.fsm.hours import local
from bot.fsm.school import School
from bot.fsm.sheets.destroying import accepted, hindrance, keep_until
from bot.loading import load_case
from bot.ports import Conflict, NotSaved, Queue

__all__ = ["overview", "shred"]

LOOKS = 100
PAUSE = timedelta(milliseconds=100)
"""How often, and after which pause, it is asked whether the server has written its file anew."""

UNREADABLE = "this release cannot read what was kept of the case; nothing was destroyed"

GROUNDS = {
    "handed": "it is whole in the school's own system",
    "due": "its keeping time is over",
}


def overview(environment: Environment) -> int:
    """Print every closed case: until when it is kept, and what keeps it. Nothing is changed."""

    async def work(store: RedisStore) -> int:
        for school in read_settings(environment).schools:
            for ref in await store.cases(school.id):
                try:
                    case = await load_case(store, school.id, ref)
                except ValidationError:
                    typer.echo(f"warn  {school.id} {ref}: this release cannot read it; it is kept")
                    continue
                if case is not None and case.stage is CaseStage.CLOSED:
                    typer.echo(_line(school, case, await _keeps(store, school, case)))
        return 0

    return _run(environment, work)


def shred(environment: Environment, ref: str) -> int:
    """Destroy the record of one case and print the certificate; return 1 where it is kept."""

    async def work(store: RedisStore) -> int:
        school, case = await _found(store, environment, ref)
        if why := await _keeps(store, school, case):
            typer.echo(f"FAIL  {_line(school, case, why)}")
            return 1
        signed = accepted(case)
        if signed is None:
            raise AssertionError("what is accepted has been accepted by two")
        grounds = Grounds(*signed, opened_at=case.opened_at)
        note = await store.shredder.shred(school.id, ref, case.version, grounds, datetime.now(UTC))
        anchored = await store.ledger.anchor(school.id, note.at)
        typer.echo(certificate(school, note, anchored))
        typer.echo(await _forgotten(store))
        return 0

    return _run(environment, work)


def certificate(school: School, note: Shredded, words_of_it: str) -> str:
    """Return the certificate of a shredded case, for the school's files."""
    return "\n".join(
        (
            f"CERTIFICATE: case {note.ref} of {school.name} was destroyed",
            f"Raised on {_day(note.opened_at)}, {note.place} entries, destroyed on {_day(note.at)}",
            f"Grounds: {GROUNDS.get(note.grounds, note.grounds)}",
            f"Accepted by {school.name_of(note.dsl)} and {school.name_of(note.head)}",
            f"Chain ends at {note.mac}",
            f"Words of the ledger now: {words_of_it}",
        )
    )


async def _found(store: RedisStore, environment: Environment, ref: str) -> tuple[School, Case]:
    for school in read_settings(environment).schools:
        case = await load_case(store, school.id, ref)
        if case is not None:
            return school, case
    raise CannotStart(f"there is no case {ref}; handrail shred lists those that are closed")


async def _keeps(store: RedisStore, school: School, case: Case) -> str:
    """Return what keeps the record, as a phrase, or ''."""
    why = hindrance(school, case, datetime.now(UTC))
    for queue in Queue:
        pending = await store.pending(school.id, queue)
        if not why and any(key.startswith(f"{case.ref}:") for key, _ in pending):
            why = "keeps_moving"
    return why


def _line(school: School, case: Case, why: str) -> str:
    until = f"{school.id} {case.ref}: kept until {keep_until(school, case):%d %b %Y}"
    told = words().phrases[why] if why else f"may go now: handrail shred {case.ref}"
    return f"{until}. {told}"


async def _forgotten(store: RedisStore) -> str:
    """Have the server write its file anew, so that the key is nowhere in it; say if it did."""
    if await forget_on_disk(store.line):
        for _ in range(LOOKS):
            told = await store.line.ask("INFO", "persistence")
            if not told["aof_rewrite_in_progress"] and not told["aof_rewrite_scheduled"]:
                return "The server's file was written anew without its key. Backups: keys rotate."
            await asyncio.sleep(PAUSE.total_seconds())
    return "warn  the server's file may still hold its wrapped key: handrail keys rotate, retire"


def _day(at: datetime) -> str:
    return f"{local(at):%d %b %Y}"


def _run(environment: Environment, work: Callable[[RedisStore], Awaitable[int]]) -> int:
    try:
        return over_store(environment, work)
    except (Conflict, CannotOpen) as wrong:
        raise CannotStart(f"{wrong}; nothing was destroyed, look again") from wrong
    except ValidationError:  # its words hold what was kept: nobody is shown them
        raise CannotStart(UNREADABLE) from None
    except NotSaved as wrong:
        raise CannotStart(f"the store stopped answering: {wrong}; run verify") from wrong
