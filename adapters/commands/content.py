"""What is asked and said, looked at as data: the lint and the pictures."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import typer

import bot
from adapters.datamap.page import data_map_page
from adapters.environment import CannotStart
from adapters.supply import dependencies_page
from bot.dialogs.lint import lint_all, render
from bot.dialogs.load import load_script, script_ids
from bot.fsm.draw.pages import MADE, pictures

__all__ = ["draw", "lint"]


def lint(*, as_json: bool) -> int:
    """Print what is wrong with the content; return 1 when anything is."""
    findings, rows = lint_all()
    if as_json:
        found = {
            "findings": [asdict(each) for each in findings],
            "files": [asdict(r) for r in rows],
        }
        typer.echo(json.dumps(found))
    else:
        typer.echo(render(findings, rows))
    return 1 if findings else 0


def draw(into: Path | None, *, only_check: bool) -> int:
    """Write the pictures into a folder; `only_check` names stale ones and returns 1.

    Raises:
        CannotStart: there is no folder to write to.
    """
    drawn = pictures(load_script(name) for name in script_ids())
    drawn["data-map.md"] = data_map_page(MADE)
    if (project := _root() / "pyproject.toml").is_file():
        drawn["dependencies.md"] = dependencies_page(MADE, project.read_text(encoding="utf-8"))
    folder = into or _docs()
    stale = [name for name, text in drawn.items() if _now(folder / name) != text]
    stale += _left_over(folder, drawn)
    if only_check:
        for name in stale:
            typer.echo(f"{folder / name} is stale; run `handrail draw` and commit it", err=True)
        return 1 if stale else 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in drawn:
                (folder / name).write_text(drawn[name], encoding="utf-8")
            else:
                (folder / name).unlink()
    except OSError as wrong:
        raise CannotStart(f"{folder}: {wrong}; choose another folder with --into") from wrong
    typer.echo(f"{len(drawn)} pictures in {folder}, {len(stale)} of them new.")
    return 0


def _root() -> Path:
    """Return the source tree that this package lies in, if it lies in one."""
    return Path(bot.__file__).resolve().parents[1]


def _docs() -> Path:
    """Return docs/ of the source tree that this package lies in, else of the current folder."""
    return (_root() if (_root() / "pyproject.toml").is_file() else Path.cwd()) / "docs"


def _now(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _left_over(folder: Path, drawn: Mapping[str, str]) -> list[str]:
    """Return pictures of scripts that are no more."""
    return sorted(file.name for file in folder.glob("script-*.md") if file.name not in drawn)
