"""The reply is lost, the work is done: nothing is doubled, and nobody is told a lie."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from bot.ports import NotSaved, Put, Queue
from tests.store.changes import NOW, REF, SCHOOL, event, opened
from tests.store.proxy import LossyLine, lossy


@pytest.fixture
async def line(
    server: EmbeddedServer, redis_store: RedisStore, tmp_path: Path
) -> AsyncIterator[tuple[LossyLine, RedisStore]]:
    """A lossy line and a store behind it; `redis_store` is beside it, and sees what is kept."""
    await redis_store.commit(event(0))
    at = tmp_path / "l.sock"
    async with lossy(server.socket, at) as losing, opened(f"unix://{at}") as store:
        await store.load_case(SCHOOL, REF)
        yield losing, store


async def test_a_reply_lost_once_is_a_success_and_one_entry(
    line: tuple[LossyLine, RedisStore], redis_store: RedisStore
) -> None:
    losing, store = line
    losing.lose = 1

    committed = await store.commit(event(1))

    assert losing.lose == 0
    assert not committed.again
    assert len(await redis_store.entries(SCHOOL, REF)) == 2


async def test_the_tokens_of_a_lost_reply_are_the_ones_that_hold(
    line: tuple[LossyLine, RedisStore], redis_store: RedisStore
) -> None:
    losing, store = line
    change = event(1)
    alert = Put(Queue.OUTBOX, "alert", NOW, b"say")
    losing.lose = 1

    committed = await store.commit(
        type(change)(SCHOOL, "alerting", NOW, case=change.case, puts=(alert,))
    )

    late = NOW + timedelta(minutes=1)
    lease = timedelta(seconds=30)
    (job,) = await redis_store.claim(SCHOOL, Queue.OUTBOX, due=NOW, now=late, lease=lease, limit=9)
    assert set(committed.tokens) == {"alert"}
    assert job.key == "alert"
    assert job.attempt == 2
    assert job.token == committed.tokens["alert"] + 1


async def test_a_reply_lost_twice_is_not_saved_and_the_same_operation_again_tells(
    line: tuple[LossyLine, RedisStore], redis_store: RedisStore
) -> None:
    losing, store = line
    losing.lose = 2

    with pytest.raises(NotSaved):
        await store.commit(event(1))
    again = await store.commit(event(1))

    assert again.again
    assert len(await redis_store.entries(SCHOOL, REF)) == 2


async def test_the_client_sends_a_script_twice_at_most(
    line: tuple[LossyLine, RedisStore],
) -> None:
    losing, store = line
    losing.lose, losing.scripts = 99, 0

    with pytest.raises(NotSaved):
        await store.commit(event(1))

    assert losing.scripts == 2


async def test_a_claim_whose_reply_is_lost_is_not_sent_again_and_comes_back_by_its_lease(
    line: tuple[LossyLine, RedisStore], redis_store: RedisStore
) -> None:
    losing, store = line
    losing.lose, losing.scripts = 1, 0
    lease = timedelta(seconds=30)

    with pytest.raises(NotSaved):
        await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=9)

    assert losing.scripts == 1
    (job,) = await redis_store.claim(
        SCHOOL, Queue.TIMERS, due=NOW, now=NOW + lease, lease=lease, limit=9
    )
    assert job.attempt == 2


async def test_a_reply_lost_while_a_job_is_given_back_is_not_called_a_success(
    line: tuple[LossyLine, RedisStore], redis_store: RedisStore
) -> None:
    losing, store = line
    lease = timedelta(seconds=30)
    (job,) = await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=9)
    losing.lose = 1

    with pytest.raises(NotSaved):
        await store.postpone(job, NOW + timedelta(hours=1))

    assert [due for _, due in await redis_store.pending(SCHOOL, Queue.TIMERS)] == [
        NOW + timedelta(hours=1)
    ]
