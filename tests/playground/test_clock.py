"""A clock that can be set forward and goes on ticking from there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.playground.clock import FURTHEST, SimClock, Unreadable, aim

# A Friday at noon, in winter time.
NOON = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)


def test_it_begins_as_the_machines_clock() -> None:
    clock = SimClock()

    assert clock.now() - clock.machine() < timedelta(seconds=1)


def test_set_forward_it_goes_on_ticking_while_the_machines_does_not_move() -> None:
    clock = SimClock()
    target = clock.machine() + timedelta(days=3)

    clock.set(target)

    first = clock.now()
    assert timedelta() <= first - target < timedelta(seconds=1)
    assert clock.now() >= first
    assert target - clock.machine() > timedelta(days=2, hours=23)


def test_it_never_goes_back() -> None:
    clock = SimClock()
    clock.set(clock.machine() + timedelta(days=3))
    before = clock.now()

    clock.set(before - timedelta(days=1))
    clock.hold(before - timedelta(days=2))

    assert clock.now() >= before


def test_held_it_stands_still_until_it_is_set() -> None:
    clock = SimClock()
    at = clock.machine() + timedelta(hours=1)

    clock.hold(at)

    assert clock.now() == clock.now() == at
    clock.set(at)
    assert clock._held is None
    assert clock.now() >= at


def test_the_offset_outlives_the_process_and_a_reset_ends_it(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    clock = SimClock(file)
    clock.set(clock.machine() + timedelta(days=3))

    again = SimClock(file)
    assert again.now() - again.machine() > timedelta(days=2, hours=23)

    again.reset()
    fresh = SimClock(file)
    assert fresh.now() - fresh.machine() < timedelta(seconds=1)


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"offset_microseconds": "x"}', "null"])
def test_a_torn_file_costs_the_forwarding_and_nothing_else(tmp_path: Path, torn: str) -> None:
    file = tmp_path / "clock.json"
    file.write_text(torn, encoding="utf-8")

    clock = SimClock(file)

    assert clock.now() - clock.machine() < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("step", "local"),
    [
        ("+10", "2026-11-06T12:10"),
        ("tonight", "2026-11-06T22:40"),
        ("monday", "2026-11-09T08:30"),
        ("2026-11-23T08:30", "2026-11-23T08:30"),
        ("2026-11-06T13:00+00:00", "2026-11-06T13:00"),
    ],
)
def test_a_step_is_a_moment_on_the_schools_clock(step: str, local: str) -> None:
    assert aim(step, NOON) == datetime.fromisoformat(local).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("step", "now", "reached"),
    [
        ("tonight", "2026-11-06T22:40", "2026-11-07T22:40"),
        ("tonight", "2026-11-06T23:59", "2026-11-07T22:40"),
        ("monday", "2026-11-09T08:30", "2026-11-16T08:30"),
        ("monday", "2026-11-09T08:29", "2026-11-09T08:30"),
        # Over the change to winter time, 08:30 in school is still 08:30 on its wall.
        ("monday", "2026-10-23T12:00", "2026-10-26T08:30"),
        # And from a summer's evening, 22:40 is 21:40 UTC.
        ("tonight", "2026-07-01T12:00", "2026-07-01T21:40"),
    ],
)
def test_tonight_and_monday_are_the_next_ones(step: str, now: str, reached: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert aim(step, at) == datetime.fromisoformat(reached).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "step",
    [
        "",
        "+",
        "+-5",
        "+0",
        "+1e9",
        "+999999",
        "+99999",
        "yesterday",
        "2026-11-06T11:59",
        "2026-12-31",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "2026-13-01",
    ],
)
def test_any_other_step_is_answered_with_what_to_give(step: str) -> None:
    with pytest.raises(Unreadable, match=r"[A-Z].*\."):
        aim(step, NOON)


def test_the_furthest_step_is_allowed() -> None:
    at = NOON + FURTHEST

    assert aim(at.isoformat(), NOON) == at
