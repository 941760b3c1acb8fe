"""The commands about what is kept: is it whole, can it be had again, where does it lie."""

from typing import Annotated

import typer

from adapters.cli_base import Config, Data, Json, do, environment

__all__ = ["record"]

record = typer.Typer()


@record.command()
def verify(
    anchor: Annotated[
        str, typer.Option("--anchor", help="The words that were posted or printed.")
    ] = "",
    as_json: Json = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Check that nothing in the record was changed.

    Walks every chain and every anchor. With --anchor, also holds the store against words that
    were kept elsewhere: those of the DSL channel, or those under an export. Exit status 1 where
    anything was changed, cut off or taken out. Prints no content.
    """
    from adapters.commands import verifying

    do(lambda: verifying.verify(environment(data, config), anchor, as_json=as_json))
