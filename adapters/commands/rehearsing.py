"""Playing a plan: the schools to choose from, a store of its own, and what is printed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import typer

from adapters.environment import Environment
from adapters.rehearse.asking import plan_for
from adapters.rehearse.command import Printed, ask, stopped
from adapters.rehearse.command import rehearse as play
from adapters.rehearse.problems import PlanError
from adapters.wiring import read_settings, store_for_rehearsal
from bot.dialogs.load import ContentError
from bot.fsm.school import School
from bot.settings.reading import SettingsError

__all__ = ["Question", "rehearse"]


class Question(NamedTuple):
    """What is asked in place of a plan: when, who is away, of which school ('': the first)."""

    at: str = ""
    away: tuple[str, ...] = ()
    school: str = ""


NOTHING = Question()
EITHER = 'name a PLAN.toml, or ask with --at "Sat 22:40" (then --away and --school too); not both'


def rehearse(
    environment: Environment, plan: Path | None, question: Question, *, as_json: bool
) -> int:
    """Print what everybody would have been told; return 0 when the plan was played to its end."""
    try:
        settings = read_settings(environment)
    except (SettingsError, ContentError) as wrong:
        printed = stopped(str(wrong))
    else:
        schools = {school.id: school for school in settings.schools}
        printed = _played(plan, question, schools, as_json=as_json)
    if printed.out:
        typer.echo(printed.out)
    if printed.error:
        typer.echo(printed.error, err=True)
    return printed.status


def _played(
    plan: Path | None, question: Question, schools: dict[str, School], *, as_json: bool
) -> Printed:
    store = store_for_rehearsal()
    if plan is not None and question == NOTHING:
        return play(plan, schools, store, as_json=as_json)
    if plan is not None or not question.at:
        return stopped(EITHER)
    name = question.school or next(iter(schools))
    try:
        asked = plan_for(name, question.at, question.away, datetime.now(UTC))
    except PlanError as wrong:
        return stopped(str(wrong))
    return ask(asked, schools, store, as_json=as_json)
