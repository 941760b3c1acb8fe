"""What a new fact takes from what was decided before it, and what keeps a case from closing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.flags import Flag, Level
from bot.dialogs.load import sheets
from bot.fsm.access.readers import may_read
from bot.fsm.alert.raising import AGAIN
from bot.fsm.case import Case, CaseStage, Noted
from bot.fsm.effects import Page, Stepped, Wake
from bot.fsm.events import Acknowledged, Answered, SheetAnswered
from bot.fsm.known.facts import decision_stands, hold_is_on, referral_made
from bot.fsm.known.filling import left_of, settled
from bot.fsm.known.noting import decided, noted
from bot.fsm.sheets.cards import work_rows
from bot.fsm.sheets.gates import ready_to_close, signable
from bot.fsm.step import step
from tests.engine import FRIDAY_MORNING, a_school, owned_case

SCHOOL = a_school()
MINUTE = timedelta(minutes=1)
NOT_REFERRED = (
    ("decision", "decision", "not_refer", "dsl"),
    ("decision", "reason", "One picture, sent to nobody.", "dsl"),
    ("signoff", "verdict", "sign", "head"),
)


CALM = tuple(
    ("points", each.id, each.calm if isinstance(each.calm, str) else "no", "dsl")
    for each in sheets()["points"].questions
)
"""All of the referral points, answered with what raises nothing."""


def a_case(*answers: tuple[str, str, str, str]) -> Case:
    """Return an owned case of one child in which these answers were given, a minute apart."""
    case = owned_case(SCHOOL)
    for answer in answers:
        case = note(case, *answer)
    return case


def note(case: Case, sheet: str, key: str, value: str, by: str = "dsl", *, child: int = 0) -> Case:
    return noting(case, sheet, key, value, by, child=child)[0]


def noting(
    case: Case, sheet: str, key: str, value: str, by: str = "dsl", *, child: int = 0
) -> Stepped:
    given = [each.at for kept in case.sheets.values() for each in kept.values()]
    now = max([FRIDAY_MORNING, *given]) + MINUTE
    event = SheetAnswered(sheet=sheet, child=child, key=key, value=value, by=by)
    return step(SCHOOL, case, event, now)


def test_a_signed_decision_not_to_refer_ends_the_hold() -> None:
    assert not hold_is_on(a_case(*NOT_REFERRED))


@pytest.mark.parametrize(
    ("sheet", "key", "value", "child"),
    [
        ("harm", "harmed", "yes", 0),
        ("close", "harm", "yes", 0),
        ("points", "extreme", "yes", 0),
        ("points", "malice", "yes", 0),
        ("deletion", "outcome", "refused", 1),
        ("device", "school_device", "yes", 1),
        ("police", "advice", "keep", 0),
    ],
)
def test_what_alarms_opens_the_decision_anew_and_puts_the_hold_on(
    sheet: str, key: str, value: str, child: int
) -> None:
    case = note(a_case(*NOT_REFERRED), sheet, key, value, child=child)

    assert decided(case) == ""
    assert noted(case, "signoff", "verdict") is None
    assert hold_is_on(case)


def test_harm_alerts_anew_though_the_level_was_up() -> None:
    up = a_case(("points", "adult", "yes", "dsl"))
    up = step(SCHOOL, up, Acknowledged(by="dsl", deed="coming"), FRIDAY_MORNING + MINUTE)[0]
    signed = (*NOT_REFERRED[:2], ("decision", "override", "Why.", "dsl"), NOT_REFERRED[2])
    for answer in signed:
        up = note(up, *answer)
    assert up.level is Level.IMMEDIATE
    assert noted(up, "signoff", "verdict") == "sign"

    case, effects = noting(up, "harm", "harmed", "yes", "deputy1")

    assert case.stage is CaseStage.ALERTED
    assert {each.to for each in effects if isinstance(each, Page)} == {"dsl", "deputy1", "deputy2"}


def test_what_a_reporter_adds_that_alarms_opens_the_decision_anew() -> None:
    answered = Answered(key="adult", value="other_adult")

    case, _ = step(SCHOOL, a_case(*NOT_REFERRED), answered, FRIDAY_MORNING + 9 * MINUTE)

    assert decided(case) == ""
    assert hold_is_on(case)


def test_a_police_word_that_ended_the_hold_does_not_outlive_a_new_alarm() -> None:
    case = a_case(
        ("police", "route", "call_101", "dsl"), ("police", "advice", "may_go_ahead", "dsl")
    )
    assert not hold_is_on(case)

    assert hold_is_on(note(case, "harm", "harmed", "yes"))


def test_a_second_signature_does_not_outlive_another_reason() -> None:
    lifted = a_case(
        ("police", "route", "call_101", "dsl"),
        ("police", "advice", "no_advice", "dsl"),
        ("hold", "reason", "Between two children.", "dsl"),
        ("hold", "second", "sign", "deputy1"),
    )
    assert not hold_is_on(lifted)

    assert hold_is_on(note(lifted, "hold", "reason", "Something else."))


def test_a_signature_does_not_outlive_another_reason() -> None:
    case = note(a_case(*NOT_REFERRED), "decision", "reason", "Something else.")

    assert noted(case, "signoff", "verdict") is None
    assert ready_to_close(SCHOOL, case, "dsl") == "gate_sign"


def test_what_the_head_refers_is_decided_anew() -> None:
    case = note(a_case(*NOT_REFERRED[:2]), "signoff", "verdict", "refer", "head")

    assert decided(case) == ""
    assert ready_to_close(SCHOOL, case, "dsl") == "gate_decide"


def test_a_point_that_is_up_wants_a_second_reason() -> None:
    case = a_case(("points", "adult", "yes", "dsl"), *NOT_REFERRED[:2])

    assert not decision_stands(case)
    assert decision_stands(note(case, "decision", "override", "An aunt of 18."))


@pytest.mark.parametrize("where", ["refer_both", "refer_police", "refer_social"])
def test_a_referral_that_nobody_was_told_of_is_no_end(where: str) -> None:
    case, effects = noting(
        a_case(("decision", "decision", where, "dsl")), "decision", "reason", "R."
    )

    assert not referral_made(SCHOOL, case)
    assert ready_to_close(SCHOOL, case, "dsl") == "gate_refer"
    assert any(isinstance(each, Wake) and each.name == AGAIN for each in effects)


def test_a_referral_of_both_is_made_once_both_were_told() -> None:
    case = a_case(
        ("decision", "decision", "refer_both", "dsl"), ("police", "route", "online", "dsl")
    )
    assert not referral_made(SCHOOL, case)

    assert referral_made(SCHOOL, note(case, "social", "rung", "rung", child=1))


def test_where_the_head_is_connected_the_chair_reads_and_signs() -> None:
    case = a_case(*CALM, *NOT_REFERRED[:2])
    assert signable(SCHOOL, case, "head") == ""
    assert not may_read(SCHOOL, case, "chair")

    case = case.model_copy(update={"recused": ("head",)})

    assert may_read(SCHOOL, case, "chair")
    assert signable(SCHOOL, case, "chair") == ""


def test_nobody_signs_what_they_gave_the_reason_for() -> None:
    case = a_case(*CALM, NOT_REFERRED[0], ("decision", "reason", "R.", "head"))

    assert signable(SCHOOL, case, "head") == "gate_own_decision"


def test_nobody_signs_before_all_points_are_answered() -> None:
    case = a_case(*CALM[:-1], *NOT_REFERRED[:2])
    assert signable(SCHOOL, case, "head") == "gate_points"

    assert signable(SCHOOL, note(case, *CALM[-1]), "head") == ""


def test_what_the_reporter_says_afterwards_counts_again() -> None:
    case = a_case(*CALM)
    assert "adult" in settled(case)

    later = FRIDAY_MORNING + timedelta(hours=1)
    case, _ = step(SCHOOL, case, Answered(key="adult", value="other_adult"), later)

    assert "adult" not in settled(case)


def test_a_question_of_two_parts_is_settled_by_both() -> None:
    case = a_case(("points", "coerced", "no", "dsl"))
    assert "pressured" not in settled(case)

    assert "pressured" in settled(note(case, "points", "demand", "no"))
    assert "pressured" not in settled(note(case, "points", "demand", "not_known"))


def test_an_answer_that_is_open_anew_still_counts_for_the_level() -> None:
    case = note(a_case(*NOT_REFERRED), "signoff", "harm", "yes", "head")
    case = note(case, "decision", "decision", "not_refer")
    kept = case.sheets["signoff.0"]["harm"]

    assert kept == Noted(value="yes", at=kept.at, by="head", void=True)
    assert Flag.R_IMM in case.live


def test_whoever_signs_reads_the_answer_and_each_new_question_is_asked_anew() -> None:
    back = ("signoff", "verdict", "return", "head")
    asked = ("signoff", "question", "Do the parents know?", "head")
    answered = ("decision", "answer", "They do.", "dsl")
    case = a_case(*NOT_REFERRED[:2], back, asked, answered)

    read = [row.text for row in work_rows(SCHOOL, case, FRIDAY_MORNING)]
    assert any("Do the parents know?" in each for each in read)
    assert any("They do." in each for each in read)
    assert "answer" not in left_of(SCHOOL, case, sheets()["decision"], 0)

    again = note(case, *back)
    assert "question" in left_of(SCHOOL, again, sheets()["signoff"], 0)
    assert "answer" in left_of(
        SCHOOL, note(again, "signoff", "question", "Since when?", "head"), sheets()["decision"], 0
    )
