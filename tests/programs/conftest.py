from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.redis.launcher import EmbeddedServer
from tests.programs.deployed import Deployed, deployed


@pytest.fixture
async def world(server: EmbeddedServer) -> AsyncIterator[Deployed]:
    async with deployed(server) as made:
        yield made
