"""The `handrail` command.

A command imports what it does when it is run: `--help` stays fast.
"""

# Rule 1: exit 0: done, nothing found. 1: done, something to mend. 2: it could not be done.
# Rule 2: what is asked for goes to standard output; why it could not be done, to standard error.

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from adapters.cli_assurance import assurance
from adapters.cli_base import Config, Data, Json, Port, do, environment
from adapters.cli_record import record

__all__ = ["app", "main"]

app = typer.Typer(
    name="handrail",
    help="Walks school staff through a concern about a shared image of a child, and puts it "
    "in the right hands. Exit status: 0 done, 1 something to mend, 2 could not be done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def playground(port: Port = None, config: Config = None, data: Data = None) -> None:
    """Try everything out on a page of this machine.

    Made-up schools and people, and a clock that can be set forward. Nothing to set up first.
    """
    from adapters.commands import serving

    do(lambda: serving.playground(environment(data, config), port))


@app.command()
def run(port: Port = None, config: Config = None, data: Data = None) -> None:
    """Run web, clock and watch in one process."""
    from adapters.commands import serving

    do(lambda: serving.run(environment(data, config), port))


@app.command()
def web(port: Port = None, config: Config = None, data: Data = None) -> None:
    """Serve the schools' page and /health.

    Run `clock` and `watch` beside it.
    """
    from adapters.commands import serving

    do(lambda: serving.web(environment(data, config), port))


@app.command()
def clock(config: Config = None, data: Data = None) -> None:
    """Fire what falls due, at its time.

    Reminders, and the next person on the ladder. As many as you like may run.
    """
    from adapters.commands import serving

    do(lambda: serving.clock(environment(data, config)))


@app.command()
def watch(
    once: Annotated[bool, typer.Option("--once", help="Sweep once; exit 1 on a finding.")] = False,
    as_json: Json = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Check every case for broken promises.

    Sweeps every five minutes until it is stopped, and sets lost timers again.
    """
    from adapters.commands import serving

    do(
        lambda: serving.watch_cases(
            environment(data, config), once=once or as_json, as_json=as_json
        )
    )


class _Listing(TyperCommand):
    """Help that ends with all that a plan may name, read from the engine when it is asked for."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the lists."""
        from adapters.rehearse.vocabulary import vocabulary

        super().format_epilog(ctx, formatter)
        with formatter.section("What a plan may name"):
            formatter.write_dl([(name, ", ".join(each)) for name, each in vocabulary().items()])


@app.command(cls=_Listing)
def rehearse(  # noqa: PLR0917  typer gives each its own name
    plan: Annotated[
        Path | None, typer.Argument(metavar="PLAN.toml", help="The plan to play.")
    ] = None,
    at: Annotated[str, typer.Option("--at", help='In place of a plan: "Sat 22:40".')] = "",
    away: Annotated[list[str] | None, typer.Option("--away", help="Who is away then.")] = None,
    school: Annotated[str, typer.Option("--school", help="One school's id. Else the first.")] = "",
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Play a plan against your rota and policy.

    Or ask: --at "Sat 22:40" --away "Mr Day". Then a teacher does not know whether a child is safe,
    and nobody answers for an hour. Prints what everybody would be told, and when. Nobody is told
    anything: it touches neither the live store nor a chat platform, and each line is marked
    REHEARSAL. So it does not know what people agreed on in chat: it plays the rota of your file,
    and `handrail rota` shows who has it now. Exit status 2 where the plan cannot be played to its
    end.
    """
    from adapters.commands import rehearsing

    asked = rehearsing.Question(at, tuple(away or ()), school)
    do(lambda: rehearsing.rehearse(environment(None, config), plan, asked, as_json=as_json))


@app.command()
def rota(  # noqa: PLR0917  typer gives each its own name
    school: Annotated[str, typer.Option("--school", help="One school's id. Else all.")] = "",
    first: Annotated[str, typer.Option("--from", help="First day, 2026-11-23. Else today.")] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=800, help="How many days.")] = 28,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a page with a calendar to pin up.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--svg", help="Write the calendar as a picture.")
    ] = None,
    as_json: Json = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Show who has it, and where nobody has.

    As configured, with what was agreed in chat and its mark.

    Each gap has its cure; exit status 1 where there is one.
    """
    from adapters.commands import rota as rotas

    asked = rotas.Asked(school, first, days, page, picture)
    do(lambda: rotas.show(environment(data, config), asked, as_json=as_json))


@app.command()
def check(
    platform: Annotated[
        str, typer.Argument(metavar="[slack|teams]", help="Check a chat platform instead.")
    ] = "",
    as_json: Json = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Check settings, store and numbers to ring.

    With a platform: its secrets, room and people. Each line is ok, warn or FAIL, with its cure.
    """
    from adapters.commands import checking_platforms

    do(lambda: checking_platforms.check(environment(data, config), platform, as_json=as_json))


@app.command()
def lint(as_json: Json = False) -> None:
    """Check every script, pack and message.

    Prints the table of all files, and what to mend.
    """
    from adapters.commands import content

    do(lambda: content.lint(as_json=as_json))


@app.command()
def draw(
    into: Annotated[
        Path | None, typer.Option("--into", help="Folder for the pictures. Else docs/.")
    ] = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 and name what is stale.")
    ] = False,
) -> None:
    """Draw the tables and scripts into docs/.

    The life of a case, the life of a conversation and every script, as Mermaid.
    """
    from adapters.commands import content

    do(lambda: content.draw(into, only_check=only_check))


@app.command()
def manifest(  # noqa: PLR0917  typer gives each its own name
    platform: Annotated[str, typer.Argument(metavar="slack|teams", help="The chat platform.")],
    url: Annotated[str, typer.Option("--url", help="https:// address of this server.")] = "",
    intake: Annotated[str, typer.Option("--intake", help="Slack: locked, or chat.")] = "locked",
    socket: Annotated[bool, typer.Option("--socket", help="Slack: no public address.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Teams: the zip to write.")] = None,
    app_id: Annotated[str, typer.Option("--app-id", help="Teams: the bot's Entra app id.")] = "",
) -> None:
    """Make what sets Handrail up in Slack or Teams.

    An administrator pastes the one and uploads the other. There is no secret in either.
    """
    from adapters.commands import manifesting

    told = manifesting.Told(platform, url, intake, socket, out, app_id)
    do(lambda: manifesting.show(told))


app.add_typer(record)
app.add_typer(assurance)


def main() -> None:
    """Run the command that was typed."""
    app()


if __name__ == "__main__":
    main()
