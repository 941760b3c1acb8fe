"""`handrail replay`: the machine decides once more from the record of a case."""

# Rule: no answer is printed. Question numbers stand beside levels only where they were asked for.

import json
from collections.abc import Iterator
from dataclasses import dataclass

import typer
from pydantic import ValidationError

from adapters.commands.over_store import over_store
from adapters.environment import CannotStart, Environment
from adapters.redis.crypto import CannotOpen
from adapters.redis.keys import EDITIONS
from adapters.redis.store import RedisStore
from adapters.wiring import read_settings
from bot.dialogs.load import load_pack, pack_ids
from bot.fsm.case import Case
from bot.fsm.edition import compiled, edition_of
from bot.fsm.events import ENTRY
from bot.fsm.hours import local
from bot.fsm.school import School
from bot.loading import load_case, pinned
from bot.ports import NotSaved
from bot.record.rerun import Decided, changed, differs, rerun

__all__ = ["replay"]

TODAY = "today"
SHOWN = 12
"""Letters of an edition that are shown: enough to tell two apart."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A case run again under its own edition, and under another where one was asked for."""

    school: School
    kept: Case
    steps: list[Decided]
    other: School | None
    others: list[Decided]

    @property
    def differs(self) -> tuple[str, ...]:
        """Return in what it does not come out as it is kept."""
        return differs(self.steps, self.kept)

    @property
    def doubts(self) -> list[str]:
        """Return what in the record the machine would not have done."""
        return [f"entry {step.entry}: {each}" for step in self.steps for each in step.doubts]


def replay(environment: Environment, ref: str, edition: str, *, why: bool, as_json: bool) -> int:
    """Print what the machine decides; return 1 where it is not what is kept.

    Raises:
        CannotStart: there is no such case, or no such edition.
    """

    async def work(store: RedisStore) -> Replayed:
        return await _replayed(store, environment, ref, edition)

    try:
        found = over_store(environment, work)
    except (CannotOpen, NotSaved) as wrong:
        raise CannotStart(f"the record cannot be read: {wrong}; run handrail verify") from wrong
    except ValidationError:  # its words hold what was kept: nobody is shown them
        raise CannotStart("this release cannot read what was kept of the case") from None
    for line in [_object(found, why=why)] if as_json else _lines(found, why=why):
        typer.echo(line)
    return 1 if found.differs or found.doubts else 0


async def _replayed(
    store: RedisStore, environment: Environment, ref: str, edition: str
) -> Replayed:
    for today in read_settings(environment).schools:
        kept = await load_case(store, today.id, ref)
        if kept is None:
            continue
        entries = [ENTRY.validate_json(line) for line in await store.entries(today.id, ref)]
        school = await pinned(store, today, kept)
        other = await _other(store, today, edition) if edition else None
        again = rerun(other, entries) if other is not None else []
        return Replayed(school, kept, rerun(school, entries), other, again)
    raise CannotStart(f"there is no case {ref} in the schools of this configuration")


async def _other(store: RedisStore, today: School, edition: str) -> School:
    """Return the school as another edition has it: today's, an earlier one, or another pack's."""
    if edition == TODAY:
        return today
    if edition in pack_ids():
        pack = load_pack(edition)
        digest = edition_of(compiled(today.script, pack))
        return today.model_copy(update={"pack": pack, "edition": digest})
    names = [each.removeprefix(EDITIONS) for each in await store.line.names(f"{EDITIONS}*")]
    match [each for each in names if each.startswith(edition)]:
        case [digest]:
            content = await store.edition(digest)
            return today.at_edition(content or b"", digest)
        case found:
            known = ", ".join([TODAY, *pack_ids(), *(each[:SHOWN] for each in found or names)])
            raise CannotStart(f"--edition {edition} is not one of: {known}")


def _lines(found: Replayed, *, why: bool) -> Iterator[str]:
    head = f"{found.school.id} {found.kept.ref}: {len(found.steps)} entries"
    yield f"{head}, {_edition(found.school)}"
    for step in found.steps:
        yield _line(step, why=why)
    yield from (f"FAIL  {each}" for each in found.doubts)
    if found.differs:
        yield f"FAIL  It does not come out as it is kept: {', '.join(found.differs)}."
        yield "People, rota and hours are those of today: see if they have changed since."
    else:
        yield "It comes out as it is kept: level, alert, owner and every clock."
    if found.other is not None:
        yield from _compared(found, found.other, why=why)


def _compared(found: Replayed, other: School, *, why: bool) -> Iterator[str]:
    yield f"Under {_edition(other)}:"
    pairs = list(zip(found.steps, found.others, strict=False))
    rows = [(one, two, changed(one, two)) for one, two in pairs]
    for one, two, parts in rows:
        if parts:
            yield f"{_line(two, why=why)}  (other {', '.join(parts)}; was {one.case.level.name})"
    if not any(parts for _, _, parts in rows):
        yield "  nothing would have come out otherwise."


def _line(step: Decided, *, why: bool) -> str:
    happened = ", ".join(each.replace("_", " ") for each in step.events)
    parts = [f"  {step.entry:>3}  {local(step.at):%a %d %b %Y, %H:%M}  {step.case.level.name:<9}"]
    parts.append(f"{step.case.stage.value}, {len(step.case.wakes)} clocks: {happened}")
    if step.alerted:
        parts.append(f"alerts {', '.join(step.alerted)}")
    if why and step.asked:
        parts.append("; ".join(f"{each.ref}: {each.source}" for each in step.asked))
    return "  ".join(parts)


def _edition(school: School) -> str:
    return f"edition {school.edition[:SHOWN]} ({school.script.edition}, {school.pack.name})"


def _object(found: Replayed, *, why: bool) -> str:
    def row(step: Decided) -> dict[str, object]:
        asked = [each._asdict() for each in step.asked] if why else []
        return {
            "entry": step.entry,
            "at": step.at.isoformat(),
            "level": step.case.level.name,
            "stage": step.case.stage.value,
            "owner": step.case.owner,
            "alerts": step.alerted,
            "clocks": sorted(each.isoformat() for each in step.case.wakes.values()),
            "asked": asked,
            "doubts": step.doubts,
        }

    return json.dumps(
        {
            "school": found.school.id,
            "case": found.kept.ref,
            "edition": found.school.edition,
            "same": not found.differs and not found.doubts,
            "differs": found.differs,
            "steps": [row(step) for step in found.steps],
            "other_edition": found.other.edition if found.other else None,
            "other_steps": [row(step) for step in found.others],
        }
    )
