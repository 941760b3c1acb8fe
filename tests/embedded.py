"""One real embedded server for a whole run of tests, emptied before each test that uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.redis.crypto import KEY_BYTES
from adapters.redis.keyring import KeyRing
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore

RING = KeyRing({"k1": bytes(range(KEY_BYTES))})


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    embedded = EmbeddedServer(tmp_path_factory.mktemp("store"), dies_with_us=True)
    embedded.start()
    yield embedded
    embedded.stop()


@pytest.fixture
async def redis_store(server: EmbeddedServer) -> AsyncIterator[RedisStore]:
    store = RedisStore(server.url, RING)
    await store.line.ask("FLUSHALL")
    yield store
    await store.close()
