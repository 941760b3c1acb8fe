"""The programs killed with -9 at random, and a client that counts what it was told is saved."""

# Rule 1: the client is a teacher's page: it posts, and believes only "saved".
# Rule 2: whether something is on disk is asked by posting it again under its name: a store that has
#         it answers "again".

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.programs.running import BIN, Running, health, running

PROGRAMS = ("web", "clock")
VICTIMS = ("web", "clock", "server", "web clock", "web server", "clock server", "web clock server")
SCHOOLS = ("stoke", "college", "westcroft")
WORDS = ("danger now", "yes", "not known", "no", "Room 4", "14")
SETTLES = 35.0
"""Seconds after which nobody holds any more what a dead process held (its lease is 30 s)."""


@dataclass
class Doing:
    """Something that a teacher posted, and what became of it ("" where no answer came)."""

    body: dict[str, object]
    outcome: str = ""


@dataclass
class Killing:
    """A deployment over the embedded server, killed and started again round by round."""

    data: Path
    chance: random.Random
    doings: list[Doing] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    lost: list[Doing] = field(default_factory=list)
    health: dict[str, object] = field(default_factory=dict)
    programs: dict[str, Running] = field(default_factory=dict)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def saved(self) -> list[Doing]:
        """Return what a teacher was told is saved."""
        return [each for each in self.doings if each.outcome == "saved"]

    async def play(self, rounds: int) -> None:
        """Play so many rounds; let it settle with all programs up, look, and stop."""
        async with self.stack:
            for _ in range(rounds):
                await self._up()
                await asyncio.gather(self._kill(), *(self._teach(school) for school in SCHOOLS))
            await self._up()
            await asyncio.sleep(SETTLES)
            address = await self.programs["web"].address()
            for each in self.saved:
                if await _post(address, each.body) != "again":
                    self.lost.append(each)
            self.health = await health(address)
            for program in self.programs.values():
                await program.stop(signal.SIGTERM)

    async def _up(self) -> None:
        """Start whatever is not up."""
        for name in PROGRAMS:
            found = self.programs.get(name)
            if found is not None and found.process.returncode is None:
                continue
            port = ("--port", "0") if name == "web" else ()
            words = (BIN / "handrail", name, *port)
            opened = running(*words, data=self.data, cwd=self.data.parent)
            self.programs[name] = await self.stack.enter_async_context(opened)
        await self.programs["web"].address()
        await self.programs["clock"].line("at work")

    async def _kill(self) -> None:
        """Kill something in the midst of it all."""
        await asyncio.sleep(self.chance.uniform(0.05, 0.8))
        victims = self.chance.choice(VICTIMS)
        self.kills[victims] += 1
        for name in victims.split():
            if name == "server":
                for process in _servers(self.data):
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
            else:
                with suppress(ProcessLookupError):
                    self.programs[name].process.kill()
        for name in set(victims.split()) & set(PROGRAMS):
            await self.programs[name].process.wait()

    async def _teach(self, school: str) -> None:
        """Let a school's teacher say one thing after the other, until it breaks."""
        address = await self.programs["web"].address()
        talk: list[dict[str, object]] = [{"opened": True}]
        talk += [{"typed": self.chance.choice(WORDS)} for _ in range(12)]
        for said in talk:
            operation = f"operation-{len(self.doings):06}"
            doing = Doing({"school": school, "person": "teacher", "operation": operation, **said})
            self.doings.append(doing)
            with suppress(aiohttp.ClientError, ConnectionError, TimeoutError):
                doing.outcome = await _post(address, doing.body)


async def _post(address: str, body: dict[str, object]) -> str:
    patience = aiohttp.ClientTimeout(total=20)
    async with (
        aiohttp.ClientSession(timeout=patience) as web,
        web.post(f"{address}said", json=body) as answer,
    ):
        return str((await answer.json())["outcome"])


def _servers(data: Path) -> Iterator[int]:
    """Yield the processes of the embedded servers that work in a folder."""
    for found in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if b"valkey" in found.read_bytes() and _works_in(found.parent, data):
                yield int(found.parent.name)


def _works_in(process: Path, data: Path) -> bool:
    return (process / "cwd").readlink().is_relative_to(data.resolve())
