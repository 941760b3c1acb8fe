"""The commands by which others can see for themselves."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli_base import Config, Data, do, environment

__all__ = ["assurance"]

assurance = typer.Typer()


@assurance.command()
def prove(
    into: Annotated[
        Path | None, typer.Option("--into", help="Write the statement to a file.")
    ] = None,
    checks: Annotated[
        Path | None, typer.Option("--check", metavar="FILE", help="Check a statement instead.")
    ] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """State what shows that no picture is kept.

    Checks scopes, hosts, refusals, and hands a canary picture in by every way to a store of its
    own. The statement is dated and signed. Exit status 1 where a fact speaks against it.
    """
    from adapters.commands import proving

    if checks is not None:
        do(lambda: proving.check(checks))
    do(lambda: proving.prove(environment(data, config), into))
