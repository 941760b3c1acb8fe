"""The coming times of duty, as they are offered to choose from: real ends, night by night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.rota.stretches import Stretch, coming, running
from tests.engine import a_school, london
from tests.rota.staff import IN_SCHOOL, ON_CALL, cover, line, staffed

SCHOOL = staffed(IN_SCHOOL, ON_CALL)
FRIDAY = london("2026-11-06 10:00")


def read(stretch: Stretch) -> tuple[str, str, str]:
    """Return who, from when and until when, in UTC."""
    return stretch.who, f"{stretch.starts:%a %H:%M}", f"{stretch.ends:%a %H:%M}"


def test_a_week_on_call_is_seven_nights() -> None:
    found = [read(each) for each in coming(SCHOOL, FRIDAY)[:5]]

    assert found == [
        ("dsl", "Fri 08:30", "Fri 15:30"),
        ("deputy1", "Fri 15:30", "Sat 08:30"),
        ("deputy1", "Sat 08:30", "Sun 08:30"),
        ("deputy1", "Sun 08:30", "Mon 08:30"),
        ("dsl", "Mon 08:30", "Mon 15:30"),
    ]


def test_a_school_without_a_rota_has_nothing_to_choose_from() -> None:
    assert coming(a_school(), FRIDAY) == []


def test_the_night_of_a_clock_change_has_the_ends_of_its_line_and_two_have_the_hour() -> None:
    school = staffed(line("Early", "08:30-01:30", "dsl"), line("Late", "01:30-08:30", "deputy1"))
    back = coming(school, datetime(2026, 10, 24, 20, tzinfo=UTC))
    forward = coming(school, datetime(2027, 3, 27, 20, tzinfo=UTC))

    assert [read(each) for each in back[:2]] == [
        ("dsl", "Sat 07:30", "Sun 01:30"),
        ("deputy1", "Sun 01:30", "Sun 08:30"),
    ]
    assert [read(each) for each in forward[:2]] == [
        ("dsl", "Sat 08:30", "Sun 01:00"),
        ("deputy1", "Sun 01:00", "Sun 07:30"),
    ]


def test_each_of_two_on_one_line_has_a_duty_and_a_gap_is_nobodys() -> None:
    school = staffed(line("Days", "08:30-15:30", "dsl+deputy1"))

    found = [read(each) for each in coming(school, FRIDAY)[:3]]

    assert found == [
        ("dsl", "Fri 08:30", "Fri 15:30"),
        ("deputy1", "Fri 08:30", "Fri 15:30"),
        ("", "Fri 15:30", "Sat 08:30"),
    ]


def test_cover_over_a_weekend_is_cut_where_the_lines_under_it_begin() -> None:
    school = staffed(ON_CALL, covers=(cover("deputy2", "2026-11-07 10:00", "2026-11-08 12:00"),))

    mine = [read(each) for each in coming(school, FRIDAY) if each.line == "Cover"]

    assert mine == [("deputy2", "Sat 10:00", "Sun 08:30"), ("deputy2", "Sun 08:30", "Sun 12:00")]


@pytest.mark.parametrize("days", range(0, 28, 3))
def test_nothing_is_cut_off_by_the_moment_of_asking(days: int) -> None:
    at = FRIDAY + timedelta(days=days, hours=days)

    now = {(each.who, each.ends) for each in coming(SCHOOL, at)}
    later = {(each.who, each.ends) for each in coming(SCHOOL, at + timedelta(minutes=7))}

    assert later - now == set() or min(end for _, end in later - now) > at + timedelta(days=27)
    assert {each for each in now if each[1] > at + timedelta(minutes=7)} <= later


def test_somebodys_running_duty_is_the_one_of_now() -> None:
    duty = running(SCHOOL, "dsl", FRIDAY)

    assert duty is not None
    assert duty.ends == london("2026-11-06 15:30")
    assert running(SCHOOL, "deputy1", FRIDAY) is None
