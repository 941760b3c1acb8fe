"""A program of ours as a process of its own: started, read line by line, told to stop."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

BIN = Path(sys.executable).parent
PATIENCE = 60.0
"""Seconds that a busy machine may take to start three programs."""


class Running:
    """A process, what it has printed so far, and the page's address once it is known."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []

    async def line(self, pattern: str) -> re.Match[str]:
        """Return the first line that matches, among those printed and those to come."""
        for line in self.lines:
            if found := re.search(pattern, line):
                return found
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while raw := await self.process.stdout.readline():
                self.lines.append(raw.decode())
                if found := re.search(pattern, self.lines[-1]):
                    return found
        raise AssertionError(f"it ended without {pattern!r}:\n" + "".join(self.lines))

    async def address(self) -> str:
        """Return the address of the page."""
        return (await self.line(r"(http://127\.0\.0\.1:\d+/)"))[1]

    async def stop(self, how: signal.Signals) -> int:
        """Tell the process to stop; return its exit status."""
        self.process.send_signal(how)
        return await self.ended()

    async def ended(self) -> int:
        """Return the exit status, having read everything that was left to read."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            rest = await self.process.stdout.read()
            self.lines += rest.decode().splitlines(keepends=True)
            return await self.process.wait()


@asynccontextmanager
async def running(*words: str | Path, data: Path, cwd: Path) -> AsyncIterator[Running]:
    """Start a program with a data folder of its own; end it whatever the test finds."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    kept.pop("REDIS_URL", None)
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *words,
        cwd=cwd,
        env={**kept, "HANDRAIL_DATA": str(data), "PATH": path, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def health(address: str) -> dict[str, object]:
    """Return what `/health` answers."""
    async with aiohttp.ClientSession() as web, web.get(f"{address}health") as answer:
        found: dict[str, object] = json.loads(await answer.text())
        return found


async def say(address: str, operations: Sequence[tuple[str, dict[str, object]]]) -> list[str]:
    """Post what a teacher does, one thing after the other; return the outcomes."""
    outcomes = []
    async with aiohttp.ClientSession() as web:
        for operation, said in operations:
            body = {"school": "stoke", "person": "teacher", "operation": operation, **said}
            async with web.post(f"{address}said", json=body) as answer:
                outcomes.append((await answer.json())["outcome"])
    return outcomes
