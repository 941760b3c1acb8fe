"""What is known already is offered first, and counts once it is pressed."""

from __future__ import annotations

import pytest

from bot.dialogs.bands import AgeBand
from bot.dialogs.card import LONGEST_LABEL
from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value
from bot.dialogs.sheet import FACTS, Sheet
from bot.fsm.case import Account, Answer, Case
from bot.fsm.events import CorrectionAccepted, SheetAnswered
from bot.fsm.known.facts import facts, hold_is_on
from bot.fsm.known.noting import noted
from bot.fsm.sheets.cards import ask_card
from bot.fsm.sheets.checklist import LINES, shown_for
from bot.fsm.sheets.corrections import corrections
from bot.fsm.sheets.gates import ready_to_close
from bot.fsm.sheets.prefill import confirm_label, confirmed, prefilled
from bot.fsm.step import step
from tests.engine import FRIDAY_MORNING, MINUTE, intake
from tests.fundamentals.test_renewing import CALM, NOT_REFERRED, SCHOOL, a_case, note

ASKED_AGAIN = [
    (sheet, question)
    for sheet in sheets().values()
    for question in sheet.questions
    if question.asks_again
]


def told(answers: dict[str, Value], children: int = 1) -> Case:
    said = {
        key: Answer(value=value, at=FRIDAY_MORNING)
        for key, value in {"danger": "no", **answers}.items()
    }
    account = Account(reporter="sam", rostered=True, answers=said, children=children)
    return a_case().model_copy(update={"account": account})


def offered(case: Case, key: str, sheet: str = "points", child: int = 0) -> str:
    found = sheets()[sheet]
    asked = ask_card(case, found, child, key)
    shown = prefilled(SCHOOL, case, (found, child, key), asked, FRIDAY_MORNING)
    first = shown.buttons[0].label
    return first.removeprefix("Confirm: ") if first.startswith("Confirm") else ""


@pytest.mark.parametrize(("sheet", "question"), ASKED_AGAIN, ids=lambda each: each.id)
def test_what_a_sheet_asks_again_the_reporter_was_asked(sheet: Sheet, question: Question) -> None:
    asked = intake().by_id[question.asks_again]
    could_say = set(asked.by_id) | (
        {each.value for each in AgeBand} if asked.kind is Kind.AGE else set()
    )

    said = [each for option in question.options for each in option.told]

    assert set(said) <= could_say, sheet.id
    assert (
        question.kind is not Kind.CHOICE
        or NOT_KNOWN not in could_say
        or NOT_KNOWN
        in {option.id for option in question.options if {NOT_KNOWN, "unknown"} & set(option.told)}
    )


@pytest.mark.parametrize(("sheet", "question"), ASKED_AGAIN, ids=lambda each: each.id)
def test_a_button_that_confirms_is_no_longer_than_any(sheet: Sheet, question: Question) -> None:
    del sheet
    for option in question.options:
        assert len(confirm_label(option.label)) <= LONGEST_LABEL


@pytest.mark.parametrize(
    ("answers", "key", "expected"),
    [
        ({"adult": "head"}, "adult", "Yes, an adult"),
        ({"adult": "no"}, "adult", "No adult, only under-18s"),
        ({"adult": NOT_KNOWN}, "adult", "Not known"),
        ({"pressured": "yes"}, "demand", ""),  # a threat, a trick or a demand: which is not said
        ({"passed_around": "yes"}, "malice", ""),
        ({"child.1.age": "year 7"}, "under_13", "Yes, one is under 13"),
        ({"child.1.age": "year 8"}, "under_13", "Not known"),
        ({"child.1.age": 13}, "under_13", "No, all are 13 or over"),
        ({"capacity": ("in_care",)}, "capacity", ""),
        ({"capacity": ("capacity", "in_care")}, "care", "In care"),
    ],
)
def test_the_answer_that_was_told_is_offered_first(
    answers: dict[str, Value], key: str, expected: str
) -> None:
    assert offered(told(answers), key) == expected


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ({"child.1.age": 15}, "Not known"),
        ({"child.1.age": 15, "child.2.age": NOT_KNOWN}, "Not known"),
        ({"child.1.age": NOT_KNOWN, "child.2.age": 12}, "Yes, one is under 13"),
        ({"child.1.age": 15, "child.2.age": 14}, "No, all are 13 or over"),
    ],
)
def test_of_two_children_the_one_that_asks_for_most_is_offered(
    ages: dict[str, Value], expected: str
) -> None:
    assert offered(told(ages, 2), "under_13") == expected


def test_a_council_is_offered_for_the_child_that_it_was_told_of() -> None:
    case = told({"child.1.council": "ours", "child.2.council": "other"}, 2)
    opened = case.account.model_copy(update={"opened": ("more",)})
    case = case.model_copy(update={"account": opened})

    assert offered(case, "authority", "social", 1) == "Our council"
    assert offered(case, "authority", "social", 2) == "Another council"


