"""The clocks of an owned case: when each nudges, whom, and what stops it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from string import Formatter

import pytest

from bot.dialogs.flags import Flag
from bot.dialogs.words import words
from bot.fsm.case import Case, CaseStage, Noted
from bot.fsm.clocks.clock import Clock
from bot.fsm.clocks.table import CLOCKS, due_now, is_per_child, next_due, running
from bot.fsm.school import School
from tests.engine import a_school, london, owned_case

SCHOOL = a_school()
FRIDAY = london("2026-11-06 10:15")


def noted(value: str | datetime, at: datetime = FRIDAY) -> Noted:
    kept = value.isoformat() if isinstance(value, datetime) else value
    return Noted(value=kept, at=at, by="dsl")


def a_case(**sheets: dict[str, Noted]) -> Case:
    """Return an owned case with these sheets, each of the case itself or of the first child."""
    return owned_case(SCHOOL, sheets, at=FRIDAY)


def nudges(case: Case, name: str, count: int = 5, school: School = SCHOOL) -> list[str]:
    """Return when the first nudges of a clock fall due (local), and to whom."""
    clock = next(each for each in CLOCKS if each.name == name)
    child = int(is_per_child(clock))
    found = islice(clock.moments(school, case, child), count)
    return [f"{due.at:%a %d %H:%M} {'+'.join(due.to)}" for due in found]


def test_the_written_referral_is_chased_through_the_weekend_and_then_by_everybody() -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})

    assert nudges(case, "written") == [
        "Sat 07 10:15 owner",
        "Sun 08 02:15 owner",
        "Sun 08 08:15 owner",
        "Sun 08 10:15 owner+deputy+head",
        "Mon 09 10:15 owner+deputy+head",
    ]


def test_where_no_written_referral_is_asked_for_nothing_chases_it() -> None:
    school = SCHOOL.model_copy(
        update={"pack": SCHOOL.pack.model_copy(update={"written_referral": None})}
    )

    assert nudges(a_case(social={"rung_at": noted(FRIDAY)}), "written", school=school) == []


@pytest.mark.parametrize("written", ["sent", "not_asked"])
def test_a_written_referral_that_is_dealt_with_is_not_chased(written: str) -> None:
    case = a_case(social={"rung_at": noted(FRIDAY), "written": noted(written)})

    assert nudges(case, "written") == []


def test_a_call_whose_time_is_not_known_starts_its_clock_when_that_was_said() -> None:
    case = a_case(social={"rung_at": noted("not_known", at=FRIDAY)})

    assert nudges(case, "written", 1) == ["Sat 07 10:15 owner"]


def test_the_authority_has_one_working_day() -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})

    assert nudges(case, "answer", 2) == ["Mon 09 10:15 owner", "Tue 10 10:15 owner+head"]


def test_a_deadline_is_followed_and_frozen_while_the_hold_is_on() -> None:
    deadline = {"deletion": {"ask": noted("ask"), "deadline": noted(london("2026-11-09 15:30"))}}
    lifted = {"police": {"advice": noted("may_go_ahead")}}

    assert nudges(a_case(**deadline), "deletion") == []
    assert nudges(a_case(**deadline, **lifted), "deletion") == [
        "Sun 08 15:30 owner",
        "Mon 09 15:30 owner",
        "Mon 09 19:30 owner",
        "Tue 10 08:30 owner+deputy",
        "Wed 11 08:30 owner+deputy+head",
    ]


def test_the_file_of_a_child_who_leaves_has_five_days_and_then_the_head_hears() -> None:
    case = a_case(transfer={"leaver": noted("leaving")})

    assert nudges(case, "transfer") == [
        "Mon 09 08:30 owner",
        "Wed 11 08:30 owner",
        "Thu 12 08:30 owner+head",
        "Fri 13 08:30 owner+head",
        "Mon 16 08:30 owner+head",
    ]
    assert nudges(case, "receipt") == []
    assert nudges(a_case(transfer={"leaver": noted("staying")}), "transfer") == []


@pytest.mark.parametrize("sent_at", [{"sent_at": noted(FRIDAY)}, {}])
def test_the_receipt_of_a_file_has_five_days_more(sent_at: dict[str, Noted]) -> None:
    sent = {"leaver": noted("leaving"), "sent": noted("sent"), **sent_at}
    case = a_case(transfer=sent)

    assert nudges(case, "transfer") == []
    assert nudges(case, "receipt", 3) == [
        "Wed 11 10:15 owner",
        "Thu 12 08:30 owner+head",
        "Fri 13 08:30 owner+head",
    ]
    assert nudges(a_case(transfer={**sent, "receipt": noted("got")}), "receipt") == []


def test_what_is_not_known_at_the_points_is_asked_every_day_with_school() -> None:
    later = FRIDAY + timedelta(hours=2)
    points = {"adult": noted("not_known", at=later), "risk": noted("not_known")}

    assert nudges(a_case(points=points), "points", 3) == [
        "Mon 09 10:15 owner",
        "Tue 10 10:15 owner",
        "Wed 11 10:15 owner",
    ]
    assert nudges(a_case(points={"adult": noted("no")}), "points") == []


def test_a_point_that_is_found_out_or_accepted_is_asked_no_more() -> None:
    later = FRIDAY + timedelta(hours=2)
    points = {"adult": noted("not_known", at=later), "risk": noted("no")}

    assert nudges(a_case(points=points), "points", 1) == ["Mon 09 12:15 owner"]
    accepted = {"adult": noted("Nobody can say who it was.")}
    assert nudges(a_case(points=points, unknowns=accepted), "points") == []


def test_a_case_is_idle_a_week_after_the_last_thing_that_was_noted() -> None:
    later = FRIDAY + timedelta(days=3)
    decided = {"decision": noted("refer_social")}
    case = a_case(decision=decided, transfer={"leaver": noted("staying", at=later)})

    assert nudges(case, "idle", 2) == ["Tue 17 08:30 owner", "Tue 24 08:30 owner"]
    assert nudges(a_case(decision=decided), "idle", 1) == ["Mon 16 08:30 owner"]


def test_missed_nudges_collapse_into_the_last_one() -> None:
    case = a_case(social={"rung_at": noted(FRIDAY)})
    due = due_now(SCHOOL, case, "clock.written.1", FRIDAY + timedelta(days=3))

    assert due is not None
    assert due.at == FRIDAY + timedelta(days=3)


def test_a_clock_that_may_wait_waits_for_school_and_a_hard_one_does_not() -> None:
    night = london("2026-11-06 22:00")
    case = a_case(police={"rung_at": noted(night)}, social={"rung_at": noted(night)})
    due = {name: next_due(SCHOOL, case, name) for name in running(case)}
    police, written = due["clock.police.0"], due["clock.written.1"]

    assert police is not None
    assert written is not None
    assert police.at == london("2026-11-16 08:30")
    assert written.at == night + timedelta(hours=24)


def test_a_closed_case_has_no_clock() -> None:
    case = a_case(police={"rung_at": noted(FRIDAY)}).model_copy(update={"stage": CaseStage.CLOSED})

    assert not any(next_due(SCHOOL, case, name) for name in running(case))


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.name)
def test_a_nudge_names_the_case_and_the_act_and_nothing_else(clock: Clock) -> None:
    text = words().cards[f"nudge_{clock.name}"].text

    assert {field for _, field, _, _ in Formatter().parse(text) if field} <= {"ref", "when", "time"}


def test_the_clocks_that_wait_for_school_are_those_that_the_rulings_name() -> None:
    """Rulings 2; beside them those that are ours, and count in mornings anyway."""
    waits = {clock.name for clock in CLOCKS if clock.waits}
    ours = {"receipt", "idle"}

    assert waits - ours == {
        *("review", "parents", "check_in", "takedown", "signoff", "police", "transfer"),
    }


def test_a_red_case_without_a_note_today_nudges_before_the_children_go_home() -> None:
    red = a_case().model_copy(update={"held": frozenset({Flag.R_IMM})})
    noted_today = a_case(points={"adult": noted("yes")}).model_copy(update={"held": red.held})
    late = red.model_copy(update={"owned_at": london("2026-11-06 15:10")})

    assert nudges(red, "leaving", 2) == ["Fri 06 14:30 owner", "Mon 09 14:30 owner"]
    assert nudges(noted_today, "leaving", 1) == ["Mon 09 14:30 owner"]
    assert nudges(late, "leaving", 1) == ["Fri 06 15:20 owner"]
    assert nudges(a_case(), "leaving") == []
