"""How a run is shared among processes: one more than there are cores, and what is slow first."""

# Rule 1: while one test waits for a browser, a disk or a program that starts, another one works.
# Rule 2: each process begins with as many slow ones as the others, so that at the end of a run only
#         quick ones are left to be taken over from one another: nobody waits for the last slow one.

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

import pytest

__all__ = ["dealt"]

T = TypeVar("T")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes `-n auto` starts."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in the order in which `--dist worksteal` deals them to the processes."""
    hands = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    if hands:
        items[:] = dealt(items, hands, _is_slow)


def _is_slow(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "soak", "browser"))


def dealt(items: Sequence[T], hands: int, is_slow: Callable[[T], bool]) -> list[T]:
    """Return items so that each of `hands` equal parts begins with its share of slow ones."""
    slow = [each for each in items if is_slow(each)]
    quick = iter([each for each in items if not is_slow(each)])
    found: list[T] = []
    for hand in range(hands):
        size = (len(items) - len(found)) // (hands - hand)
        mine = slow[hand::hands]
        found += mine
        found += islice(quick, max(0, size - len(mine)))
    return [*found, *quick]
