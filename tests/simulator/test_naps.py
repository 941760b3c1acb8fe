"""Who waits for a time to come keeps nobody waiting for the rest of what a press began."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from aiohttp.test_utils import TestClient

from adapters.chat.backlog import Backlog
from bot.ports import Messenger
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING
from tests.simulator.naps import Naps
from tests.simulator.platform import Entrance


async def test_all_is_settled_when_the_last_that_does_not_rest_has_ended() -> None:
    failures: list[Exception] = []
    naps, backlog = Naps(SimClock(FRIDAY_MORNING)), Backlog(failures.append)
    door = cast("TestClient[Any, Any]", None)
    entrance = Entrance(cast("Messenger", None), door, backlog, naps)
    ends = asyncio.Event()

    async def works() -> None:
        await ends.wait()

    resting = backlog.add(naps.rest(2.0))
    backlog.add(works())
    settled = asyncio.ensure_future(entrance.settled())
    await naps.begun.wait()
    await asyncio.sleep(0)

    ends.set()

    async with asyncio.timeout(5):
        await settled
    assert failures == []
    assert not resting.done()
    resting.cancel()
