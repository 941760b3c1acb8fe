"""Who has it agrees with a brute-force second opinion, at every half-minute of clock changes."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

import pytest

from bot.rota.days import DayKind
from bot.rota.wall import starts_at
from tests.rota.oracle import NAMES, PlainLine, changes
from tests.rota.papers import a_paper, disagreements

TEN = [moment for year in range(2025, 2030) for moment in changes(year)]
"""Ten clock changes, five each way."""


def test_the_oracle_knows_when_clocks_change() -> None:
    told = [str(each) for each in changes(2026)]

    assert told == ["2026-03-29 01:00:00", "2026-10-25 01:00:00"]


@pytest.mark.parametrize("near", TEN[2:4])
def test_a_sample_agrees(near: datetime) -> None:
    paper = a_paper(Random(f"sample {near}"), near)

    assert disagreements(paper, near, hours=8) == []


@pytest.mark.parametrize("near", TEN)
@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=pytest.mark.soak if n else pytest.mark.slow) for n in range(12)]
)
def test_every_half_minute_around_ten_clock_changes_agrees(near: datetime, seed: int) -> None:
    paper = a_paper(Random(f"{seed} {near}"), near)

    assert disagreements(paper, near, hours=36) == []


def test_a_duty_that_ended_an_hour_early_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    back = changes(2026)[1]
    paper = a_paper(Random("any"), back)
    all_day = {"days": set(NAMES), "kinds": {str(kind) for kind in DayKind}, "every": 7}
    paper.lines = [
        PlainLine("a", ("00:30", "01:30"), [["dsl"]], first=date(2026, 1, 1), **all_day),  # type: ignore[arg-type]
    ]
    paper.cover, paper.away = [], []
    assert disagreements(paper, back, hours=2) == []

    monkeypatch.setattr("bot.rota.duty.ends_at", starts_at)

    assert len(disagreements(paper, back, hours=2)) == 2 * 60 * 2
