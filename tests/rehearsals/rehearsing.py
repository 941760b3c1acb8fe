"""Plays a plan as the command does, and reads what it printed."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from adapters.memory.store import MemoryStore
from adapters.rehearse.plan import read_plan
from adapters.rehearse.player import Played, play
from adapters.rehearse.report import report
from bot.fsm.always import broken
from bot.fsm.school import School
from bot.settings.reading import read_examples

CASES = Path(__file__).parent / "cases"

NIGHT = 'school = "stoke"\nstarts = "2026-11-06T19:40"\n'
"""A Friday evening: the school is shut."""

DAY = 'school = "stoke"\nstarts = "2026-11-10T10:15"\n'
"""A Tuesday morning in term."""


@dataclass(frozen=True)
class Rehearsed:
    """What `--json` prints, and the engine behind it."""

    cases: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    pending: list[dict[str, Any]]
    played: Played

    @property
    def case(self) -> dict[str, Any]:
        (only,) = self.cases
        return only

    def told(self, to: str, kind: str = "") -> list[dict[str, Any]]:
        """Return what one slot got, of one kind or of any."""
        return [each for each in self.timeline if each["to"] == to and kind in {"", each["kind"]}]

    def asked(self, to: str = "teacher") -> list[str]:
        return [each["question"] for each in self.told(to, "question")]

    def paged(self, at: str) -> set[str]:
        """Return who got a new private alert at a UTC time of day such as `19:40`."""
        return {
            each["to"]
            for each in self.timeline
            if each["kind"] == "alert"
            and each["medium"] == "dm"
            and "edit" not in each
            and each["at"][11:16] == at
        }


@cache
def schools() -> dict[str, School]:
    return {school.id: school for school in read_examples(date(2026, 11, 6)).schools}


def rehearse(text: str, file: str = "plan.toml") -> Rehearsed:
    """Play a plan; whatever is played, everything that must always be true is true at the end."""
    return asyncio.run(_rehearse(text, file))


async def _rehearse(text: str, file: str) -> Rehearsed:
    played = await play(read_plan(text, file), schools(), MemoryStore(), file)
    printed = json.loads(json.dumps(await report(played)))
    for case in await played.engine.cases():
        assert broken(played.engine.school, case) == []
    return Rehearsed(printed["cases"], printed["timeline"], printed["pending"], played)
