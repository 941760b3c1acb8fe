"""How a run is shared: every test is run once, and each process begins with its slow ones."""

from __future__ import annotations

import pytest

from tests.sharing import dealt


def is_slow(number: int) -> bool:
    return number % 10 == 3


@pytest.mark.parametrize("many", [0, 1, 2, 3, 10, 94, 101])
@pytest.mark.parametrize("hands", [1, 2, 3, 5, 64])
def test_every_test_is_run_once(many: int, hands: int) -> None:
    assert sorted(dealt(range(many), hands, is_slow)) == list(range(many))


@pytest.mark.parametrize("slow", [0, 100])
def test_where_all_are_slow_or_none_is_they_are_all_run(slow: int) -> None:
    assert sorted(dealt(range(100), 3, lambda each: each < slow)) == list(range(100))


@pytest.mark.parametrize("hands", [1, 2, 3])
def test_each_process_begins_with_its_share_of_the_slow_ones(hands: int) -> None:
    found = dealt(range(600), hands, is_slow)

    size = 600 // hands
    shares = [found[begin : begin + size] for begin in range(0, 600, size)]
    slow = 60 // hands
    for share in shares:
        assert all(map(is_slow, share[:slow]))
        assert not any(map(is_slow, share[slow:]))


def test_the_quick_ones_stay_together_as_they_were() -> None:
    quick = [each for each in dealt(range(600), 3, is_slow) if not is_slow(each)]

    assert quick == sorted(quick)
