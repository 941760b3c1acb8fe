"""Each institution keeps its own rule; a second signer hears; an owner is not called in vain."""

from __future__ import annotations

import pytest

from bot.dialogs.flags import Level
from bot.dialogs.load import sheets
from bot.fsm.alert.raising import AGAIN, LADDER
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Page, Say
from bot.fsm.events import SheetAnswered
from bot.fsm.known.facts import referral_made
from bot.fsm.school import School
from bot.fsm.sheets.cards import caution
from bot.fsm.sheets.gates import hold_lifted, may_choose
from bot.fsm.sheets.signing import asked_to_sign, signature_rows
from bot.fsm.step import step
from tests.engine import FRIDAY_MORNING, a_school
from tests.fundamentals.test_renewing import NOT_REFERRED, SCHOOL, a_case, note, noting

NORTH_SOMERSET = a_school(uses="north-somerset")
COLLEGE = a_school(uses="college")


def told(sheet: str, key: str, value: str, by: str = "dsl", child: int = 0) -> SheetAnswered:
    return SheetAnswered(sheet=sheet, child=child, key=key, value=value, by=by)


@pytest.mark.parametrize(("school", "made"), [(SCHOOL, True), (NORTH_SOMERSET, False)])
def test_where_a_pack_refers_to_both_one_of_them_is_half_a_referral(
    school: School, made: bool
) -> None:
    case = a_case(
        ("points", "adult", "yes", "dsl"),
        ("decision", "decision", "refer_police", "dsl"),
        ("decision", "reason", "An adult.", "dsl"),
        ("police", "route", "call_101", "dsl"),
    )
    said = caution(school, case, told("decision", "decision", "refer_police"))

    assert referral_made(school, case) is made
    assert (said is None) is made
    assert referral_made(school, note(case, "social", "rung", "rung", child=1))


def test_where_no_point_is_up_one_of_them_is_enough() -> None:
    case = a_case(("decision", "decision", "refer_social", "dsl"))

    assert referral_made(NORTH_SOMERSET, note(case, "social", "rung", "rung", child=1))
    assert caution(NORTH_SOMERSET, case, told("decision", "decision", "refer_social")) is None


@pytest.mark.parametrize(("school", "first"), [(SCHOOL, ""), (NORTH_SOMERSET, "gate_101")])
def test_where_a_pack_rings_101_first_a_child_is_asked_nothing_before(
    school: School, first: str
) -> None:
    case = note(a_case(*NOT_REFERRED), "takedown", "offered", "declined")

    assert hold_lifted(school, case, "dsl") == first
    assert hold_lifted(school, note(case, "police", "route", "call_101"), "dsl") == ""


@pytest.mark.parametrize(
    ("school", "by", "may"),
    [(SCHOOL, "deputy1", True), (COLLEGE, "deputy1", False), (COLLEGE, "head", True)],
)
def test_each_pack_says_who_may_decide_deletion(school: School, by: str, may: bool) -> None:
    deletion = sheets()["deletion"]

    assert may_choose(school, deletion, "ask", by) is may
    assert may_choose(school, deletion, "outcome", by)


def a_hold(by: str = "dsl", owner: str = "dsl") -> Case:
    case = a_case(
        ("police", "route", "call_101", by),
        ("police", "advice", "no_advice", by),
        ("hold", "reason", "They closed it.", by),
    )
    return case.model_copy(update={"owner": owner})


@pytest.mark.parametrize(
    ("by", "owner", "asked"),
    [
        ("dsl", "dsl", ["deputy1", "deputy2"]),
        ("deputy1", "dsl", ["dsl"]),
        ("dsl", "head", ["head"]),
    ],
)
def test_whoever_can_sign_is_asked_once_there_is_something_to_sign(
    by: str, owner: str, asked: list[str]
) -> None:
    effects = asked_to_sign(SCHOOL, a_hold(by, owner), told("hold", "reason", "R.", by))

    assert [each.to for each in effects if isinstance(each, Say)] == asked
    assert all("hold" not in each.card.text for each in effects if isinstance(each, Say))


def test_a_recused_person_is_asked_for_no_signature() -> None:
    case = a_hold().model_copy(update={"recused": ("deputy1",)})

    effects = asked_to_sign(SCHOOL, case, told("hold", "reason", "R."))

    assert [each.to for each in effects if isinstance(each, Say)] == ["deputy2"]


def test_a_signature_that_waits_stands_in_the_case_until_it_is_given() -> None:
    waits = signature_rows(a_hold(), FRIDAY_MORNING)
    signed = note(a_hold(), "hold", "second", "sign", "head")

    assert [row.label for row in waits] == ["Waits for a signature"]
    assert signature_rows(signed, FRIDAY_MORNING) == ()
    assert asked_to_sign(SCHOOL, signed, told("hold", "second", "sign", "head")) == []


def test_an_owner_who_notes_a_rise_keeps_the_case_and_the_others_hear() -> None:
    begun, _ = step(
        SCHOOL,
        a_case().model_copy(update={"stage": CaseStage.OWNED}),
        told("points", "adult", "yes", "deputy1"),
        FRIDAY_MORNING,
    )
    mine = begun.model_copy(update={"stage": CaseStage.OWNED, "owner": "dsl"})
    lower = mine.model_copy(update={"held": frozenset(), "live": frozenset(), "sheets": {}})

    case, effects = noting(lower, "points", "coerced", "yes")

    paged = [each.to for each in effects if isinstance(each, Page)]
    assert (case.stage, case.owner, case.level) == (CaseStage.OWNED, "dsl", Level.IMMEDIATE)
    assert paged == ["deputy1", "deputy2"]
    assert AGAIN in case.wakes
    assert LADDER not in case.wakes
    assert [each.to for each in effects if isinstance(each, Say) and each.card.name == "risen_own"]
