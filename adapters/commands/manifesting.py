"""`handrail manifest`: what an administrator pastes into a chat platform."""

import json

import typer

from adapters.environment import CannotStart
from adapters.slack.manifest import Intake, manifest

__all__ = ["show"]

PATH = "/slack/events"


def show(platform: str, intake: str, url: str, *, socket: bool) -> int:
    """Print the manifest of a platform as JSON.

    Raises:
        CannotStart: no such platform or intake, or no address that it can reach.
    """
    if platform != "slack":
        raise CannotStart(f"there is no manifest for {platform!r}; write slack")
    known: dict[str, Intake] = {"locked": "locked", "chat": "chat"}
    if intake not in known:
        raise CannotStart(f"--intake {intake!r} means nothing; write locked or chat")
    if not socket and not url.startswith("https://"):
        raise CannotStart(
            "--url has to be the https:// address at which Slack reaches this server; "
            "without one use --socket"
        )
    address = url.rstrip("/").removesuffix(PATH) + PATH
    typer.echo(json.dumps(manifest(known[intake], address, socket=socket), indent=2))
    return 0
