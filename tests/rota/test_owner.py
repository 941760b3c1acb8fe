"""The owner of an open urgent case at every instant: random years, overrides, outages, restarts."""

from __future__ import annotations

import pytest

from bot.fsm.alert.raising import LADDER
from tests.rota.owner import Course, Figures

SEEDS = 10_000
PARTS = 20


def checked(seeds: range) -> Figures:
    """Return the figures of these seeds together."""
    figures = Figures()
    for seed in seeds:
        figures.add(Course(seed).play())
    return figures


def told(figures: Figures) -> str:
    """Return the figures as a line of a table."""
    return (
        f"seeds {figures.seeds} | urgent minutes {figures.urgent_minutes} | ownerless "
        f"{figures.ownerless_minutes} | held {figures.held} | held late {figures.held_late} | "
        f"restarts {figures.restarts}"
    )


def test_a_sample_of_urgent_cases_is_never_nobodys() -> None:
    figures = checked(range(40))

    assert figures.broken == []
    assert (figures.ownerless_minutes, figures.held_late) == (0, 0)
    assert figures.urgent_minutes > 20_000
    assert figures.held > 0


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_urgent_cases_are_never_nobodys(
    part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = checked(range(part * SEEDS // PARTS, (part + 1) * SEEDS // PARTS))

    with capsys.disabled():
        print(f"\n{told(figures)}")  # noqa: T201  the figure is for whoever runs the soak
    assert figures.broken == []
    assert (figures.ownerless_minutes, figures.held_late) == (0, 0)


def test_a_ladder_that_sets_no_next_look_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fsm.alert.raising.LADDER", "elsewhere")
    monkeypatch.setattr("tests.rota.owner.LADDER", LADDER)

    assert checked(range(6)).ownerless_minutes + len(checked(range(6)).broken) > 0
