"""The programs as processes: they start together, answer, and stop when they are told to."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.programs.running import BIN, health, running, say

RED: list[tuple[str, dict[str, object]]] = [
    ("open-first", {"opened": True}),
    ("danger-now", {"typed": "danger now"}),
]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["playground", "run"])
async def test_it_starts_from_any_folder_answers_and_stops_cleanly(
    command: str, how: signal.Signals, tmp_path: Path
) -> None:
    words = (BIN / "handrail", command, "--port", "0")
    async with running(*words, data=tmp_path / "data", cwd=tmp_path) as program:
        address = await program.address()

        outcomes = await say(address, RED)
        found = await health(address)
        status = await program.stop(how)

    assert outcomes == ["saved", "saved"]
    assert found["status"] == "ok"
    assert status == 0
    assert "Traceback" not in "".join(program.lines)


async def test_what_was_said_is_still_there_after_a_restart(tmp_path: Path) -> None:
    words = (BIN / "handrail", "run", "--port", "0")
    async with running(*words, data=tmp_path / "data", cwd=tmp_path) as program:
        await say(await program.address(), RED)
        await program.stop(signal.SIGTERM)

    sweeping = (BIN / "handrail", "watch", "--once")
    async with running(*sweeping, data=tmp_path / "data", cwd=tmp_path) as sweep:
        found = await sweep.line(r"(\d+) cases looked at")
        status = await sweep.ended()

    assert found[1] == "1"
    assert status == 0


async def test_the_programs_of_the_procfile_start_together_on_one_store(tmp_path: Path) -> None:
    words = (BIN / "honcho", "start", "--no-colour", "-f", ROOT / "Procfile", "-d", tmp_path)
    async with running(*words, data=tmp_path / "data", cwd=tmp_path) as programs:
        address = await programs.address()
        for name in ("clock", "watch"):
            await programs.line(f"Handrail's {name} is at work")

        outcomes = await say(address, RED)
        found = await health(address)
        await programs.stop(signal.SIGTERM)

    printed = "".join(programs.lines)
    assert outcomes == ["saved", "saved"]
    assert found["status"] == "ok"
    for name in ("web", "clock", "watch"):
        assert f"{name}.1 stopped (rc=0)" in printed
    assert "Traceback" not in printed
