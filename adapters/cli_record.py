"""The commands about what is kept: is it whole, can it be had again, where does it lie."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli_base import Config, Data, Json, do, environment

__all__ = ["record"]

record = typer.Typer()
keys = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
record.add_typer(keys, name="keys")


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


@record.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; a new one.")],
    config: Config = None,
    data: Data = None,
) -> None:
    """Write everything into one sealed file.

    Each school as it is at one moment, while the programs run. The file is read back before this
    ends. It opens with your keys alone: keep a copy of them somewhere else.
    """
    from adapters.commands import keeping

    do(lambda: keeping.backup(environment(data, config), file))


@record.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    only_check: Annotated[
        bool, typer.Option("--check", help="Read the file, and change nothing.")
    ] = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Fill an empty store from a backup.

    Stop the programs first. A store that holds records is refused. Every chain is walked at the
    end; a restore that was broken off is started again.
    """
    from adapters.commands import keeping

    do(lambda: keeping.restore(environment(data, config), file, only_check=only_check))


@record.command()
def move(
    to: Annotated[str, typer.Option("--to", help="outer (that of REDIS_URL), or embedded.")],
    config: Config = None,
    data: Data = None,
) -> None:
    """Move everything to your own server, or back.

    Between the embedded store and that of REDIS_URL. The store that is left is closed for good in
    the moment in which it is read; where the move does not come about it is opened again.
    """
    from adapters.commands import keeping

    do(lambda: keeping.move(environment(data, config), to))


@keys.callback()
def of_keys() -> None:
    """Show, rotate and retire the keys."""


@keys.command("list")
def list_keys(config: Config = None, data: Data = None) -> None:
    """Show which key wraps how much."""
    from adapters.commands import keys as commands

    do(lambda: commands.show(environment(data, config)))


@keys.command()
def rotate(config: Config = None, data: Data = None) -> None:
    """Wrap everything with a new key.

    While the programs run; no case is written to. Broken off, it is run again. The old key still
    opens what it wrapped, until it is retired.
    """
    from adapters.commands import keys as commands

    do(lambda: commands.rotate(environment(data, config)))


@keys.command()
def retire(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of the older keys.")],
    config: Config = None,
    data: Data = None,
) -> None:
    """Take an old key out of use, for good.

    Backups that it wrapped do not open any more. Refused while anything is wrapped with it.
    """
    from adapters.commands import keys as commands

    do(lambda: commands.retire(environment(data, config), name))


@record.command()
def shred(
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="Else all closed are listed.")] = "",
    config: Config = None,
    data: Data = None,
) -> None:
    """Destroy a record that two people let go.

    The DSL and the head accept it in the case; nothing is destroyed while anything must be kept.
    Prints a certificate. The chain still holds, and `verify` says who accepted it and when.
    """
    from adapters.commands import shredding

    surroundings = environment(data, config)
    do(lambda: shredding.shred(surroundings, case) if case else shredding.overview(surroundings))


@record.command()
def replay(  # noqa: PLR0917  typer gives each its own name
    case: Annotated[str, typer.Argument(metavar="CASE", help="The reference of a case.")],
    edition: Annotated[
        str, typer.Option("--edition", help="Compare with: today, an edition's hash, or a pack.")
    ] = "",
    why: Annotated[
        bool, typer.Option("--why", help="With question numbers and guidance, beside the DSL.")
    ] = False,
    as_json: Json = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Decide once more from the record of a case.

    Level, alert and clocks after each entry, and whether they are those that are kept. No answer
    is printed; question numbers only with --why, for whoever may read the case.
    """
    from adapters.commands import replaying

    surroundings = environment(data, config)
    do(lambda: replaying.replay(surroundings, case, edition, why=why, as_json=as_json))
