"""Playing a plan: the schools to choose from, a store of its own, and what is printed."""

from pathlib import Path

import typer

from adapters.environment import Environment
from adapters.rehearse.command import rehearse as play
from adapters.rehearse.command import stopped
from adapters.wiring import read_settings, store_for_rehearsal
from bot.dialogs.load import ContentError
from bot.settings import SettingsError

__all__ = ["rehearse"]


def rehearse(environment: Environment, plan: Path, *, as_json: bool) -> int:
    """Print what everybody would have been told; return 0 when the plan was played to its end."""
    try:
        settings = read_settings(environment)
    except (SettingsError, ContentError) as wrong:
        printed = stopped(str(wrong))
    else:
        schools = {school.id: school for school in settings.schools}
        printed = play(plan, schools, store_for_rehearsal(), as_json=as_json)
    if printed.out:
        typer.echo(printed.out)
    if printed.error:
        typer.echo(printed.error, err=True)
    return printed.status
