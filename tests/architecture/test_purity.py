"""bot/ is told the time and leaves nothing to chance: ruff says so too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import modules, named, parsed

CHANCE_AND_TIME = frozenset({"random", "secrets", "time"})
CLOCKS = frozenset({"now", "today", "utcnow"})
CALENDARS = frozenset(
    {"date", "datetime", "dt", "datetime.date", "datetime.datetime", "dt.datetime"}
)
CHANCE = frozenset({"getrandom", "urandom", "uuid1", "uuid4"})
SIDE_EFFECTS = frozenset({"input", "print"})


def impurities(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of everything that reads a clock, takes a chance or prints."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [name.name for name in names if name.name in CHANCE_AND_TIME]
            case ast.ImportFrom(module=module, names=names, level=0):
                found = [
                    f"{module}.{name.name}"
                    for name in names
                    if module in CHANCE_AND_TIME or name.name in CHANCE
                ]
            case ast.Attribute(value=value, attr=attr) if attr in CHANCE or (
                attr in CLOCKS and ast.unparse(value) in CALENDARS
            ):
                found = [ast.unparse(node)]
            case ast.Call(func=ast.Name(id=name)) if name in SIDE_EFFECTS:
                found = [f"{name}()"]
            case _:
                continue
        for text in found:
            yield node.lineno, text


def test_bot_reads_no_clock_takes_no_chance_and_prints_nothing() -> None:
    found = [
        f"{named(path)}:{line}: {text}"
        for path in modules("bot")
        for line, text in impurities(parsed(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import time",
        "from time import monotonic",
        "from secrets import token_hex",
        "from uuid import uuid4",
        "import uuid; uuid.uuid4()",
        "import os; os.urandom(8)",
        "import datetime; datetime.datetime.now(datetime.UTC)",
        "from datetime import datetime; clock = datetime.now",
        "from datetime import date; date.today()",
        "print('x')",
    ],
)
def test_each_way_to_be_impure_is_seen(source: str) -> None:
    assert list(impurities(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, time, timedelta, UTC",
        "def due(now): return now + timedelta(minutes=10)",
        "case.now",
        "from . import time",
    ],
)
def test_being_told_the_time_is_allowed(source: str) -> None:
    assert list(impurities(ast.parse(source))) == []
