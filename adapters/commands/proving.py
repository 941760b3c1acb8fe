"""`handrail prove`: a signed statement that no picture is kept, from facts checked now."""

# Rule: what is printed is the statement and no more: facts and counts.

import asyncio
import base64
import hashlib
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from adapters.environment import CannotStart, Environment
from adapters.logs import begin_logging
from adapters.proving.facts import code_of, facts
from adapters.proving.statement import NotWhole, Statement, Told, checked, key_in, signed
from adapters.redis.opening import folder_of, make_folder
from adapters.wiring import read_settings

__all__ = ["check", "prove"]

SIGNS = {True: "yes", False: "NO", None: "?"}


def prove(environment: Environment, into: Path | None) -> int:
    """Check every fact, print or write the statement; return 1 where a fact speaks against it.

    Raises:
        CannotStart: the store cannot be opened, or the statement cannot be written.
    """
    begin_logging(loud=False)
    told = asyncio.run(_told(environment))
    folder = folder_of(environment, playground=False)
    try:
        make_folder(folder)
        statement = signed(told, key_in(folder))
        text = statement.model_dump_json(indent=2) + "\n"
        if into is not None:
            into.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise CannotStart(f"the statement cannot be written ({wrong})") from wrong
    typer.echo(text if into is None else _in_words(statement), nl=False)
    if into is not None:
        typer.echo(f"Written to {into.name}. Anybody can check it: handrail prove --check FILE")
    return 0 if told.holds else 1


def check(file: Path) -> int:
    """Print what a statement says, where it is as it was signed; return 1 where it is not.

    Raises:
        CannotStart: the file cannot be read.
    """
    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise CannotStart(f"{file}: cannot be read ({wrong.strerror})") from wrong
    try:
        statement = checked(content)
    except NotWhole as wrong:
        typer.echo(f"FAIL  the signature: {wrong}")
        return 1
    typer.echo(_in_words(statement), nl=False)
    same = statement.told.code == code_of()
    typer.echo(f"{'ok' if same else 'warn':4}  the program here is {_same(same)}")
    typer.echo("ok    the signature: this is what was signed")
    return 0 if statement.told.holds else 1


async def _told(environment: Environment) -> Told:
    settings = read_settings(environment)
    found = tuple([fact async for fact in facts(environment, settings)])
    at = datetime.now(UTC).replace(microsecond=0)
    return Told(program="Handrail", version=_version(), code=code_of(), at=at, facts=found)


def _version() -> str:
    try:
        return version("handrail")
    except PackageNotFoundError:
        return "not installed"


def _same(same: bool) -> str:
    return "the one that made it" if same else "another one than made it: run `handrail prove`"


def _in_words(statement: Statement) -> str:
    told = statement.told
    raw = base64.b64decode(statement.key)
    lines = [f"{told.program} {told.version}, {told.at:%Y-%m-%d %H:%M} UTC"]
    lines += [f"{SIGNS[fact.holds]:4}  {fact.about}: {fact.found}" for fact in told.facts]
    lines.append(f"code  {told.code[:16]}; key {hashlib.sha256(raw).hexdigest()[:16]}")
    return "\n".join(lines) + "\n"
