"""What the store says about itself is what it can be held to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.redis.guarantee import Keeps, Loss
from adapters.redis.probe import measure, prove
from adapters.redis.store import RedisStore
from bot.ports import Queue
from tests.store.changes import NOW, SCHOOL, event, opened, served
from tests.store.test_replicas import replicating, running, two_folders


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[RedisStore]:
    async with served(tmp_path / "data") as (_, own):
        yield own


async def test_the_embedded_server_keeps_what_it_acknowledges(store: RedisStore) -> None:
    guarantee = await prove(store.line)

    assert guarantee.keeps is Keeps.ALWAYS
    assert guarantee.refusals == ()
    assert guarantee.server.startswith("Valkey 9.1")
    assert "before it is acknowledged" in guarantee.says


@pytest.mark.parametrize(
    ("setting", "value", "keeps"),
    [
        ("appendfsync", "everysec", Keeps.A_SECOND),
        ("appendfsync", "no", Keeps.SOMETIMES),
        ("no-appendfsync-on-rewrite", "yes", Keeps.SOMETIMES),
        ("appendonly", "no", Keeps.NEVER),
    ],
)
async def test_a_weaker_setting_is_told_and_refused_unless_the_operator_answers(
    store: RedisStore, setting: str, value: str, keeps: Keeps
) -> None:
    await store.line.ask("CONFIG", "SET", setting, value)

    guarantee = await prove(store.line)
    answered = await prove(store.line, operator_answers=True)

    assert guarantee.keeps is keeps
    assert len(guarantee.refusals) == 1
    assert 'write [store] accept = "' in guarantee.refusals[0]
    assert answered.keeps is keeps
    assert answered.refusals == ()


@pytest.mark.parametrize(
    ("setting", "value", "loss"),
    [
        ("appendfsync", "everysec", Loss.SECOND),
        ("appendfsync", "no", Loss.MINUTES),
        ("appendonly", "no", Loss.ALL),
    ],
)
async def test_an_operator_accepts_a_loss_in_the_words_for_it_and_no_other(
    store: RedisStore, setting: str, value: str, loss: Loss
) -> None:
    await store.line.ask("CONFIG", "SET", setting, value)
    guarantee = await prove(store.line)

    assert guarantee.losses == (loss,)
    for other in Loss:
        found = guarantee.accepting(f"  {other.value.upper()} ;")
        assert (found.refusals == ()) == (other is loss), other
        assert (f"(accepted: {loss})" in found.says) == (other is loss)
    (refusal,) = guarantee.accepting(loss.replace("lost", "gone")).refusals[1:]
    assert "accepts nothing; take it out, or write: the last second may be lost; " in refusal


async def test_eviction_is_accepted_in_no_words(store: RedisStore) -> None:
    await store.line.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    guarantee = await prove(store.line)

    assert guarantee.accepting("; ".join(Loss)).refusals == guarantee.faults != ()


async def test_replicas_that_are_asked_for_and_not_there_are_a_fault(store: RedisStore) -> None:
    guarantee = await prove(store.line, replicas=1, operator_answers=True)

    assert guarantee.refusals == ("1 replicas are asked for and 0 connected: nothing saves",)


@pytest.mark.slow
async def test_a_replica_that_is_not_waited_for_may_lose_what_was_saved(tmp_path: Path) -> None:
    primary, second = two_folders(tmp_path)
    async with (
        running(primary) as (port, _),
        running(second, "--replicaof", f"127.0.0.1 {port}") as (other, _),
        opened(f"redis://127.0.0.1:{port}/0") as store,
        opened(f"redis://127.0.0.1:{other}/0") as replica,
    ):
        async with asyncio.timeout(30):
            await anext(following async for following in replicating(store) if following)
        careless = await prove(store.line)
        careful = await prove(store.line, replicas=1)
        wrong = await prove(replica.line)

    assert careless.losses == (Loss.FAILOVER,)
    assert "STORE_REPLICAS" in careless.refusals[0]
    assert "1 replicas are not waited for (accepted: a failover" in (
        careless.accepting(Loss.FAILOVER).says
    )
    assert careful.refusals == ()
    assert careful.says.endswith("before it is acknowledged, and on that of 1 of 1 replicas")
    assert any("this server is a replica" in each for each in wrong.faults)


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl", "volatile-lru"])
async def test_a_server_that_may_evict_is_refused_whoever_answers(
    store: RedisStore, policy: str
) -> None:
    await store.line.ask("CONFIG", "SET", "maxmemory-policy", policy)

    guarantee = await prove(store.line, operator_answers=True)

    assert any(policy in refusal for refusal in guarantee.refusals)


async def test_a_server_that_hides_its_settings_proves_nothing(store: RedisStore) -> None:
    await store.line.ask("ACL", "SETUSER", "default", "-config")

    guarantee = await prove(store.line)

    assert guarantee.keeps is Keeps.UNKNOWN
    assert guarantee.refusals
    assert (await prove(store.line, operator_answers=True)).refusals == ()


async def test_health_counts_the_dead_and_how_late_each_clock_is(store: RedisStore) -> None:
    await store.commit(event(0))
    await store.commit(event(1))
    lease = timedelta(seconds=30)
    (job,) = await store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=1)
    await store.bury(job)
    schools_moment = NOW + timedelta(hours=2)
    machines_moment = NOW + timedelta(days=1, minutes=5)

    health = await measure(store.line, {SCHOOL: schools_moment, "new": NOW}, now=machines_moment)

    assert health.writes_reach_disk
    assert health.memory_bytes > 0
    assert health.dead == {SCHOOL: 1, "new": 0}
    assert health.lag == {
        (SCHOOL, Queue.TIMERS): timedelta(hours=2),
        (SCHOOL, Queue.OUTBOX): timedelta(minutes=5),
        (SCHOOL, Queue.CALLS): timedelta(minutes=5),
        ("new", Queue.TIMERS): timedelta(),
        ("new", Queue.OUTBOX): timedelta(),
        ("new", Queue.CALLS): timedelta(),
    }
