"""The access log as people read it: one row for what was read at one go, and no time left out."""

from __future__ import annotations

from datetime import timedelta

from bot.record.chronology import Reading
from bot.record.lens import local_time
from bot.record.sittings import Sitting, sittings
from tests.engine import FRIDAY_MORNING

DSL, HEAD = "Mrs Hall (DSL)", "Dr Moss (head)"


def readings(*each: tuple[int, str, str]) -> list[Reading]:
    """Return readings, each of so many minutes after Friday 10:15, by somebody, of something."""
    times = [FRIDAY_MORNING + timedelta(minutes=minute) for minute, _, _ in each]
    return [
        Reading(at=at, local=local_time(at), who=who, what=what)
        for at, (_, who, what) in zip(times, each, strict=True)
    ]


def test_what_one_reader_read_at_one_go_is_one_row_with_the_minute_of_each() -> None:
    """One line stood four times within a minute, and an inspector lost the thread."""
    log = readings(
        (0, DSL, "Read the case"),
        (0, DSL, "Looked at: Decision"),
        (0, DSL, "Looked at: Decision"),
        (2, DSL, "Read the case"),
    )

    assert list(sittings(log)) == [
        Sitting(
            "Fri 6 Nov 2026, 10:15",
            DSL,
            ("Read the case (10:15, 10:17)", "Looked at: Decision (10:15)"),
        )
    ]


def test_another_reader_a_pause_and_another_day_begin_a_row_anew() -> None:
    log = readings(
        (0, DSL, "Read the case"),
        (1, HEAD, "Read the case"),
        (2, DSL, "Read the case"),
        (18, DSL, "Read the case"),
        (18 + 24 * 60, DSL, "Read the case"),
    )

    assert [(row.local[-5:], row.who, row.read) for row in sittings(log)] == [
        ("10:15", DSL, ("Read the case",)),
        ("10:16", HEAD, ("Read the case",)),
        ("10:17", DSL, ("Read the case",)),
        ("10:33", DSL, ("Read the case",)),
        ("10:33", DSL, ("Read the case",)),
    ]
    assert list(sittings([])) == []
