"""What typed words mean, and that they are never read as what they do not say."""

import pytest

from bot.dialogs.load import load_script
from bot.dialogs.script import NOT_KNOWN, Value
from bot.dialogs.understand import Repair, accept, show, understand

INTAKE = load_script("intake")


def said(question: str, text: str) -> Value | None:
    return understand(text, INTAKE.question(question)).value


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("danger", "yep", "danger"),
        ("danger", "2", "self_harm"),
        ("danger", "the second one", "self_harm"),
        ("danger", "She\u2019s suicidal", "self_harm"),
        ("danger", "NOPE!!", "no"),
        ("danger", "no, nobody is in danger", "no"),
        ("danger", "\U0001f44d yes \U0001f44d", "danger"),
        ("adult", "a stranger", "online_unknown"),
        ("adult", "yes, a stranger", "online_unknown"),
        ("adult", "no", "no"),
        ("pressured", "blackmail", "yes"),
        ("safe_home", "no", "no"),
        ("age", "she's 14", 14),
        ("age", "he is 13 years old", 13),
        ("age", "fourteen", 14),
        ("age", "year 8", "year 8"),
        ("age", "Y7", "year 7"),
        ("age", "she is in Year 9", "year 9"),
        ("age", "14, year 9", 14),
        ("age", "Year 9 (14)", 14),
        ("age", "Reception", "year 0"),
        ("part", "1 and 3", ("pictured", "sent")),
        ("part", "3,1", ("pictured", "sent")),
        ("part", "1 3", ("pictured", "sent")),
        ("part", "made it and passed it on", ("made", "shared")),
        ("capacity", "none", ("none",)),
        ("capacity", "no", ("none",)),
        ("capacity", "in care, social worker", ("in_care", "social_care")),
        ("where_child", "she's with me", "with_me"),
        ("when_known", "today at 10:40", "today at 10:40"),
        ("when_known", "just now", "now"),
        ("which_child", "  Jo \u200bSmith ", "Jo Smith"),
        ("which_child", "None", "not_known"),
        ("which_child", "no", "not_known"),
        ("their_words", "He told me to stop, then go back", "He told me to stop, then go back"),
    ],
)
def test_people_are_understood_as_they_speak(question: str, text: str, value: Value) -> None:
    assert said(question, text) == value


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("danger", "not danger"),
        ("danger", "not in danger I hope but she may be suicidal"),
        ("danger", "oh no"),
        ("danger", "y\u0336e\u0336s\u0336"),
        ("danger", "5"),
        ("adult", "yes"),
        ("adult", "not staff"),
        ("adult", "adult only under 18s"),
        ("where_child", "not with me"),
        ("where_child", "no"),
        ("asked_already", "yes"),
        ("part", "1 and not 3"),
        ("part", "1 and 8"),
        ("capacity", "none and in care"),
        ("age", "nearly 13"),
        ("age", "under 13"),
        ("age", "<13"),
        ("age", "14+"),
        ("age", "-5"),
        ("age", "13 or 14"),
        ("age", "13-14"),
        ("age", "14.5"),
        ("age", "14\u00bd"),
        ("age", "14, year 7"),
        ("age", "year 14"),
        ("age", "120"),
        ("when_known", "asdf"),
    ],
)
def test_what_could_mean_two_things_is_not_understood(question: str, text: str) -> None:
    understood = understand(text, INTAKE.question(question))

    assert understood.value is None
    assert understood.repair is None


@pytest.mark.parametrize(
    "text",
    ["not sure", "dunno", "no idea", "I don't know", "i dont know", "Not that I know of", "maybe"],
)
def test_not_that_i_know_of_is_not_known_and_never_no(text: str) -> None:
    for question in INTAKE.questions:
        if NOT_KNOWN in question.by_id:
            answer = understand(text, question).value

            assert answer in (NOT_KNOWN, (NOT_KNOWN,))


def test_a_hedged_answer_is_taken_only_when_it_alarms() -> None:
    assert said("pressured", "I think so") == "yes"
    assert said("pressured", "I don't think so") == NOT_KNOWN
    assert said("safe_home", "I think so") == NOT_KNOWN
    assert said("safe_home", "I don't think so") == "no"


@pytest.mark.parametrize(
    ("text", "repair", "number"),
    [
        ("back", Repair.BACK, None),
        ("Go back!", Repair.BACK, None),
        ("change 3", Repair.CHANGE, 3),
        ("Change answer 12 please", Repair.CHANGE, 12),
        ("change", Repair.CHANGE, None),
        ("why?", Repair.WHY, None),
        ("help", Repair.HELP, None),
        ("??", Repair.HELP, None),
        ("STOP", Repair.STOP, None),
        ("say that again", Repair.REPEAT, None),
        ("ring me", Repair.CALL_ME, None),
        ("send what I have", Repair.SEND, None),
        ("there\u2019s another child", Repair.ANOTHER_CHILD, None),
        ("I was wrong", Repair.TAKE_BACK, None),
        ("carry on", Repair.GO_ON, None),
        ("add to YP-7K3Q", Repair.ADD, None),
    ],
)
def test_repair_words_work_at_every_question_and_at_none(
    text: str, repair: Repair, number: int | None
) -> None:
    for question in (*INTAKE.questions, None):
        understood = understand(text, question)

        assert (understood.repair, understood.number) == (repair, number)
        assert understood.value is None


def test_a_greeting_starts_but_is_an_answer_where_words_are_asked_for() -> None:
    assert understand("hello", None).repair is Repair.START
    assert understand("hello", INTAKE.question("danger")).repair is Repair.START
    assert said("their_words", "hello") == "hello"


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        ("part", ["sent", "pictured"], ("pictured", "sent")),
        ("part", ["made it", "shared on"], ("made", "shared")),
        ("part", "pictured", ("pictured",)),
        ("part", ["pictured", NOT_KNOWN], None),
        ("part", [], None),
        ("part", [["pictured"]], None),
        ("age", 14, 14),
        ("age", "14", 14),
        ("age", "Year 8", "year 8"),
        ("age", NOT_KNOWN, NOT_KNOWN),
        ("age", True, None),
        ("age", 200, None),
        ("age", -1, None),
        ("danger", "self_harm", "self_harm"),
        ("danger", "2", None),
        ("danger", 2, None),
        ("danger", None, None),
        ("asked_already", "yes", "yes"),
        ("which_child", "Jo", "Jo"),
        ("which_child", "https://x.example", None),
        ("which_child", "", None),
        ("when_known", "now", "now"),
        ("when_known", "Monday 08:15", "Monday 08:15"),
    ],
)
def test_a_button_a_form_or_a_plan_gives_an_answer_of_the_question_or_none(
    question: str, raw: object, value: Value | None
) -> None:
    assert accept(INTAKE.question(question), raw) == value


def test_answers_are_shown_as_people_say_them() -> None:
    assert show(INTAKE.question("age"), "year 8") == "Year 8"
    assert show(INTAKE.question("age"), "year 0") == "Reception"
    assert show(INTAKE.question("age"), 14) == "14"
    assert show(INTAKE.question("part"), ("pictured", "sent")) == "In the picture; Sent it"
    assert show(INTAKE.question("their_words"), "She said so") == "She said so"
