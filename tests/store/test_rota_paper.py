"""The paper of the rota stands under the chains and anchors, as the records of cases do."""

from __future__ import annotations

import pytest

from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from bot.changes import ROTA
from tests.store.anchored import DAY, NAMES, REFS, store, walked
from tests.store.changes import NOW, SCHOOL, event

__all__ = ["store"]


@pytest.fixture
async def papered(store: RedisStore) -> RedisStore:
    """Give the store with a paper of two entries, which an anchor covers."""
    await store.commit(event(0, ref=ROTA))
    await store.commit(event(1, ref=ROTA))
    await store.ledger.anchor(SCHOOL, NOW + 3 * DAY)
    return store


async def test_a_paper_is_whole_though_it_is_on_no_list(
    papered: RedisStore, server: EmbeddedServer
) -> None:
    found = await walked(server)

    assert found.wrong == []
    assert await papered.cases(SCHOOL) == list(REFS)
    assert found.anchors[-1].entries == 10 + 2


@pytest.mark.parametrize(
    "done",
    [
        ("XTRIM", NAMES.record(ROTA), "MAXLEN", "1"),
        ("HSET", NAMES.case(ROTA), "state", "another"),
        ("UNLINK", NAMES.case(ROTA), NAMES.record(ROTA)),
        ("HDEL", NAMES.keys, ROTA),
    ],
    ids=["cut", "changed", "taken away", "key gone"],
)
async def test_whatever_is_done_to_it_is_found(
    papered: RedisStore, server: EmbeddedServer, done: tuple[str, ...]
) -> None:
    await papered.line.ask(*done)

    found = await walked(server)

    assert {each.case for each in found.wrong} == {ROTA}
