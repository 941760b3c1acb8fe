"""The same transcripts on the page, on Slack and on Teams: the three say the same."""

# Rule 1: every transcript is played on all three. What differs is named below, with the reason; an
#         exception that passes again fails here, and is taken out.

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.platforms.beside import Beside
from tests.platforms.seats import PLATFORMS

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
NAMES = [f"{path.parent.name}/{path.stem}" for path in sorted(TRANSCRIPTS.glob("*/*.md"))]
LATER = "Teams is left alone for longer after each refusal, so what waits comes at other seconds"
ARRIVED = "an alert gets through before that nobody was reached, which is then not said any more"
EXCEPTIONS = {("beside/chat_is_down", "teams"): LATER, ("failures/chat_is_down", "teams"): ARRIVED}
"""What differs, and why: by transcript and platform."""


def _case(name: str, platform: str) -> ParameterSet:
    reason = EXCEPTIONS.get((name, platform))
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(name, platform, marks=marks, id=f"{name}-{platform}")


@pytest.mark.parametrize(
    ("name", "platform"), [_case(name, platform) for name in NAMES for platform in PLATFORMS]
)
def test_each_platform_says_what_is_meant(name: str, platform: str, tmp_path: Path) -> None:
    path = TRANSCRIPTS / f"{name}.md"
    player = Beside(path, path.read_text(encoding="utf-8"))

    differs = asyncio.run(player.on(platform, tmp_path))

    assert differs == []


def test_every_exception_is_of_a_transcript_and_a_platform() -> None:
    assert {name for name, _ in EXCEPTIONS} <= set(NAMES)
    assert {platform for _, platform in EXCEPTIONS} <= set(PLATFORMS)
