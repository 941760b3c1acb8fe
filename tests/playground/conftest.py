from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.playground.page import Page
from tests.playground.stage import Stage, served, stage


@pytest.fixture
def set_up(tmp_path: Path) -> Stage:
    return stage(tmp_path)


@pytest.fixture
async def page(set_up: Stage) -> AsyncIterator[Page]:
    async with served(set_up) as address, aiohttp.ClientSession() as session:
        yield Page(set_up, address, session)
    assert set_up.failures == []
    assert set_up.bugs == []
