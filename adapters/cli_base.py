"""What every `handrail` command shares: its options, and how it ends."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from adapters.environment import Environment

__all__ = ["Config", "Data", "Json", "Port", "do", "environment"]

Config = Annotated[
    Path | None,
    typer.Option("--config", help="handrail.toml. Else HANDRAIL_CONFIG, else made-up schools."),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder for data. Else HANDRAIL_DATA, else your XDG data folder."),
]
Port = Annotated[
    int | None,
    typer.Option("--port", min=0, max=65535, help="Port of the page. Else 8080."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for scripts.")]


def environment(data: Path | None, config: Path | None) -> "Environment":
    """Return the surroundings of a command.

    Raises:
        CannotStart: a variable has a value that means nothing.
    """
    from adapters.environment import read_environment

    return read_environment(os.environ, data=data, config=config)


def do(work: Callable[[], int]) -> NoReturn:
    """Exit with what `work` returns, or with 2 and in words why it could not be done.

    Where our own code fails, its kind and its places are printed and not its message: that may
    hold what was kept of a case, and whoever types commands sees none of it.
    """
    from adapters.environment import CannotStart
    from bot.dialogs.load import ContentError
    from bot.settings.reading import SettingsError

    try:
        code = work()
    except (CannotStart, ContentError, SettingsError) as wrong:
        typer.echo(str(wrong), err=True)
        code = 2
    except Exception as error:  # noqa: BLE001  its message is shown to nobody (tested)
        typer.echo(f"Our own code failed: {type(error).__name__}. Where, innermost last:", err=True)
        for frame in traceback.extract_tb(error.__traceback__):
            typer.echo(f"  {frame.filename}:{frame.lineno} {frame.name}", err=True)
        code = 2
    raise typer.Exit(code)
