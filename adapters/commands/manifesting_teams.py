"""`handrail manifest teams`: the app's package, written to a file."""

from pathlib import Path

import typer

from adapters.environment import CannotStart
from adapters.teams.manifest import PLACEHOLDER, SITE, package
from bot.settings.teams import GUID

__all__ = ["write"]


def write(out: Path | None, app: str, url: str) -> int:
    """Write the package, and say what still has to be put into it.

    Raises:
        CannotStart: no file, an odd id or address, or the file cannot be written.
    """
    if out is None:
        raise CannotStart("--out has to name the file to write, such as handrail-teams.zip")
    if app and GUID.fullmatch(app) is None:
        raise CannotStart(f"--app-id {app!r} is no id of Entra's; the bot's page at Azure shows it")
    if url and not url.startswith("https://"):
        raise CannotStart("--url has to be an https:// page of the school's own")
    made = package((app or PLACEHOLDER).lower(), url.rstrip("/") or SITE)
    try:
        out.write_bytes(made)
    except OSError as wrong:
        raise CannotStart(f"{out}: {wrong.strerror}; choose another file") from wrong
    typer.echo(f"Written: {out} ({len(made)} bytes).")
    if not app:
        typer.echo(f"Its app id is the placeholder {PLACEHOLDER}: Teams refuses it.")
        typer.echo("Write it again with --app-id, the bot's Entra app id.")
    if not url:
        typer.echo(f"Its pages are the placeholder {SITE}; give --url, a page of your own.")
    return 0
