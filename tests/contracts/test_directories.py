"""What every directory of a platform promises; the playground's is the first."""

from __future__ import annotations

import pytest

from adapters.playground.directory import PageDirectory
from adapters.playground.switches import Switches
from bot.directory import Directory, Standing
from bot.ports import Retry


@pytest.fixture
def switches() -> Switches:
    return Switches()


@pytest.fixture(params=["playground"])
def directory(switches: Switches) -> Directory:
    return PageDirectory(switches)


async def test_whoever_is_there_can_be_reached(directory: Directory) -> None:
    assert await directory.standing("school", "dsl") is Standing.REACHABLE


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.REACHABLE])
async def test_whoever_is_not_there_is_told_from_everybody_else(
    directory: Directory, switches: Switches, standing: Standing
) -> None:
    switches.gone["school", "dsl"] = standing

    assert await directory.standing("school", "dsl") is standing
    assert await directory.standing("school", "deputy1") is Standing.REACHABLE
    assert await directory.standing("another", "dsl") is Standing.REACHABLE


async def test_a_platform_that_does_not_answer_is_no_answer(
    directory: Directory, switches: Switches
) -> None:
    switches.chat_down = True

    with pytest.raises(Retry):
        await directory.standing("school", "dsl")
