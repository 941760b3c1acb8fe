"""Filling an empty store: from a backup, or from another store, which is closed for good."""

# Rule 1: of two stores one is written to at any time. The old one is closed in the transaction in
#         which it is read, and opened again where the move does not come about.
# Rule 2: nothing is filled that holds anything, but a copy that was broken off, or an older state
#         of the same records that was closed when they were moved away.

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from adapters.redis.copying import (
    Closed,
    Kept,
    closed_in,
    editions_in,
    is_empty,
    is_unfinished,
    mark_finished,
    mark_unfinished,
    reopen,
    school_in,
    wipe,
    write,
)
from adapters.redis.keyring import KeyRing
from adapters.redis.keys import Names, schools_in
from adapters.redis.rotating import RETIRED
from adapters.redis.store import RedisStore
from adapters.redis.walking import Walk

__all__ = ["Copied", "NotMoved", "copied", "fill", "move"]


class NotMoved(Exception):
    """Nothing was changed, or all was put back; the message says why, and the cure."""


class Copied(NamedTuple):
    """How many schools, cases and entries a filled store has."""

    schools: int
    cases: int
    entries: int


async def copied(store: RedisStore) -> list[Kept]:
    """Return everything that a store keeps: each school as it is at one moment.

    Raises:
        NotSaved: the store does not answer.
    """
    found = await editions_in(store.line)
    for school in await store.walker.schools():
        found += await school_in(store.line, school)
    return found


async def fill(store: RedisStore, kept: Iterable[Kept]) -> Copied:
    """Write a copy into an empty store, and walk it.

    Raises:
        NotMoved: the store holds records, or what was copied is not whole.
        NotSaved: the store does not answer; what is there is marked as unfinished.
    """
    if not await is_unfinished(store.line) and not await is_empty(store.line):
        raise NotMoved(
            "this store holds records already, and nothing is written over; name another folder "
            "with --data, or give an empty store"
        )
    return await _filled(store, kept)


async def _filled(store: RedisStore, kept: Iterable[Kept]) -> Copied:
    await mark_unfinished(store.line)
    await wipe(store.line)
    await write(store.line, kept)
    walks = await _walks(store)
    wrong = [f"{walk.school} {each.case}: {each.what}" for walk in walks for each in walk.wrong]
    if wrong:
        raise NotMoved("\n".join(["what was copied is not as it was written:", *wrong]))
    await mark_finished(store.line)
    return Copied(
        len(walks), sum(walk.cases for walk in walks), sum(walk.entries for walk in walks)
    )


async def move(
    old: RedisStore, new: RedisStore, rings: tuple[KeyRing, KeyRing], *, at: datetime, to: str
) -> Copied:
    """Move everything from `old` to `new`, under the keys of the new one; close the old one.

    `rings` are the keys of both. A move that was broken off is done again from the start.

    Raises:
        NotMoved: one of the stores is not fit for it, or the copy is not whole.
        NotSaved: a store does not answer; the old one is open as before, or says to move again.
    """
    schools = await old.walker.schools()
    await _see_if_it_can_be(old, new, schools)
    found = await editions_in(old.line)
    for school in schools:
        kept = await school_in(old.line, school, Closed(school, at.isoformat(), to))
        found += _wrapped_anew(kept, Names(school).keys, *rings)
    try:
        return await _filled(new, found)
    except NotMoved:
        await reopen(old.line, schools)
        raise


async def _see_if_it_can_be(old: RedisStore, new: RedisStore, schools: list[str]) -> None:
    if not schools:
        raise NotMoved("there is nothing to move: the store that is left holds no records")
    if await is_unfinished(old.line):
        raise NotMoved("what is in the store that is left was never finished; move or restore anew")
    broken_off = await is_unfinished(new.line)
    if await closed_in(old.line) and not broken_off:
        raise NotMoved("these records were moved already; see REDIS_URL for the store that is used")
    if wrong := [
        f"{walk.school}: {each.what}" for walk in await _walks(old) for each in walk.wrong
    ]:
        raise NotMoved("\n".join(["the record is not whole; run handrail verify:", *wrong]))
    if not broken_off and not await is_empty(new.line):
        await _see_if_it_is_older(old, new)


async def _see_if_it_is_older(old: RedisStore, new: RedisStore) -> None:
    """Let pass what was left behind by a move the other way: an earlier state, and closed."""
    closed = {each.school for each in await closed_in(new.line)}
    kept = schools_in(await new.line.names("{hr:*"))
    if closed != set(kept):
        raise NotMoved("the store to move to holds records that are in use; nothing was changed")
    for school in kept:
        for ref in await new.cases(school):
            head = await new.record.head(school, ref)
            verdict = await old.record.verify(school, ref, head)
            if not verdict.holds:
                raise NotMoved(
                    f"{school} {ref} in the store to move to is another: {verdict.wrong}"
                )


async def _walks(store: RedisStore) -> list[Walk]:
    return [await store.walker.walk(school) for school in await store.walker.schools()]


def _wrapped_anew(
    kept: Iterable[Kept], keys: str, before: KeyRing, after: KeyRing
) -> Iterator[Kept]:
    for each in kept:
        if each.key != keys:
            yield each
            continue
        rows = tuple(
            (name, after.wrap(before.unwrap(value)))
            for name, value in each.rows
            if not name.startswith(RETIRED.encode())  # the new store's keys have names of their own
        )
        yield Kept(each.key, each.kind, each.until, rows)