def test_nothing_counts_until_it_is_pressed() -> None:
    case = told({"adult": "yes"})

    offered(case, "adult")

    assert noted(case, "points", "adult") is None


@pytest.mark.parametrize("pressed", ["told", "told.9", "told.x", "told.0.99", "0.told"])
def test_a_press_that_confirms_no_ticks_is_no_answer(pressed: str) -> None:
    assert confirmed(sheets()["points"].question("care"), pressed) is None


def test_ticks_are_confirmed_by_their_places() -> None:
    care = sheets()["points"].question("care")

    assert confirmed(care, "told.0.2") == ("in_care", "social_care")
    assert confirmed(sheets()["points"].question("adult"), "told.0") is None


def test_less_than_was_told_is_a_correction_that_a_named_person_accepts() -> None:
    case = note(told({"adult": "other_adult"}), "points", "adult", "no")

    (made,) = corrections(SCHOOL, case)
    after, _ = step(
        SCHOOL,
        case,
        CorrectionAccepted(by="deputy1", questions=("adult",)),
        FRIDAY_MORNING + 9 * MINUTE,
    )

    assert (made.question, made.told["adult"].value) == ("adult", "other_adult")
    assert corrections(SCHOOL, after) == []
    assert after.corrected["adult"].by == "deputy1"
    assert corrections(SCHOOL, note(after, "points", "adult", NOT_KNOWN)) == []
    assert noted(after, "points", "adult") == "no"


def test_a_correction_is_one_though_the_level_stays_for_another_reason() -> None:
    case = note(told({"adult": "other_adult", "pressured": "yes"}), "points", "adult", "no")

    assert not case.to_accept
    assert [each.question for each in corrections(SCHOOL, case)] == ["adult"]


def test_the_same_answer_is_no_correction_though_a_rule_made_more_of_it() -> None:
    case = told({"child.1.age": 11, "acts": "no"})

    case = note(note(case, "points", "under_13", "yes"), "points", "acts", "no")

    assert corrections(SCHOOL, case) == []


def test_to_leave_out_one_of_two_is_a_correction() -> None:
    case = told({"capacity": ("capacity", "in_care")})
    case = note(case, "points", "capacity", "no")

    event = SheetAnswered(sheet="points", child=0, key="care", value=("in_care",), by="dsl")
    after, _ = step(SCHOOL, case, event, FRIDAY_MORNING + MINUTE)

    assert [each.question for each in corrections(SCHOOL, after)] == ["capacity"]


def test_to_confirm_what_was_told_is_no_new_alarm() -> None:
    rung = note(told({"adult": "other_adult"}), "police", "route", "call_101")
    lifted = note(rung, "police", "advice", "may_go_ahead")

    confirms = note(lifted, "points", "adult", "yes")
    finds = note(lifted, "points", "extreme", "yes")

    assert not hold_is_on(confirms)
    assert hold_is_on(finds)


def test_a_point_that_is_not_known_keeps_a_case_open_until_it_is_accepted() -> None:
    case = a_case(*CALM, *NOT_REFERRED)
    assert ready_to_close(SCHOOL, case, "dsl") == ""

    unknown = note(case, "points", "repeat", NOT_KNOWN)
    accepted = note(unknown, "unknowns", "repeat", "The old school has shut.")

    assert ready_to_close(SCHOOL, unknown, "dsl") == "gate_unknown"
    assert ready_to_close(SCHOOL, accepted, "dsl") == ""
    again = note(note(accepted, "points", "repeat", "no"), "points", "repeat", NOT_KNOWN)
    assert ready_to_close(SCHOOL, again, "dsl") == "gate_unknown"


def test_each_point_has_its_line_among_what_is_accepted() -> None:
    points = tuple(question.id for question in sheets()["points"].questions)

    assert tuple(question.id for question in sheets()["unknowns"].questions) == points
    assert FACTS["fact.unknown_points"] == ("none", *points)
    assert facts(SCHOOL, a_case())["fact.unknown_points"] == ("none",)


def test_the_checklist_shows_what_the_record_has() -> None:
    case = a_case(*CALM, *NOT_REFERRED)

    assert shown_for(SCHOOL, case, "sound").answer == "yes"
    assert shown_for(SCHOOL, a_case(), "sound").answer == "not_yet"
    assert shown_for(SCHOOL, case, "tenacity") == ("none", (), ())
    assert shown_for(SCHOOL, case, "meetings") == ("", (), ())
    told_police = note(case, "police", "route", "call_101")
    assert shown_for(SCHOOL, told_police, "tenacity").missing == ("shows_police_outcome",)
    waits = note(told_police, "police", "advice", "no_advice")
    assert shown_for(SCHOOL, waits, "decisions_kept").missing == ("shows_hold_reason",)


def test_every_line_of_the_checklist_that_the_record_can_show_is_one_of_its_questions() -> None:
    lines = {question.id for question in sheets()["checklist"].questions}

    assert set(LINES) == lines - {"meetings"}
