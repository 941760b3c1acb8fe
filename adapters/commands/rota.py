"""Who has it: printed for any span, for people and for scripts, and drawn to be pinned up."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from adapters.commands.agreed import with_agreed
from adapters.environment import CannotStart, Environment
from adapters.rota.picture import as_page, as_svg
from adapters.rota.stretch import as_object, as_table, stretch_of
from adapters.wiring import read_settings
from bot.fsm.hours import local
from bot.fsm.school import School

__all__ = ["Asked", "show"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to show: one school or all, from which local day ('' is today), how many days."""

    school: str
    first: str
    days: int
    page: Path | None
    picture: Path | None


def show(environment: Environment, asked: Asked, *, as_json: bool) -> int:
    """Print who has it; return 1 where the rota leaves a gap.

    Raises:
        CannotStart: there is no such school or day, or a file cannot be written.
    """
    configured = _schools(read_settings(environment).schools, asked.school)
    schools, unread = with_agreed(environment, configured)
    if unread:
        typer.echo(f"What was agreed in chat is left out: {unread}", err=True)
    first = _first(asked.first)
    stretches = [stretch_of(school, first, asked.days) for school in schools]
    for file, drawn in ((asked.page, as_page), (asked.picture, as_svg)):
        if file is not None and len(stretches) > 1:
            known = ", ".join(school.id for school in schools)
            raise CannotStart(f"{file} can show one school; name it with --school: {known}")
        if file is not None:
            _write(file, drawn(stretches[0]))
    if as_json:
        typer.echo(json.dumps({"schools": [as_object(each) for each in stretches]}))
    else:
        typer.echo("\n\n".join("\n".join(as_table(each)) for each in stretches))
    return 1 if any(each.gaps for each in stretches) else 0


def _schools(schools: Sequence[School], wanted: str) -> list[School]:
    found = [school for school in schools if wanted in {"", school.id}]
    if not found:
        known = ", ".join(school.id for school in schools)
        raise CannotStart(f"there is no school {wanted!r}; choose one of: {known}")
    return found


def _first(text: str) -> date:
    if not text:
        return local(datetime.now(UTC)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise CannotStart(f"{text!r} is no day; write it as in 2026-11-23") from wrong


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise CannotStart(f"{file}: {wrong}; choose another file") from wrong
