"""Every transcript is what is really said: to the reporter, to the DSL and in the channel."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.transcripts.player import Player

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*/*.md"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_is_said_as_written(path: Path, request: pytest.FixtureRequest) -> None:
    expected = path.read_text(encoding="utf-8")

    actual = asyncio.run(Player(path, expected).play())

    if request.config.getoption("--update"):
        path.write_text(actual, encoding="utf-8")
        return
    assert expected.splitlines() == actual.splitlines()


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) > 30
