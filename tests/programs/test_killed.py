"""Programs and server killed at random: what a teacher was told is saved is there, and proven."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.figures import told
from tests.programs.killed import Killing
from tests.programs.running import BIN, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the server in /proc")


async def killed(rounds: int, seed: int, folder: Path) -> Killing:
    """Play a kill loop and see that nothing was lost by it."""
    killing = Killing(folder / "data", random.Random(seed))

    await killing.play(rounds)

    assert killing.lost == []
    assert len(killing.saved) > rounds
    assert killing.health["oldest_undelivered_alert"] is None
    assert killing.health["dead_jobs"] == 0
    async with running(BIN / "handrail", "verify", data=killing.data, cwd=folder) as verify:
        assert await verify.ended() == 0, "".join(verify.lines)
    return killing


@pytest.mark.slow
async def test_a_few_kills_lose_nothing_that_was_acknowledged(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    told(request, figures(await killed(3, 2026, tmp_path)))


@pytest.mark.soak
async def test_twenty_five_rounds_of_kills_lose_nothing(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    told(request, figures(await killed(25, 7, tmp_path)))


def figures(killing: Killing) -> dict[str, float]:
    """Return what a kill loop saw."""
    kills = {f"killed: {victims}": float(count) for victims, count in killing.kills.items()}
    return {
        "rounds of kill -9": killing.kills.total(),
        "answers posted while killing": len(killing.doings),
        "told saved while killing": len(killing.saved),
        "told saved while killing, and lost": len(killing.lost),
        **kills,
    }
