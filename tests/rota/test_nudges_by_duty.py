"""A nudge goes to whoever is on duty then, and to the owner; without a rota as it always did."""

from __future__ import annotations

import pytest

from bot.fsm.effects import Say
from bot.fsm.events import TimerFired
from bot.fsm.school import School
from bot.fsm.step import step
from tests.engine import a_school, london
from tests.fundamentals.test_clocks import FRIDAY, a_case, noted
from tests.rota.staff import IN_SCHOOL, ON_CALL, away, staffed

ROTA = staffed(IN_SCHOOL, ON_CALL)
GONE = staffed(
    IN_SCHOOL, ON_CALL, absent=(away("deputy1", "2026-11-06 12:00", "2026-11-09 12:00"),)
)


@pytest.mark.parametrize(
    ("school", "at", "told"),
    [
        (a_school(), "2026-11-07 10:15", ["dsl"]),
        (ROTA, "2026-11-07 10:15", ["dsl", "deputy1"]),
        (GONE, "2026-11-07 10:15", ["dsl"]),
        (a_school(), "2026-11-08 10:15", ["dsl", "deputy1", "deputy2", "head"]),
        (ROTA, "2026-11-08 10:15", ["dsl", "deputy1", "head"]),
        (GONE, "2026-11-08 10:15", ["dsl", "deputy2", "head"]),
        (ROTA, "2026-11-09 10:15", ["dsl", "deputy2", "head"]),
    ],
)
def test_who_is_nudged_about_the_written_referral(school: School, at: str, told: list[str]) -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})

    _, effects = step(school, case, TimerFired(name="clock.written.1"), london(at))

    assert [each.to for each in effects if isinstance(each, Say)] == told


def test_a_nudge_about_what_goes_round_the_channel_knows_no_rota() -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})
    case = case.model_copy(update={"around": True, "owner": "head"})

    _, effects = step(ROTA, case, TimerFired(name="clock.written.1"), london("2026-11-07 10:15"))

    assert [each.to for each in effects if isinstance(each, Say)] == ["head"]
