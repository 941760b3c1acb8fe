"""`handrail backup`, `restore` and `move`: the record somewhere else, whole, or not at all."""

# Rule: what is printed has counts and moments, and no content of a case.

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from adapters.environment import CannotStart, Environment
from adapters.logs import begin_logging
from adapters.redis.backups import BadBackup, open_backup, write_backup
from adapters.redis.guarantee import Guarantee
from adapters.redis.moving import Copied, NotMoved, copied, fill
from adapters.redis.moving import move as moved
from adapters.redis.opening import folder_of, open_store
from adapters.redis.store import RedisStore
from adapters.wiring import read_settings
from bot.fsm.hours import local
from bot.ports import NotSaved

__all__ = ["EMBEDDED", "OUTER", "backup", "move", "restore"]

EMBEDDED, OUTER = "embedded", "outer"


def backup(environment: Environment, file: Path) -> int:
    """Write a sealed backup and read it back; return 1 where the record itself is not whole.

    Raises:
        CannotStart: there is nothing to back up, or the file cannot be written.
    """

    async def work() -> int:
        async with open_store(environment) as (store, _, _):
            made = datetime.now(UTC)
            kept = await copied(store)
            if not kept:
                raise CannotStart("the store holds nothing yet, so nothing was written")
            write_backup(file, store.ring, kept, made)
            again = open_backup(file, store.ring)
            if again.kept != kept:
                raise CannotStart(f"{file} does not read back as it was written; is the disk well?")
            walks = [await store.walker.walk(school) for school in await store.walker.schools()]
        cases, entries = sum(walk.cases for walk in walks), sum(walk.entries for walk in walks)
        _say(f"{file}: {_counts(Copied(len(walks), cases, entries))}, as of {_time(made)}.")
        _say("It was read back, and is what was written.")
        _say(f"It is sealed. Without {_keys(environment)} nobody opens it, not even you:")
        _say("keep a copy of them where this file is not.")
        wrong = [(walk.school, each) for walk in walks for each in walk.wrong]
        for school, each in wrong:
            _say(f"FAIL  {school} {each.case}: {each.what}")
        return 1 if wrong else 0

    return _run(work)


def restore(environment: Environment, file: Path, *, only_check: bool) -> int:
    """Fill an empty store from a backup; with `only_check` read the file and change nothing.

    Raises:
        CannotStart: the store is not empty, or the backup does not open.
    """

    async def work() -> int:
        async with open_store(environment, anyhow=True) as (store, guarantee, _):
            found = open_backup(file, store.ring)
            if only_check:
                _say(f"{file} opens, and is whole: as of {_time(found.made)}.")
                return 0
            _refuse_less(environment, guarantee)
            counted = await fill(store, found.kept)
        _say(f"{_counts(counted)} are back, as of {_time(found.made)}. Every chain is whole.")
        _say("What was noted after that is not there. The last words in the DSL channel tell:")
        _say('handrail verify --anchor "…". What was on its way then goes out once more.')
        return 0

    return _run(work, keys=_keys(environment))


def move(environment: Environment, to: str) -> int:
    """Move everything to the store of REDIS_URL, or back to the embedded one.

    Raises:
        CannotStart: one of the stores is not fit for it; nothing was changed.
    """
    if to not in {EMBEDDED, OUTER}:
        raise CannotStart(f"--to {to} means nothing; write {OUTER} or {EMBEDDED}")
    if not environment.redis_url:
        raise CannotStart("set REDIS_URL and HANDRAIL_KEYS: one of the two stores is that one")
    inner = replace(environment, redis_url="", keys="", replicas=0)
    first, second = (inner, environment) if to == OUTER else (environment, inner)

    async def work() -> int:
        async with AsyncExitStack() as stack:
            old, _, _ = await stack.enter_async_context(open_store(first, anyhow=True))
            new, guarantee, _ = await stack.enter_async_context(open_store(second, anyhow=True))
            _refuse_less(environment, guarantee)
            counted = await _moved(old, new, to)
        _say(f"{_counts(counted)} were moved. Every chain is whole there.")
        _say("The old store is closed: what still runs on it is refused, and says NOT saved.")
        next_step = "Start the programs with REDIS_URL" if to == OUTER else "Take REDIS_URL away"
        _say(f"{next_step}, then run handrail check.")
        return 0

    return _run(work)


async def _moved(old: RedisStore, new: RedisStore, to: str) -> Copied:
    try:
        return await moved(old, new, (old.ring, new.ring), at=datetime.now(UTC), to=to)
    except NotSaved as wrong:
        raise CannotStart(f"the move was broken off: {wrong}; run it again") from wrong


def _run(work: Callable[[], Coroutine[None, None, int]], keys: str = "") -> int:
    begin_logging(loud=False)
    try:
        return asyncio.run(work())
    except BadBackup as wrong:
        cure = f"; its keys belong in {keys}" if keys and "does not open" in str(wrong) else ""
        raise CannotStart(f"{wrong}{cure}") from wrong
    except NotMoved as wrong:
        raise CannotStart(str(wrong)) from wrong


def _refuse_less(environment: Environment, guarantee: Guarantee) -> None:
    """Fill no store on which nothing would start afterwards."""
    store = read_settings(environment).store
    refusals = guarantee.accepting(store.accept if store else "").refusals
    if refusals:
        raise CannotStart("\n".join(refusals))


def _keys(environment: Environment) -> str:
    if environment.redis_url:
        return "the keys in HANDRAIL_KEYS"
    return str(folder_of(environment, playground=False) / "keys")


def _counts(found: Copied) -> str:
    return ", ".join(_counted(found))


def _counted(found: Copied) -> Iterator[str]:
    yield f"{found.schools} school{'' if found.schools == 1 else 's'}"
    yield f"{found.cases} case{'' if found.cases == 1 else 's'}"
    yield f"{found.entries} {'entry' if found.entries == 1 else 'entries'}"


def _time(at: datetime) -> str:
    return f"{local(at):%a %d %b %Y, %H:%M}"


def _say(text: str) -> None:
    typer.echo(text)
