"""The listing of a folder reads like a table of contents, and the folder says where to begin."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, modules, named, parsed

FSM = ROOT / "bot" / "fsm"
CONTENTS = [
    ROOT / "bot",
    ROOT / "adapters",
    FSM,
    *sorted(each.parent for each in FSM.glob("*/*__.py")),
]


def inside(folder: Path) -> set[str]:
    """Return the modules and the packages of a folder."""
    found = {each.stem for each in folder.glob("*.py")} - {"__init__"}
    return found | {each.parent.name for each in folder.glob("*/__init__.py")}


def unnamed(text: str, names: set[str]) -> set[str]:
    """Return the names that no word in backticks of `text` is."""
    return names - set(re.findall(r"`(\w+)`", text))


@pytest.mark.parametrize("folder", CONTENTS, ids=named)
def test_a_folder_names_everything_that_lies_in_it(folder: Path) -> None:
    text = ast.get_docstring(parsed(folder / "__init__.py")) or ""

    assert len(inside(folder)) > 1
    assert unnamed(text, inside(folder)) == set()


def test_a_module_that_is_not_named_is_seen() -> None:
    assert unnamed("Read `case` first, then steps.", {"case", "steps"}) == {"steps"}


def test_a_folder_is_a_docstring_and_hands_nothing_on() -> None:
    packages = [each for each in modules("bot", "adapters") if each.name == "__init__.py"]

    assert packages
    assert [named(each) for each in packages if len(parsed(each).body) != 1] == []
