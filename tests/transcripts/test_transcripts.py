"""Every transcript is what is really said: to the reporter, to the DSL and in the channel."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.record.rerun import differs, rerun
from tests.transcripts.player import Player

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*/*.md"))
ROTA_CHANGED = frozenset({"off_now"})
"""Stories in which the rota is another at the end: what was asked by the old one is asked anew."""


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_is_said_as_written(path: Path, request: pytest.FixtureRequest) -> None:
    expected = path.read_text(encoding="utf-8")

    actual, otherwise = asyncio.run(_played(path, expected))

    if path.stem not in ROTA_CHANGED:
        assert otherwise == {}, "run again from its record, a case comes out otherwise"
    if request.config.getoption("--update"):
        path.write_text(actual, encoding="utf-8")
        return
    assert expected.splitlines() == actual.splitlines()


async def _played(path: Path, text: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Return the transcript as it reads now, and how its cases differ when they are run again."""
    player = Player(path, text)
    actual, world = await player.play(), player.world
    found = {}
    for ref in await world.store.cases(world.school.id):
        steps = rerun(world.school, await world.record(ref))
        doubts = tuple(each for step in steps for each in step.doubts)
        found[ref] = (*differs(steps, await world.case(ref)), *doubts)
    return actual, {ref: parts for ref, parts in found.items() if parts}


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) > 30
