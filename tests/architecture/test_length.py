"""A module can be read in one sitting."""

from __future__ import annotations

import statistics

import pytest

from tests.architecture.tree import ROOT, modules, named

LIMIT = 250

# Tables that are clearer whole. Each with its reason.
LONG_ON_PURPOSE: dict[str, str] = {}


def lengths() -> dict[str, int]:
    return {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules("bot", "adapters", "tests")
    }


def test_no_module_is_longer_than_can_be_read_in_one_sitting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = lengths()

    with capsys.disabled():
        median = statistics.median(found.values())
        print(f"\n{len(found)} modules, median {median:.0f} lines, longest {max(found.values())}")  # noqa: T201  the figure is for whoever runs the tests
    long = {name: n for name, n in found.items() if n > LIMIT and name not in LONG_ON_PURPOSE}
    assert long == {}


@pytest.mark.parametrize("folder", ["bot", "adapters", "tests"])
def test_the_modules_are_found(folder: str) -> None:
    assert (ROOT / folder).is_dir()
    assert modules(folder)


def test_every_exception_is_still_needed() -> None:
    found = lengths()

    idle = [name for name in LONG_ON_PURPOSE if found.get(name, 0) <= LIMIT]
    assert idle == []
