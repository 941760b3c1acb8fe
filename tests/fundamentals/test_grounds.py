"""What stands behind a decision: a call first, a second name, an adult, parents who must wait."""

from __future__ import annotations

import pytest

from bot.dialogs.flags import Flag
from bot.fsm.case import Account, Answer, Case, Noted
from bot.fsm.events import SheetAnswered
from bot.fsm.known.facts import decision_stands
from bot.fsm.known.grounds import adult_involved, must_ring_first, parents_held, to_sign
from bot.fsm.known.noting import noted
from bot.fsm.sheets.gates import barred, ready_to_close
from bot.fsm.step import step
from tests.conflicts.given import NOT_REFERRED, SCHOOL, a_case, by, calm, gate
from tests.engine import FRIDAY_MORNING

SIGNS = SheetAnswered(sheet="signoff", child=0, key="verdict", value="sign", by="head")
PLANS = SheetAnswered(sheet="parents", child=1, key="told", value="planned", by="dsl")


def not_referred(*held: Flag, **more: dict[str, Noted]) -> Case:
    return a_case(held, decision=by("dsl", **NOT_REFERRED), points=calm("points"), **more)


@pytest.mark.parametrize("flag", [Flag.R_IMM, Flag.E999])
def test_not_referring_is_not_signed_before_a_call_where_a_point_is_up(flag: Flag) -> None:
    """`rulings` 3: only where R-IMM is recommended may it be passed before a referral is logged."""
    case = not_referred(flag)

    assert barred(SCHOOL, case, SIGNS) == "gate_first_ring"
    for rung in ({"police": by("dsl", route="call_101")}, {"social": by("dsl", rung="rung")}):
        assert barred(SCHOOL, not_referred(flag, **rung), SIGNS) == ""
    assert barred(SCHOOL, not_referred(flag, police=by("dsl", route="not_yet")), SIGNS) != ""


def test_where_it_is_only_recommended_a_reason_and_a_signature_are_enough() -> None:
    case = not_referred(Flag.R_REC)

    assert not must_ring_first(case)
    assert decision_stands(case)
    assert barred(SCHOOL, case, SIGNS) == ""
    assert ready_to_close(SCHOOL, case, "dsl") == "gate_sign"


def test_the_head_may_return_or_refer_it_at_any_time() -> None:
    for value in ("return", "refer"):
        event = SIGNS.model_copy(update={"value": value})

        assert gate("signoff", not_referred(Flag.R_IMM), "head") == ""
        assert barred(SCHOOL, not_referred(Flag.R_IMM), event) == ""


def test_advice_is_noted_before_not_referring_is_signed() -> None:
    case = not_referred(Flag.ADV)
    asked = {**NOT_REFERRED, "advice": "The council: it does not meet their threshold."}

    assert barred(SCHOOL, case, SIGNS) == "gate_advice"
    assert barred(SCHOOL, a_case({Flag.ADV}, decision=by("dsl", **asked)), SIGNS) == ""


def test_any_flag_so_needs_a_signature_though_it_was_referred() -> None:
    told = {"decision": by("dsl", decision="refer_police", reason="R.")}
    police = by("dsl", route="call_101", outcome="advice_only")
    done = {"points": calm("points"), "police": police, **told}
    assert ready_to_close(SCHOOL, a_case((), **done), "dsl") == ""

    case = a_case({Flag.SO}, **done)

    assert ready_to_close(SCHOOL, case, "dsl") == "gate_sign"
    signed = a_case({Flag.SO}, signoff=by("head", verdict="sign"), **done)
    assert ready_to_close(SCHOOL, signed, "dsl") == ""


def test_what_asks_for_a_signature_later_opens_the_one_that_was_given() -> None:
    case = a_case(decision=by("dsl", **NOT_REFERRED), signoff=by("head", verdict="sign"))
    event = SheetAnswered(sheet="parents", child=1, key="told", value="not_told", by="dsl")

    after, _ = step(SCHOOL, case, event, FRIDAY_MORNING)

    assert noted(after, "signoff", "verdict") is None
    assert to_sign(after)


@pytest.mark.parametrize(
    ("sheet", "key", "value"),
    [
        ("points", "adult", "yes"),
        ("points", "adult", "online_unknown"),
        ("risk", "adults", "yes"),
        ("class", "class_grave", "adult"),
    ],
)
def test_an_adult_is_always_for_the_police_or_a_reason_and_a_signature(
    sheet: str, key: str, value: str
) -> None:
    decision = {"decision": "refer_social", "reason": "They have the family."}
    adult = {sheet: by("dsl", **{key: value})}

    assert decision_stands(a_case(decision=by("dsl", **decision)))
    assert not decision_stands(a_case((), decision=by("dsl", **decision), **adult))
    why = a_case((), decision=by("dsl", **decision, no_police="They ask us to wait."), **adult)
    assert decision_stands(why)
    assert to_sign(why)
    both = {**decision, "decision": "refer_both"}
    assert not to_sign(a_case((), decision=by("dsl", **both), **adult))


def test_what_the_reporter_said_of_an_adult_counts_until_the_team_knows_better() -> None:
    told = {"adult": Answer(value="other_adult", at=FRIDAY_MORNING)}
    account = Account(reporter="sam", rostered=True, answers=told)

    def case(**points: str) -> Case:
        return a_case(points=by("dsl", **points)).model_copy(update={"account": account})

    assert adult_involved(case())
    assert adult_involved(case(adult="not_known"))
    assert not adult_involved(case(adult="no"))


@pytest.mark.parametrize(
    "sheets",
    [
        {"parents": by("dsl", risk="yes")},
        {"points": by("dsl", tonight="yes")},
        {"parents": by("dsl", advised="wait")},
        {"police": by("dsl", route="call_101", who_may_speak="hold_off")},
    ],
)
def test_risk_or_an_agencys_word_holds_parents_and_nothing_else(
    sheets: dict[str, dict[str, Noted]],
) -> None:
    case = a_case((), **sheets)
    assert parents_held(case, 1)
    assert barred(SCHOOL, case, PLANS) == "gate_parents"
    assert barred(SCHOOL, case, PLANS.model_copy(update={"value": "done"})) == ""

    for risk in ("no", "not_known"):
        assert not parents_held(a_case({Flag.R_IMM}, parents=by("dsl", risk=risk)), 1)


def test_an_agencys_leave_ends_the_hold_on_telling_parents() -> None:
    case = a_case(parents=by("dsl", risk="yes", advised="may_tell"))

    assert not parents_held(case, 1)


def test_a_plan_to_tell_parents_does_not_outlive_a_new_risk() -> None:
    case = a_case(parents=by("dsl", risk="no", advised="not_yet", told="planned"))
    event = SheetAnswered(sheet="points", child=0, key="tonight", value="yes", by="dsl")

    after, _ = step(SCHOOL, case, event, FRIDAY_MORNING)

    assert noted(after, "parents", "told", 1) is None
