"""One figure of the report: a measurement, its baseline taken in the same run, and the ratio."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Row", "microseconds", "percentile", "report"]


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` beside `baseline`, both as text; `ratio` is the first over the second."""

    name: str
    measured: str
    baseline: str
    ratio: float | None
    target: str


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the samples lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def microseconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median time of one call, in microseconds, over `rounds` calls."""
    took: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1e6)
    return statistics.median(took)


def report(rows: Sequence[Row]) -> str:
    """Return the rows as a table for a terminal."""
    head = Row("figure", "measured", "baseline", None, "target")
    table = [(r.name, r.measured, r.baseline, _ratio(r), r.target) for r in (head, *rows)]
    widths = [max(len(line[column]) for line in table) for column in range(5)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in table
    ]
    return "\n".join(line.rstrip() for line in lines)


def _ratio(row: Row) -> str:
    if row.name == "figure":
        return "ratio"
    return "" if row.ratio is None else f"{row.ratio:.2f}"
