"""The figures of the long runs, from whichever tests took part, as one table at their end."""

# Rule: a test says what it saw with `told`; what several say of the same is one row.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

FIGURES = "figures"
WORST = "worst"
"""Of rows that begin so the largest counts; all others are added up."""

SECONDS = ", s"
"""Rows that end so are seconds, and read as hours, minutes and seconds."""

Figures = Mapping[str, float]


def told(request: pytest.FixtureRequest, figures: Figures) -> None:
    """Say what a test saw; it is in the table at the end of the run."""
    request.node.user_properties.append((FIGURES, dict(figures)))


def added(many: Iterable[Figures]) -> dict[str, float]:
    """Return the figures of many as one."""
    found: dict[str, float] = {}
    for figures in many:
        for name, figure in figures.items():
            before = found.get(name, 0)
            found[name] = max(before, figure) if name.startswith(WORST) else before + figure
    return found


def table(figures: Figures) -> str:
    """Return figures as a table that reads alike in a terminal and in Markdown."""
    shown = ((name.removesuffix(SECONDS), _shown(name, each)) for name, each in figures.items())
    rows = [("Figure", ""), *shown]
    name, figure = (max(len(row[side]) for row in rows) for side in (0, 1))
    lines = [f"| {one:<{name}} | {other:>{figure}} |" for one, other in rows]
    return "\n".join([lines[0], f"| {'-' * name} | {'-' * (figure - 1)}: |", *lines[1:]])


def _shown(name: str, figure: float) -> str:
    if name.endswith(SECONDS):
        return str(timedelta(seconds=round(figure)))
    return f"{round(figure):,}"


def _figures(reports: Iterable[Any]) -> Iterator[Figures]:
    for report in reports:
        if getattr(report, "when", "") == "call":
            yield from (each for name, each in report.user_properties if name == FIGURES)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the one table, where any test said a figure."""
    stats = terminalreporter.stats
    reports = [each for kind in ("passed", "failed") for each in stats.get(kind, [])]
    if found := added(_figures(reports)):
        terminalreporter.write_line(table(found))
