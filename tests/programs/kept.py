"""A data folder with a record in it, and the command typed at it: what IT has at eight o'clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.environment import Environment
from adapters.redis.opening import WakingStore, open_store
from tests.store.changes import NOW, SCHOOL, SECRET, event

__all__ = ["NAMED", "cases_in", "handrail", "kept", "with_store"]

REFS = ("YP-7K3Q", "YP-2222")
NAMED = SECRET.decode()
"""Words of a child, as they stand in every entry: no command prints them."""

T = TypeVar("T")


def handrail(*words: str | Path, env: Mapping[str, str] | None = None) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, [str(word) for word in words], env=dict(env or {}))


def with_store(data: Path, doing: Callable[[WakingStore], Awaitable[T]], **surroundings: str) -> T:
    """Open the store of a data folder as a program does, do something with it, and close it."""

    async def opened() -> T:
        async with open_store(Environment(data, None, **surroundings)) as (store, _, _):  # type: ignore[arg-type] # only texts are given
            return await doing(store)

    return asyncio.run(opened())


async def fill(store: WakingStore) -> None:
    """Leave two cases of three entries, an anchor, and timers, messages and calls."""
    for number in range(3):
        for ref in REFS:
            await store.commit(event(number, ref=ref))
    await store.ledger.anchor(SCHOOL, NOW)


def cases_in(data: Path, **surroundings: str) -> dict[str, list[bytes]]:
    """Return the records that a data folder's store has."""

    async def read(store: WakingStore) -> dict[str, list[bytes]]:
        return {ref: await store.entries(SCHOOL, ref) for ref in await store.cases(SCHOOL)}

    return with_store(data, read, **surroundings)


@pytest.fixture
def kept(clean: Path) -> Path:
    """Give a data folder with a record in it."""
    with_store(clean, fill)
    return clean
