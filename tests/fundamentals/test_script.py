"""How answers make a path through the intake, and what the intake asks."""

import pytest

from bot.dialogs.load import load_script
from bot.dialogs.rules import WHENS
from bot.dialogs.script import NOT_KNOWN, Answers, Kind, Script


@pytest.fixture(scope="module")
def intake() -> Script:
    return load_script("intake")


def path(script: Script, answers: Answers, children: int = 1, *opened: str) -> list[str]:
    return script.path(answers, children=children, opened=opened, rules=WHENS)


def test_danger_is_asked_before_anything_else(intake: Script) -> None:
    assert path(intake, {}) == ["danger"]


def test_one_child_of_fifteen_takes_eleven_core_questions(intake: Script) -> None:
    answers: Answers = {"danger": "no", "child.1.age": 15}

    refs = [intake.question(key).ref for key in path(intake, answers)]

    assert refs == (
        "T-01 T-07 T-08 T-20 T-21 T-04 T-22 T-06 T-05 T-18 T-09".split()  # noqa: SIM905  a row
    )


@pytest.mark.parametrize("danger", ["danger", "self_harm"])
def test_after_an_emergency_only_four_questions_follow(intake: Script, danger: str) -> None:
    refs = [intake.question(key).ref for key in path(intake, {"danger": danger})]

    assert refs == ["T-01", "T-23", "T-26", "T-04", "T-22"]


def test_the_rest_is_offered_after_an_emergency_and_asks_nothing_twice(intake: Script) -> None:
    asked = path(intake, {"danger": "danger"}, 1, "later")

    assert asked[:5] == [
        "danger",
        "called_999",
        "where_you_are",
        "child.1.which_child",
        "child.1.where_child",
    ]
    assert "adult" in asked
    assert len(asked) == len(set(asked))


def test_an_emergency_answer_taken_back_moves_its_questions_off_the_path(intake: Script) -> None:
    answers: dict[str, str] = {"danger": "danger", "called_999": "called"}
    assert "called_999" in path(intake, answers)

    answers["danger"] = "no"

    assert "called_999" not in path(intake, answers)
    assert answers["called_999"] == "called"


def test_children_are_asked_about_one_after_the_other(intake: Script) -> None:
    asked = path(intake, {"danger": "no"}, 2)

    about_children = [key for key in asked if key.startswith("child.")]
    assert about_children == [
        f"child.{n}.{name}"
        for n in (1, 2)
        for name in ("which_child", "where_child", "age", "part")
    ]


@pytest.mark.parametrize(
    ("age", "asked"),
    [(12, True), ("year 7", True), ("year 8", True), (NOT_KNOWN, True), (13, False), (16, False)],
)
def test_sexual_acts_are_asked_about_when_a_child_is_or_may_be_under_13(
    intake: Script, age: int | str, *, asked: bool
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": 16, "child.2.age": age}

    assert ("acts" in path(intake, answers, 2)) is asked


@pytest.mark.parametrize(
    ("age", "asked"), [(17, False), (18, True), ("year 13", True), ("year 12", False)]
)
def test_somebody_who_is_or_may_be_18_is_asked_how_old_they_were_then(
    intake: Script, age: int | str, *, asked: bool
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": age}

    assert ("child.1.made_under_18" in path(intake, answers)) is asked


def test_the_role_is_asked_only_of_someone_who_works_here(intake: Script) -> None:
    assert "which_staff" in path(intake, {"danger": "no", "adult": "staff"})
    assert "which_staff" not in path(intake, {"danger": "no", "adult": "other_adult"})


def test_another_council_is_named_for_that_child_alone(intake: Script) -> None:
    answers: Answers = {"danger": "no", "child.1.council": "ours", "child.2.council": "other"}

    asked = path(intake, answers, 2, "more")

    assert "child.2.which_council" in asked
    assert "child.1.which_council" not in asked


def test_every_question_on_which_not_known_is_red_can_be_answered_so(intake: Script) -> None:
    red = {question.ref for question in intake.questions if question.red}

    assert red == {"T-01", "T-06", "T-07", "T-08", "T-18", "T-19", "T-20", "T-21"}
    assert all(NOT_KNOWN in intake.question(each.id).by_id for each in intake.questions if each.red)


def test_what_a_child_said_stays_out_of_chat(intake: Script) -> None:
    private = {question.id for question in intake.questions if question.private}

    assert {"which_child", "their_words", "trusted_adult"} <= private
    assert all(intake.question(name).kind is Kind.TEXT for name in private)


def test_an_unknown_question_is_named_in_the_error(intake: Script) -> None:
    with pytest.raises(KeyError, match="no question 'shoe_size'"):
        intake.question("child.1.shoe_size")
