"""The canary's flight: handed in by every way, then looked for in all that may keep it."""

import logging
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.proving.canary import Canary, found_in, found_under
from adapters.proving.scratch import Scratch, scratch
from adapters.proving.sink import sink
from adapters.proving.ways_in import bodies
from bot.fsm.case import Case
from bot.fsm.school import School

__all__ = ["Flight", "fly"]

TAKEN = frozenset({200})
HERE = ("127.", "::1", "localhost")

_called: list[str] = []
_watching = False
_begun = False


@dataclass(slots=True)
class Flight:
    """What came of it: how many hand-ins, how many were not answered, what was found and where.

    `refused` are the pictures that are in the record as refused, by number alone.
    """

    handed_in: int = 0
    unanswered: list[str] = field(default_factory=list)
    refused: int = 0
    found: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether everything was answered, something was refused, and nothing was kept."""
        bad = self.unanswered or self.found or self.called or self.failures
        return not bad and self.refused > 0 and self.handed_in > 0


async def fly(canary: Canary, school: School) -> Flight:
    """Hand a canary in by every way to a deployment of its own, and look for it afterwards."""
    flight = Flight()
    with tempfile.TemporaryDirectory(prefix="handrail-proof-") as place:
        folder = Path(place)
        with _temporary_files_in(folder / "tmp"), _lines() as lines, _whom_is_called(flight):
            async with sink() as out:
                async with scratch(folder / "data", school, out) as made:
                    for body in bodies(canary):
                        flight.handed_in += 1
                        if await made.hands.hand_in(body) not in TAKEN:
                            flight.unanswered.append(str(body))
                    kept = [each async for each in _kept(made, flight)]
                    keys = [key async for key in made.store.line.client.scan_iter(count=1000)]
                flight.failures += [type(each).__name__ for each in made.failures]
                flight.failures += ["a message was refused" for _ in made.bugs]
                _look(flight, canary, "the records, opened", kept)
                _look(flight, canary, "the names of what is stored", keys)
                _look(flight, canary, "what was sent out", out.sent)
        _look(flight, canary, "the log", [each.encode() for each in lines])
        flight.found += [f"a file: {each}" for each in found_under(canary, folder)]
    return flight


def _look(flight: Flight, canary: Canary, where: str, things: list[bytes]) -> None:
    if any(found_in(canary, each) for each in things):
        flight.found.append(where)


async def _kept(made: Scratch, flight: Flight) -> AsyncIterator[bytes]:
    """Yield everything that the store holds of the school, opened with its keys."""
    for ref in await made.store.cases(made.school.id):
        stored = await made.store.load_case(made.school.id, ref)
        if stored is not None:
            flight.refused += Case.model_validate_json(stored.state).media
            yield stored.state
        for entry in await made.store.entries(made.school.id, ref):
            yield entry
    first = made.school.people[0].id
    talk = await made.store.load_conversation(made.school.id, first)
    if talk is not None:
        yield talk.state


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let every temporary file of this process lie in a folder that is looked through."""
    folder.mkdir(parents=True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    named = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        if named is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = named


@contextmanager
def _lines() -> Iterator[list[str]]:
    """Give every log line of every library while the block runs, at every level."""
    lines: list[str] = []
    root = logging.getLogger()
    named = [each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    before = {each: each.level for each in (root, *named)}
    handlers, root.handlers = root.handlers, [_Keeps(lines)]
    for each in before:
        each.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.handlers = handlers
        for each, level in before.items():
            each.setLevel(level)


class _Keeps(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line with all that belongs to it."""
        self._lines.append(f"{record.getMessage()} {record.__dict__}")


@contextmanager
def _whom_is_called(flight: Flight) -> Iterator[None]:
    """Count whom this process calls outside this machine while the block runs: it must be none."""
    global _watching, _begun  # noqa: PLW0603  an audit hook belongs to the process, once and for all
    if not _begun:
        sys.addaudithook(_heard)
        _begun = True
    _called.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
        flight.called += sorted(set(_called))


def _heard(event: str, told: tuple[Any, ...]) -> None:
    if not _watching or event not in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        return
    address = told[0] if event == "socket.getaddrinfo" else told[1]
    host = address[0] if isinstance(address, tuple) else address
    local = event != "socket.getaddrinfo" and not isinstance(address, tuple)
    if not local and not str(host).startswith(HERE):
        _called.append(str(host))
