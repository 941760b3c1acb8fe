"""`handrail rehearse`: reads a plan, plays it, prints what everybody would have been told."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from adapters.rehearse.engine import Broken
from adapters.rehearse.plan import Plan, read_plan
from adapters.rehearse.player import play
from adapters.rehearse.problems import PlanError, Unplayable
from adapters.rehearse.reading import reading
from adapters.rehearse.report import MARK, report
from bot.fsm.school import School
from bot.ports import Store

__all__ = ["Printed", "ask", "rehearse", "stopped"]

NOT_PLAYED = 2
"""The exit status where the plan could not be read, or not played to its end."""

OUR_BUG = 1


class Printed(NamedTuple):
    """What goes to the terminal, what goes to the error stream, and the exit status."""

    out: str = ""
    error: str = ""
    status: int = 0


def ask(plan: Plan, schools: Mapping[str, School], store: Store, *, as_json: bool) -> Printed:
    """Return what the rehearsal of a short question prints."""
    return _printed(Path("question"), plan, schools, store, as_json=as_json)


def rehearse(
    file: Path,
    schools: Mapping[str, School],
    store: Store,
    *,
    as_json: bool,
) -> Printed:
    """Return what the rehearsal of a plan prints. `store` is an empty one in memory."""
    try:
        plan = read_plan(file.read_text(encoding="utf-8"), file.name)
    except (OSError, UnicodeDecodeError) as problem:
        return stopped(f"{file}: cannot be read: {problem}")
    except PlanError as problem:
        return stopped(str(problem))
    return _printed(file, plan, schools, store, as_json=as_json)


def _printed(
    file: Path, plan: Plan, schools: Mapping[str, School], store: Store, *, as_json: bool
) -> Printed:
    try:
        return Printed(asyncio.run(_played(file, plan, schools, store, as_json=as_json)))
    except Unplayable as problem:
        return stopped(problem.what)
    except Broken as problem:
        return stopped(f"{problem}: this is a fault of Handrail, not of the plan", OUR_BUG)


async def _played(
    file: Path, plan: Plan, schools: Mapping[str, School], store: Store, *, as_json: bool
) -> str:
    played = await play(plan, schools, store, file.name)
    if as_json:
        return json.dumps(await report(played), indent=2, ensure_ascii=False)
    return await reading(played)


def stopped(why: str, status: int = NOT_PLAYED) -> Printed:
    """Return why a rehearsal came to nothing, each line marked."""
    return Printed(error="\n".join(f"{MARK} {line}" for line in why.splitlines()), status=status)
