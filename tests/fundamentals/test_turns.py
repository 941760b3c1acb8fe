"""When a line next opens or closes: over midnight, bank holidays and both clock changes."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from bot.dialogs.pack import Contact, ContactRole, Window
from bot.fsm.hours import is_answering, next_change, turn_time
from tests.engine import MINUTE, london
from tests.fundamentals.ringing import SCHOOL, TUESDAY, ringing


def a_line(*windows: Window, holidays: bool = False) -> Contact:
    return Contact(
        id="line",
        name="A line",
        role=ContactRole.FRONT_DOOR,
        number="01632 960000",
        windows=windows,
        bank_holidays=holidays,
        source="ours",
        seen=date(2026, 11, 2),
    )


def window(opens: str, closes: str, *days: int) -> Window:
    times = (time.fromisoformat(opens), time.fromisoformat(closes))
    return Window(days=days or (0, 1, 2, 3, 4, 5, 6), opens=times[0], closes=times[1])


NIGHT = a_line(window("17:00", "08:30"))
SMALL_HOURS = a_line(window("01:30", "02:30"))
OVER_CHANGE = a_line(window("22:00", "01:30"), holidays=True)
LATE = a_line(window("00:00", "00:00", 5, 6), window("09:00", "00:00", 4))
OFFICE = a_line(window("08:30", "17:00", 0, 1, 2, 3), window("08:30", "16:30", 4))


@pytest.mark.parametrize(
    ("line", "at", "turn"),
    [
        (OFFICE, "2026-11-03 08:29", "2026-11-03 08:30"),
        (OFFICE, "2026-11-03 08:30", "2026-11-03 17:00"),
        (OFFICE, "2026-11-06 16:30", "2026-11-09 08:30"),
        (OFFICE, "2026-12-24 17:00", "2026-12-29 08:30"),  # over two bank holidays
        (NIGHT, "2026-11-03 16:59", "2026-11-03 17:00"),
        (NIGHT, "2026-11-03 17:00", "2026-11-04 08:30"),
        (NIGHT, "2026-11-04 00:00", "2026-11-04 08:30"),
        (NIGHT, "2026-12-24 18:00", "2026-12-25 00:00"),  # shut from the holiday's midnight
        (NIGHT, "2026-12-25 12:00", "2026-12-26 00:00"),  # Friday's night, from its own midnight
        (LATE, "2026-11-06 10:00", "2026-11-09 00:00"),  # midnights within a weekend are no turn
        (LATE, "2026-11-09 00:00", "2026-11-13 09:00"),
        (OFFICE, "2026-10-23 18:00", "2026-10-26 08:30"),
        (OFFICE, "2027-03-26 18:00", "2027-03-29 08:30"),
        (OVER_CHANGE, "2026-12-24 23:00", "2026-12-26 01:30"),  # open all through a holiday
    ],
)
def test_a_line_turns_at_its_next_edge(line: Contact, at: str, turn: str) -> None:
    assert next_change(SCHOOL, line, london(at)) == london(turn)


@pytest.mark.parametrize("line", [OFFICE, NIGHT, SMALL_HOURS, OVER_CHANGE, LATE])
@pytest.mark.parametrize("day", ["2026-10-24", "2027-03-27", "2026-12-24"])
def test_minute_by_minute_over_clock_changes_and_holidays_the_turn_is_right(
    line: Contact, day: str
) -> None:
    moments = [london(f"{day} 00:00") + n * MINUTE for n in range(3 * 24 * 60)]
    found = {at: next_change(SCHOOL, line, at) for at in moments[::7]}
    turns = [
        at
        for before, at in pairwise(moments)
        if is_answering(SCHOOL, line, before) is not is_answering(SCHOOL, line, at)
    ]

    for at, turn in found.items():
        expected = next((each for each in turns if each > at), None)
        assert turn == expected or (expected is None and (turn is None or turn > moments[-1]))


def test_minutes_are_real_ones_on_the_night_when_an_hour_comes_twice() -> None:
    one = london("2026-10-25 01:00")  # for the first time
    line = a_line(window("20:00", "03:00"))

    turn = next_change(SCHOOL, line, one)

    assert turn is not None
    assert turn - one == timedelta(hours=3)


def test_a_line_that_never_turns_says_that_it_is_always_open_or_shut() -> None:
    always, never = (
        a_line(window("00:00", "00:00"), holidays=True),
        a_line(Window.model_construct(days=(), opens=time(9), closes=time(10))),
    )
    lines = (always, never.model_copy(update={"name": "Never", "role": ContactRole.EDUCATION_LINE}))
    pack = SCHOOL.pack.model_copy(update={"contacts": lines})

    told = ringing(TUESDAY, SCHOOL.model_copy(update={"pack": pack}))

    assert "Day and night." in told["A line"]
    assert "Shut." in told["Never"]


def test_a_turn_reads_short_today_with_its_day_this_week_and_its_date_later() -> None:
    now = london("2026-11-02 10:00")

    assert turn_time(london("2026-11-02 17:00"), now) == "17:00"
    assert turn_time(london("2026-11-08 08:30"), now) == "08:30 Sun"
    assert turn_time(london("2026-11-09 08:30"), now) == "08:30 Mon 9 Nov"
