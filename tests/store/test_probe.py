"""What the store says about itself is what it can be held to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.redis.probe import Keeps, measure, prove
from adapters.redis.store import RedisStore
from bot.ports import Queue
from tests.store.changes import NOW, SCHOOL, event, served


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
    assert any("appendfsync always" in refusal for refusal in guarantee.refusals)
    assert answered.keeps is keeps
    assert answered.refusals == ()


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
