from __future__ import annotations

import pytest

from adapters.memory.store import MemoryStore
from bot.ports import Store


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return MemoryStore()
    durable: Store = request.getfixturevalue("redis_store")
    return durable
