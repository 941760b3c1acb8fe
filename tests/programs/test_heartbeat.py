"""A monitor hears the heartbeat, or it is a fault of the watch."""

from __future__ import annotations

import pytest
from aiohttp import web

from adapters.heartbeat import Heart, NoBeat
from adapters.programs.watch import Fault, Watch
from tests.programs.deployed import Deployed


@pytest.mark.parametrize("status", [200, 500])
async def test_the_monitor_hears_the_beat_or_it_is_a_fault(world: Deployed, status: int) -> None:
    heard = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.method)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/beat", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/beat"
    world.deployment.heart = Heart(None, url)
    watch = Watch(world.deployment)

    beat = await watch.look()
    await runner.cleanup()

    assert beat is (status == 200)
    assert heard == ["GET"]
    assert watch.faults[Fault.NO_BEAT] == (status != 200)
    with pytest.raises(NoBeat):
        await world.deployment.heart.beat(world.clock.at)
