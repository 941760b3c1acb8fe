"""Where code that is not ours is found: `make peers` puts it into `.peers`, outside git."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

PEERS = Path(os.environ.get("PEERS", ROOT / ".peers"))
MODULES = PEERS / "node_modules"
NEEDED = 22
PATIENCE = 60


def peer(path: Path) -> Path:
    """Return something that `make peers` installed; without it the test is skipped, and says so."""
    if not path.exists():
        pytest.skip(f"{path.name} is not installed: run `make peers`")
    return path


@pytest.fixture(scope="session")
def node() -> str:
    """A Node that is new enough: the installed one, or the one on the path."""
    found = MODULES / "node" / "bin" / "node"
    command = str(found) if found.exists() else "node"
    try:
        told = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no Node: run `make peers`")
    if int(told.stdout.strip().removeprefix("v").partition(".")[0]) < NEEDED:
        pytest.skip(f"Node {told.stdout.strip()} is too old, {NEEDED} is needed: run `make peers`")
    return command


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def started(*words: str | Path, ready: str, **variables: str) -> AsyncIterator[None]:
    """Run a peer while the block runs; it is there once it has written `ready`."""
    process = await asyncio.create_subprocess_exec(
        *words,
        env={**os.environ, **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE):
            while not (said and re.search(ready, said[-1])):
                line = await process.stdout.readline()
                assert line, "the peer ended:\n" + "".join(said)
                said.append(line.decode())
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
