"""Copying what a store keeps, key by key: for a backup, and for a move to another server."""

# Rule 1: a school is read in one transaction: the copy is how it was at one moment.
# Rule 2: a copy that was broken off is never taken for a whole one: a mark stands in the store
#         until all of it is there, and nothing starts on a store with that mark.
# Rule 3: a school that was moved is closed: the scripts refuse every change of it.

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.redis.connection import Line, Script, Value
from adapters.redis.keys import EDITIONS, PREFIX, UNFINISHED, Names, schools_in
from bot.ports import NotSaved

__all__ = [
    "Closed",
    "Kept",
    "closed_in",
    "editions_in",
    "is_empty",
    "is_unfinished",
    "mark_finished",
    "mark_unfinished",
    "reopen",
    "school_in",
    "wipe",
    "write",
]

_FINISHED = Script("finished")
_BATCH = 200
_TRIES = 5
_NEVER = -1


@dataclass(frozen=True, slots=True)
class Kept:
    """One key with all it holds. `until` is when it runs out (ms since 1970), -1 for never."""

    key: str
    kind: str
    until: int
    rows: tuple[tuple[bytes, ...], ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A school whose records were moved elsewhere: when, and to which kind of store."""

    school: str
    at: str
    to: str


class _Kind:
    """How a kind of key is read, and how it is written."""

    def __init__(
        self,
        read: Callable[[str], tuple[Value, ...]],
        rows: Callable[[Any], Iterable[tuple[bytes, ...]]],
        write: Callable[[str, tuple[bytes, ...]], tuple[Value, ...]],
    ) -> None:
        self.read = read
        self.rows = rows
        self.write = write


def _parts(row: tuple[bytes, dict[bytes, bytes]]) -> tuple[bytes, ...]:
    return (row[0], *(part for pair in row[1].items() for part in pair))


_KINDS: dict[str, _Kind] = {
    "string": _Kind(
        lambda key: ("GET", key), lambda got: [(got,)], lambda key, row: ("SET", key, *row)
    ),
    "hash": _Kind(
        lambda key: ("HGETALL", key), lambda got: got.items(), lambda key, row: ("HSET", key, *row)
    ),
    "zset": _Kind(
        lambda key: ("ZRANGE", key, 0, -1, "WITHSCORES"),
        lambda got: zip(got[1::2], got[::2], strict=True),
        lambda key, row: ("ZADD", key, *row),
    ),
    "stream": _Kind(
        lambda key: ("XRANGE", key, "-", "+"),
        lambda got: map(_parts, got),
        lambda key, row: ("XADD", key, *row),
    ),
}


async def school_in(line: Line, school: str, close: Closed | None = None) -> list[Kept]:
    """Return all that is kept for a school, as it is at one moment; `close` it at that moment.

    Raises:
        NotSaved: the store does not answer, or a case began at every attempt.
    """
    names = Names(school)
    for _ in range(_TRIES):
        keys = [key for key in await line.names(names.pattern) if key != names.moved]
        kinds = await line.ask_all(*(("TYPE", key) for key in keys)) if keys else []
        asked: list[Sequence[Value]] = [("ZRANGE", names.cases, 0, -1)]
        for key, kind in zip(keys, kinds, strict=True):
            asked += [_KINDS[kind.decode()].read(key), ("PEXPIRETIME", key)]
        if close is not None:
            asked.append(("SET", names.moved, json.dumps({"at": close.at, "to": close.to})))
        refs, *found = await line.ask_at_once(*asked)
        if {names.case(ref.decode()) for ref in refs} <= set(keys):
            return list(_kept(keys, [kind.decode() for kind in kinds], found))
    raise NotSaved(f"{school} is too busy to be copied; stop the programs, or try again")


def _kept(keys: list[str], kinds: list[str], found: list[Any]) -> Iterator[Kept]:
    for key, kind, got, until in zip(keys, kinds, found[::2], found[1::2], strict=False):
        if got:  # one that has run out since it was named is no loss
            yield Kept(key, kind, int(until), tuple(tuple(row) for row in _KINDS[kind].rows(got)))


async def editions_in(line: Line) -> list[Kept]:
    """Return the scripts and packs that cases began with.

    Raises:
        NotSaved: the store does not answer.
    """
    names = await line.names(f"{EDITIONS}*")
    found = await line.ask_all(*(("GET", name) for name in names)) if names else []
    return [Kept(name, "string", _NEVER, ((got,),)) for name, got in zip(names, found, strict=True)]


async def write(line: Line, kept: Iterable[Kept]) -> None:
    """Write what was copied into a store that has none of it.

    Raises:
        NotSaved: the store does not answer, or refuses.
    """
    batch: list[tuple[Value, ...]] = []
    for each in kept:
        batch += [_KINDS[each.kind].write(each.key, row) for row in each.rows]
        if each.until != _NEVER:
            batch.append(("PEXPIREAT", each.key, each.until))
        while len(batch) >= _BATCH:
            await line.ask_all(*batch[:_BATCH])
            del batch[:_BATCH]
    if batch:
        await line.ask_all(*batch)


async def is_empty(line: Line) -> bool:
    """Return whether a store keeps nothing of ours.

    Raises:
        NotSaved: the store does not answer.
    """
    return not await line.names(PREFIX)


async def is_unfinished(line: Line) -> bool:
    """Return whether a copy into this store was broken off.

    Raises:
        NotSaved: the store does not answer.
    """
    return bool(await line.ask("EXISTS", UNFINISHED))


async def mark_unfinished(line: Line) -> None:
    """Keep every program from starting on this store until the copy is whole.

    Raises:
        NotSaved: the store does not answer.
    """
    await line.ask("SET", UNFINISHED, "1")


async def mark_finished(line: Line) -> None:
    """Let programs start on this store: the copy is whole, on the replicas' disks too.

    Raises:
        NotSaved: the store does not answer, or a replica that is asked for has not all of it.
    """
    await line.run(_FINISHED, [UNFINISHED], [], repeat=True)


async def closed_in(line: Line) -> list[Closed]:
    """Return the schools of this store whose records were moved elsewhere.

    Raises:
        NotSaved: the store does not answer.
    """
    schools = schools_in(await line.names(PREFIX))
    marks = await line.ask_all(*(("GET", Names(each).moved) for each in schools)) if schools else []
    return [
        Closed(school, **json.loads(mark))
        for school, mark in zip(schools, marks, strict=True)
        if mark is not None
    ]


async def reopen(line: Line, schools: Iterable[str]) -> None:
    """Let schools that were closed for a move be written to again: it did not come about.

    Raises:
        NotSaved: the store does not answer.
    """
    for school in schools:
        await line.ask("DEL", Names(school).moved)


async def wipe(line: Line) -> None:
    """Delete all that is ours from a store. Whoever asks for it has made sure of a whole copy.

    The mark of an unfinished copy stays, so that what is left is never taken for whole.

    Raises:
        NotSaved: the store does not answer.
    """
    names = [name for name in await line.names(PREFIX) if name != UNFINISHED]
    for at in range(0, len(names), _BATCH):
        await line.ask("UNLINK", *names[at : at + _BATCH])
