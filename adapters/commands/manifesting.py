"""`handrail manifest`: what an administrator pastes into a chat platform, or uploads to it."""

import json
from pathlib import Path
from typing import NamedTuple

import typer

from adapters.commands import manifesting_teams
from adapters.environment import CannotStart
from adapters.slack.manifest import Intake, manifest

__all__ = ["Told", "show"]

PATH = "/slack/events"


class Told(NamedTuple):
    """What the command was told. `intake` and `socket` are Slack's, the last two Teams'."""

    platform: str
    url: str = ""
    intake: str = "locked"
    socket: bool = False
    out: Path | None = None
    app: str = ""


def show(told: Told) -> int:
    """Print the manifest of Slack as JSON, or write the package of Teams.

    Raises:
        CannotStart: no such platform or intake, or no address that it can reach.
    """
    if told.platform == "teams":
        return manifesting_teams.write(told.out, told.app, told.url)
    if told.platform != "slack":
        raise CannotStart(f"there is no manifest for {told.platform!r}; write slack or teams")
    known: dict[str, Intake] = {"locked": "locked", "chat": "chat"}
    if told.intake not in known:
        raise CannotStart(f"--intake {told.intake!r} means nothing; write locked or chat")
    if not told.socket and not told.url.startswith("https://"):
        raise CannotStart(
            "--url has to be the https:// address at which Slack reaches this server; "
            "without one use --socket"
        )
    address = told.url.rstrip("/").removesuffix(PATH) + PATH
    made = manifest(known[told.intake], address, socket=told.socket)
    typer.echo(json.dumps(made, indent=2))
    return 0
