"""Odd requests for a platform's door: trees with parts replaced, torn bodies, random trees."""

from __future__ import annotations

import asyncio
import copy
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from aiohttp import StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from hypothesis import strategies as st

from adapters.chat.backlog import Backlog
from adapters.memory.store import MemoryStore
from tests.platforms.house import Inside

A_MOMENT = timedelta(seconds=2)
PIECE = 65_536
SEED = st.integers(min_value=0, max_value=10_000)
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e309, "", "x" * 5000, "\x00", "\ud800", [], {}, [[]], {"": None}),
    *([None] * 50, "data:image/png;base64,AAAA", 2**70),
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=30,
)
ORDINARY = (
    "Jo told me at 10.15 that it was sent round 8B; Sam has the phone.",
    "She said: a friend sent it to 3 others/4 others, w/c 3.11.",
    "I am not sure. antidisestablishmentarianism and Llanfairpwllgwyngyllgogerychwyrn",
    "ref YP-7K3Q, room B12, ring 07700 900123",
)
"""Words that no guard may take for anything else."""


class Door(Protocol):
    """A platform's way in."""

    async def knocked(self, request: Any) -> web.Response: ...


class Platform(Protocol):
    """What hears a platform."""

    @property
    def door(self) -> Door: ...
    @property
    def backlog(self) -> Backlog: ...


@dataclass
class Request:
    """As much of a request as a door reads."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def content(self) -> StreamReader:
        loop = asyncio.get_running_loop()
        stream = StreamReader(BaseProtocol(loop), PIECE, loop=loop)
        stream.feed_data(self.body)
        stream.feed_eof()
        return stream

    @property
    def content_length(self) -> int:
        return len(self.body)

    @property
    def content_type(self) -> str:
        return self.headers["Content-Type"]


def objects(tree: Any, unread: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Yield every object in a tree, but for those under the keys that are `unread`."""
    if isinstance(tree, dict):
        yield tree
    for holder, name in places(tree, unread):
        if isinstance(holder[name], dict):
            yield holder[name]


def places(tree: Any, unread: frozenset[str] = frozenset()) -> list[tuple[Any, Any]]:
    """Return every place of a tree in which a value stands, but for those that are `unread`."""
    found: list[tuple[Any, Any]] = []
    names = (
        list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    )
    for name in names:
        if name not in unread:
            found.append((tree, name))
            found += places(tree[name], unread)
    return found


def changed(tree: dict[str, Any], chance: random.Random, *more: Any) -> dict[str, Any]:
    """Return a copy of a tree with up to three of its parts replaced; `more` are odd as well."""
    made = copy.deepcopy(tree)
    for _ in range(chance.randrange(4)):
        if not (where := places(made)):
            break
        holder, name = chance.choice(where)
        holder[name] = copy.deepcopy(chance.choice((*ODD, *more)))
    return made


def torn(body: bytes, chance: random.Random) -> bytes:
    """Return a body; of ten one is cut off, with some of its bytes replaced."""
    if chance.random() >= 0.1:
        return body
    made = bytearray(body)
    for _ in range(chance.randrange(1, 6)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.randrange(1, len(made) + 1)])


async def storm(
    platform: Platform,
    within: Inside,
    requests: int,
    seed: int,
    made: Callable[[int, random.Random], Request],
) -> tuple[set[int], MemoryStore]:
    """Knock many times with what is `made` of a number; return the answers, and the store then."""
    chance, statuses = random.Random(seed), set[int]()
    for number in range(requests):
        within.clock.at += A_MOMENT
        statuses.add((await platform.door.knocked(made(number, chance))).status)
        await platform.backlog.drained()
        if within.failures:
            raise AssertionError(f"request {number} of seed {seed}: {within.failures[0]!r}")
    return statuses, within.store
