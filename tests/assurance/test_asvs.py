"""OWASP ASVS 5.0 item by item: each one answered, each answer with a test that there is."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT, parsed

HOME = tomllib.loads((Path(__file__).parent / "asvs.toml").read_text(encoding="utf-8"))
PAGE = ROOT / "docs" / "asvs.md"
LEVELS = {
    f"{section}.{number}": int(level)
    for section, levels in HOME["levels"].items()
    for number, level in enumerate(levels, start=1)
}
APART = {item: why for why, items in HOME["apart"].items() for item in items}
LEFT, OPEN, MET = HOME["left"], HOME["open"], HOME["met"]
PARTS = (APART, LEFT, OPEN, MET)


def shown(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tests that an answer names."""
    yield from answer.get("tests", ())


def there(test: str) -> bool:
    """Return whether a test of that name is in its file; a file by itself is all of its tests."""
    path, *inside = test.split("::")
    file = ROOT / path
    if not file.is_file():
        return False
    within: ast.AST = parsed(file)
    for name in inside:
        kinds = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
        found = [each for each in ast.iter_child_nodes(within) if isinstance(each, kinds)]
        within = next((each for each in found if each.name == name), ast.Pass())
        if isinstance(within, ast.Pass):
            return False
    return True


def test_the_levels_are_those_of_the_standard() -> None:
    """ASVS 5.0.0 has 345 items: 70 at level 1, 183 at level 2, 92 at level 3."""
    assert Counter(LEVELS.values()) == {1: 70, 2: 183, 3: 92}


def test_every_item_of_levels_1_and_2_is_answered_once() -> None:
    answered = Counter(item for part in PARTS for item in part)

    assert (
        sorted(item for item, level in LEVELS.items() if level < 3 and item not in answered) == []
    )
    assert [item for item, times in answered.items() if times > 1] == []
    assert [item for item in answered if item not in LEVELS] == []


def test_every_answer_has_a_test_or_says_whose_it_is() -> None:
    assert [item for item, at in (*MET.items(), *OPEN.items()) if not at["tests"]] == []
    assert {at["by"] for at in LEFT.values()} <= {"operator", "organisation"}
    assert all(at["how"] for part in (LEFT, OPEN, MET) for at in part.values())


def test_every_test_that_is_named_is_there() -> None:
    named = {test for part in (OPEN, MET) for at in part.values() for test in shown(at)}

    assert sorted(test for test in named if not there(test)) == []
    assert not there("tests/assurance/test_asvs.py::test_that_nobody_wrote")
    assert not there("tests/nowhere.py")


def test_the_page_is_written_from_it(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        PAGE.write_text(page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page()


def page() -> str:
    """Return docs/asvs.md."""
    levels = Counter(
        (LEVELS[item], kind) for kind, part in zip(KINDS, PARTS, strict=True) for item in part
    )
    lines = [
        "<!-- Written by `pytest --update tests/assurance/test_asvs.py`. Change asvs.toml. -->",
        "",
        "# OWASP ASVS 5.0, item by item",
        "",
        "Levels 1 and 2 whole; of level 3 what fits. Numbers are the standard's, words are ours.",
        "Each test named here is run with all others. What is yours to do is at the end of",
        "[security](security.md).",
        "",
        "| Level | met, shown by a test | yours to do | not as it says, and why | does not apply |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {level} | " + " | ".join(str(levels[level, kind]) for kind in ORDER) + " |"
            for level in (1, 2, 3)
        ),
        "",
        "## Not as the standard has it",
        "",
        "| Item | Level | How it is, and why |",
        "|---|---|---|",
        *(f"| {item} | {LEVELS[item]} | {OPEN[item]['how']} |" for item in ordered(OPEN)),
        "",
        "## Yours to do",
        "",
        "| Item | Level | Who | What |",
        "|---|---|---|---|",
        *(
            f"| {item} | {LEVELS[item]} | {at['by']} | {at['how']} |"
            for item in ordered({**LEFT, **{each: MET[each] for each in MET if "by" in MET[each]}})
            for at in (LEFT.get(item) or MET[item],)
        ),
        "",
        "## Met",
        "",
        "| Item | Level | How | Shown by |",
        "|---|---|---|---|",
        *(
            f"| {item} | {LEVELS[item]} | {MET[item]['how']} | {links(MET[item])} |"
            for item in ordered(MET)
        ),
        "",
        "## What does not apply",
        "",
        "| Why | Items |",
        "|---|---|",
        *(f"| {why} | {', '.join(items)} |" for why, items in HOME["apart"].items()),
        "",
    ]
    return "\n".join(lines)


KINDS = ("apart", "left", "open", "met")
ORDER = ("met", "left", "open", "apart")


def ordered(part: Mapping[str, object]) -> list[str]:
    """Return the items of a part in the standard's order."""
    return sorted(part, key=lambda item: [int(each) for each in item.split(".")])


def links(answer: Mapping[str, Any]) -> str:
    """Return the tests of an answer, each by the file that it is in."""
    return "<br>".join(
        f"[{told}](../{test.partition('::')[0]})"
        for test in shown(answer)
        for told in (test.rpartition("::")[2].removeprefix("test_").replace("_", " "),)
    )
