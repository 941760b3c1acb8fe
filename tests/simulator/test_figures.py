"""The table of figures: what several saw of the same is one row, and the worst is the worst."""

from __future__ import annotations

from tests.figures import added, table


def test_what_several_saw_is_added_up() -> None:
    assert added([{"lost": 1, "seeds": 2}, {"seeds": 3}]) == {"lost": 1, "seeds": 5}


def test_of_what_is_worst_the_largest_counts() -> None:
    assert added([{"worst, s": 2}, {"worst, s": 90}, {"worst, s": 3}]) == {"worst, s": 90}


def test_the_table_reads_in_markdown() -> None:
    assert table({"seeds": 1000, "worst delay, s": 90}).splitlines() == [
        "| Figure      |         |",
        "| ----------- | ------: |",
        "| seeds       |   1,000 |",
        "| worst delay | 0:01:30 |",
    ]
