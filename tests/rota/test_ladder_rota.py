"""The ladder asks whoever the rota names; it never takes away who may be asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogs.flags import Level
from bot.fsm.alert.ladder import anybody, rung_people
from bot.fsm.hours import is_school_time, next_school_morning
from bot.fsm.school import School
from bot.settings.reading import parse_settings
from tests.engine import london
from tests.fundamentals.test_settings import GOOD, TODAY
from tests.rota.staff import IN_SCHOOL, ON_CALL, away, line, staffed

EVENING = london("2026-11-06 19:40")
BOTH = staffed(IN_SCHOOL, ON_CALL)


def rung(school: School, level: Level, step: int, *asked: str) -> list[str]:
    people = rung_people(
        school, level, step, at=EVENING, around=False, head_named=False, asked=frozenset(asked)
    )
    return [person.id for person in people]


def test_urgent_is_whoever_is_on_duty_then_each_who_follows() -> None:
    assert [rung(BOTH, Level.URGENT, step) for step in range(4)] == [
        ["deputy1"],
        ["dsl"],
        ["deputy2", "head"],
        ["deputy1"],
    ]


@pytest.mark.parametrize("level", [Level.EMERGENCY, Level.IMMEDIATE])
def test_the_two_highest_are_everybody_s_whoever_is_away(level: Level) -> None:
    gone = away("dsl", "2026-11-06 08:00", "2026-11-09 08:00")

    assert rung(staffed(IN_SCHOOL, ON_CALL, absent=(gone,)), level, 0) == [
        "deputy1",
        "deputy2",
        "dsl",
    ]


def test_nobody_is_asked_twice_in_a_round_because_duty_changed() -> None:
    assert rung(BOTH, Level.URGENT, 1, "dsl", "deputy1") == ["deputy2"]
    assert rung(BOTH, Level.URGENT, 2, "dsl", "deputy1", "deputy2") == ["head"]


def test_a_gap_leaves_the_first_rung_empty_and_the_next_has_the_dsl() -> None:
    school = staffed(IN_SCHOOL)

    assert rung(school, Level.URGENT, 0) == []
    assert rung(school, Level.URGENT, 1) == ["dsl"]


def test_a_head_on_call_is_asked_first_and_may_be_asked_by_anybody() -> None:
    school = staffed(line("On call", "00:00-00:00", "head"))

    assert rung(school, Level.URGENT, 0) == ["head"]
    assert rung(school, Level.EMERGENCY, 0) == ["head", "dsl", "deputy1", "deputy2"]
    assert [person.id for person in anybody(school, EVENING)] == rung(school, Level.EMERGENCY, 0)


@pytest.mark.parametrize(("head_named", "told"), [(False, ["head", "chair"]), (True, ["chair"])])
def test_no_rota_has_a_say_in_what_goes_round_the_channel(
    told: list[str], *, head_named: bool
) -> None:
    people = rung_people(BOTH, Level.EMERGENCY, 0, at=EVENING, around=True, head_named=head_named)

    assert [person.id for person in people] == told


def test_an_inset_day_is_no_school_day_for_what_may_wait() -> None:
    monday = date(2026, 11, 9)
    school = staffed(IN_SCHOOL, inset=frozenset({monday}))

    assert not is_school_time(school, london("2026-11-09 10:00"))
    assert next_school_morning(school, EVENING) == london("2026-11-10 08:30")


def test_two_schools_of_a_trust_share_its_people_and_no_cases() -> None:
    other = GOOD.replace('"mill"', '"lake"').replace("Mill Lane School", "Lake School")
    trust = """
[[trusts]]
name = "Hill Trust"
schools = ["mill", "lake"]
people = [{ id = "trust", name = "Ade Bright", roles = ["deputy"], phone = "07700 900109" }]
rota = [{ name = "Trust on call", hours = "00:00-00:00", who = ["trust"] }]
"""
    schools = parse_settings(GOOD + other + trust, "handrail.toml", TODAY).schools

    assert [school.id for school in schools] == ["mill", "lake"]
    assert [rung(school, Level.URGENT, 0) for school in schools] == [["trust"], ["trust"]]
    assert [school.team for school in schools] == [("dsl", "deputy", "trust")] * 2
