"""Sheets of the case: points, review, decision, hold, risk, class, checklist, sign-off, close."""

import re

import pytest

from bot.dialogs.flags import Flag
from bot.dialogs.load import load_pack, load_sheet
from bot.dialogs.rules import WHENS, flags_of
from bot.dialogs.script import NOT_KNOWN, Answers, Kind
from bot.dialogs.sheet import Sheet

SHEETS = {
    "points": 10,
    "review": 20,
    "decision": 30,
    "signoff": 40,
    "hold": 62,
    "risk": 50,
    "class": 55,
    "checklist": 85,
    "close": 90,
}
MILD: Answers = {"beyond": "no", "against_will": "no", "meant_harm": "no"}


def path(sheet: Sheet, answers: Answers) -> list[str]:
    opened = [section.id for section in sheet.sections]
    return sheet.path(answers, children=1, opened=opened, rules=WHENS)


def raised(name: str, answers: Answers, pack: str = "national") -> set[Flag]:
    sheet = load_sheet(name)
    return set(flags_of(sheet, path(sheet, answers), answers, load_pack(pack)))


@pytest.mark.parametrize(("name", "order"), SHEETS.items())
def test_each_sheet_loads_in_its_place(name: str, order: int) -> None:
    sheet = load_sheet(name)

    assert (sheet.id, sheet.order, sheet.each) == (name, order, "case")


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_typed_says_what_its_button_is_called(name: str) -> None:
    for question in load_sheet(name).questions:
        if question.kind in {Kind.TEXT, Kind.MOMENT}:
            assert question.open_label, question.id
        assert (question.kind is Kind.MOMENT) == bool(question.expect), question.id


def test_only_points_and_decision_are_shown_as_still_to_do() -> None:
    assert [name for name in SHEETS if load_sheet(name).expected] == ["points", "decision"]


def test_gates_and_roles_are_as_the_issue_says() -> None:
    signoff = load_sheet("signoff")
    assert (signoff.roles, signoff.gate) == (("head", "chair"), "decided")
    assert load_sheet("risk").gate == "agency_answered"
    assert load_sheet("close").gate == "ready_to_close"
    assert load_sheet("hold").gate == "no_police_advice"
    assert [name for name in SHEETS if load_sheet(name).gate == ""] == [
        "points",
        "review",
        "decision",
        "class",
        "checklist",
    ]


def test_under_13_follows_the_rule_of_the_pack() -> None:
    """Conflict 2: North Somerset refers for any picture, the others ask for advice and sign."""
    said: Answers = {"under_13": "yes", "acts": "no"}

    assert raised("points", said) == {Flag.URG, Flag.ADV, Flag.SO}
    assert raised("points", said, "north-somerset") == {Flag.R_IMM}


@pytest.mark.parametrize("under_13", ["yes", NOT_KNOWN])
@pytest.mark.parametrize("acts", ["yes", NOT_KNOWN])
def test_acts_told_or_not_known_are_a_referral_where_a_child_may_be_under_13(
    under_13: str, acts: str
) -> None:
    assert Flag.R_IMM in raised("points", {"under_13": under_13, "acts": acts})
    assert "acts" not in path(load_sheet("points"), {"under_13": "no", "acts": acts})


@pytest.mark.parametrize(
    ("decision", "red", "asked"),
    [
        ("not_refer", "yes", True),
        ("not_refer", "no", False),
        ("refer_both", "yes", False),
        ("refer_police", "yes", False),
        ("refer_social", "yes", False),
        ("need_facts", "yes", False),
    ],
)
def test_an_override_is_asked_only_when_red_and_not_referring(
    decision: str, red: str, *, asked: bool
) -> None:
    answers: Answers = {"decision": decision, "fact.red": red}

    assert ("override" in path(load_sheet("decision"), answers)) is asked


@pytest.mark.parametrize(
    ("decision", "basis", "again"),
    [
        ("not_refer", 3, True),
        ("need_facts", 0, True),
        ("refer_both", 0, False),
    ],
)
def test_the_basis_and_the_day_are_asked_only_where_it_stays_in_school(
    decision: str, basis: int, *, again: bool
) -> None:
    asked = path(load_sheet("decision"), {"decision": decision, "fact.red": "no"})

    assert sum(key.startswith("basis_") for key in asked) == basis
    assert ("review_on" in asked) is again


def test_harm_is_asked_first_at_decision_sign_off_and_close() -> None:
    for name in ("decision", "signoff", "close"):
        assert path(load_sheet(name), {})[0] == "harm"


def test_a_returned_sign_off_asks_for_the_question() -> None:
    signoff = load_sheet("signoff")

    assert "question" in path(signoff, {"verdict": "return", "fact.returned": "yes"})
    assert "question" not in path(signoff, {"verdict": "sign", "fact.returned": "no"})
    assert "question" not in path(signoff, {"verdict": "refer", "fact.returned": "no"})


def test_what_police_said_of_keeping_it_is_asked_in_one_place() -> None:
    """PO-03 has one home, under Police; the hold's own sheet only ends what "no advice" leaves."""
    assert path(load_sheet("hold"), {}) == ["reason", "second"]
    asked = [each.ref for name in ("hold", "police") for each in load_sheet(name).questions]
    assert asked.count("PO-03") == 1


def test_the_hold_never_speaks_of_deleting() -> None:
    words = load_sheet("hold").model_dump_json()

    assert re.search(r"delete|deletion|deleting|remov|wipe|erase", words) is None


@pytest.mark.parametrize("question", ["beyond", "against_will", "meant_harm"])
@pytest.mark.parametrize("value", ["yes", NOT_KNOWN])
def test_unknown_consent_is_never_romantic(question: str, value: str) -> None:
    sheet = load_sheet("class")

    asked = path(sheet, {**MILD, question: value})

    assert "class_grave" in asked
    assert not {"class", "couple", "attention", "kept"} & set(asked)
    assert "romantic" not in sheet.question("class_grave").by_id


def test_the_mild_descriptions_stand_only_where_all_three_are_no() -> None:
    asked = path(load_sheet("class"), MILD)

    assert "class" in asked
    assert "class_grave" not in asked


@pytest.mark.parametrize(
    "answers",
    [{**MILD, "class": "not_classified"}, {"beyond": "yes", "class_grave": "not_classified"}],
)
def test_not_classified_asks_why(answers: Answers) -> None:
    assert path(load_sheet("class"), answers).count("class_why") == 1


def test_no_class_raises_or_lowers_anything() -> None:
    sheet = load_sheet("class")

    for name in ("class", "class_grave"):
        assert not sheet.question(name).can_raise


@pytest.mark.parametrize(("value", "flags"), [("yes", {Flag.ADV}), (NOT_KNOWN, {Flag.ADV})])
def test_a_real_adults_private_picture_needs_advice(value: str, flags: set[Flag]) -> None:
    content: Answers = {"content": ("adult_between_children",)}

    assert raised("class", {**content, "real_adult": value}) == flags
    assert "real_adult" not in path(load_sheet("class"), {"content": ("child",)})


def test_the_checklist_holds_every_check_of_the_catalogue() -> None:
    refs = [question.ref for question in load_sheet("checklist").questions]

    assert refs == [f"O-{number:02}" for number in (*range(1, 9), 10, 11, 12)]
