"""How a plan is played: who says what, in which order, and what the clock does meanwhile."""

from __future__ import annotations

import pytest

from adapters.rehearse.problems import Unplayable
from tests.rehearsals.rehearsing import DAY, NIGHT, rehearse

TEACHER = '[[step]]\nwho = "teacher"\n'


def test_a_calm_teacher_is_asked_the_eleven_core_questions_once() -> None:
    found = rehearse(DAY + TEACHER)

    assert found.asked() == [
        *("T-01", "T-07", "T-08", "T-20", "T-21", "T-04", "T-22", "T-06", "T-05", "T-18", "T-09")
    ]
    assert found.case["level"] == "RECORD"
    assert found.case["open_questions"] == []


def test_otherwise_not_known_is_never_no() -> None:
    found = rehearse(DAY + 'otherwise = "not_known"\n' + TEACHER)

    assert found.case["level"] == "IMMEDIATE"  # sexual acts not known, under 13 not ruled out
    assert {"ADV", "URG", "R-IMM", "PRES"} == set(found.case["flags"])
    assert {"T-01", "T-07", "T-08", "T-20", "T-18", "T-19"} <= set(found.case["open_questions"])
    assert found.case["blocked"]["close"] == "T-01 is not known"


def test_whoever_stops_says_only_what_is_named_and_is_passed_on_after_ten_minutes() -> None:
    found = rehearse(
        DAY
        + 'otherwise = "stop"\n'
        + TEACHER
        + 'answers = { T-01 = "no", T-07 = "not_known" }\n[[step]]\nwait = "10m"\n'
    )

    assert found.asked() == ["T-01", "T-07", "T-08"]
    assert [each["at"][11:16] for each in found.told("teacher", "nudge")] == ["10:18"]
    assert "T-08" in found.case["open_questions"]
    assert found.case["level"] == "URGENT"


def test_opening_the_chat_and_saying_nothing_makes_no_case() -> None:
    found = rehearse(DAY + 'otherwise = "stop"\n' + TEACHER + '[[step]]\nwait = "2d"\n')

    assert found.cases == []
    assert found.pending == []
    assert found.asked() == ["T-01"]


def test_the_longest_list_says_how_many_children_there_are() -> None:
    found = rehearse(DAY + TEACHER + 'answers = { T-06 = [14, 11], T-22 = "with_me" }\n')

    assert found.asked().count("T-06") == 2
    assert found.asked().count("T-22") == 2
    assert "T-19" in found.asked()


def test_naming_a_question_opens_the_dialog_that_holds_it() -> None:
    found = rehearse(DAY + TEACHER + 'answers = { T-24 = "messages", T-07 = "no" }\n')

    assert "T-24" in found.asked()
    assert found.case["classes"] == ["general"]


def test_a_question_may_be_named_by_its_id() -> None:
    found = rehearse(DAY + TEACHER + 'answers = { adult = "other_adult" }\n')

    assert found.case["level"] == "IMMEDIATE"


def test_an_answer_named_later_changes_the_earlier_one_on_the_same_case() -> None:
    found = rehearse(
        DAY + TEACHER + '[[step]]\nwait = "1h"\n' + TEACHER + 'answers = { T-08 = "yes" }\n'
    )

    assert found.case["level"] == "IMMEDIATE"
    assert found.paged("11:15") == {"dsl", "deputy", "deputy-2"}


def test_an_answer_taken_back_lowers_nothing() -> None:
    found = rehearse(
        DAY
        + TEACHER
        + 'answers = { T-08 = "yes" }\n'
        + TEACHER
        + 'answers = { T-08 = "no" }\n'
        + TEACHER
        + 'does = "take_back"\n'
    )

    assert found.case["level"] == "IMMEDIATE"
    assert found.case["flags"] == ["PRES"]


def test_more_can_be_added_to_what_was_sent() -> None:
    found = rehearse(
        DAY + TEACHER + TEACHER + 'does = "add"\nanswers = { T-09a = "she came back" }\n'
    )

    assert found.asked()[-1] == "T-09a"
    assert len(found.told("teacher", "receipt")) == 2


def test_an_acknowledgement_is_relayed_and_makes_an_owner() -> None:
    found = rehearse(
        NIGHT
        + TEACHER
        + 'answers = { T-01 = "self_harm" }\n[[step]]\nwait = "2m"\n'
        + '[[step]]\nwho = "dsl"\ndoes = "acknowledge"\n'
    )

    assert found.case["owner"] == "dsl"
    assert found.case["state"] == "owned"
    relayed = found.told("teacher")[-1]
    assert relayed["at"] == "2026-11-06T19:42:00Z"
    assert "coming to you" in relayed["text"]


def test_somebody_of_the_school_may_be_named_and_is_printed_by_role() -> None:
    found = rehearse(DAY + TEACHER + '[[step]]\nwho = "Grace Bell"\ndoes = "ringing"\n')

    assert found.case["owner"] == "dsl"
    assert "Grace Bell" not in {each["to"] for each in found.timeline}


def test_a_guest_may_raise_and_two_reports_are_two_cases() -> None:
    found = rehearse(
        DAY + '[[step]]\nwho = "guest"\n[[step]]\nwho = "teacher-2"\nanswers = { T-07 = "no" }\n'
    )

    assert len(found.cases) == 2
    assert {"guest", "teacher-2", "dsl"} <= {each["to"] for each in found.timeline}


def test_a_dsl_who_raises_owns_the_case_and_the_deputies_hear_of_it() -> None:
    found = rehearse(DAY + '[[step]]\nwho = "dsl"\nanswers = { T-07 = "other_adult" }\n')

    assert found.case["owner"] == "dsl"
    assert found.paged("10:15") == {"deputy", "deputy-2"}


def test_a_concern_about_staff_goes_round_the_channel_to_head_and_chair() -> None:
    found = rehearse(DAY + TEACHER + 'answers = { T-07 = "staff" }\n[[step]]\nwait = "2h"\n')

    assert found.told("dsl-channel") == []
    assert found.told("dsl") == []
    assert found.paged("10:15") == {"head", "chair"}


def test_a_link_or_a_picture_is_refused_and_the_dialog_goes_on() -> None:
    found = rehearse(
        DAY
        + 'otherwise = "stop"\n'
        + TEACHER
        + 'answers = { T-01 = "no" }\n'
        + TEACHER
        + 'sends = "image"\n'
        + TEACHER
        + 'sends = "link"\n'
    )

    assert len(found.told("teacher", "refusal")) == 2
    assert found.asked() == ["T-01", "T-07", "T-07", "T-07"]
    assert found.told("it")


def test_typed_words_are_understood_as_a_person_would_type_them() -> None:
    found = rehearse(
        DAY + 'otherwise = "stop"\n' + TEACHER + TEACHER + 'sends = "text"\ntext = "safe"\n'
    )

    assert found.asked() == ["T-01", "T-07"]


def test_nothing_but_a_wait_moves_the_clock() -> None:
    found = rehearse(DAY + TEACHER + '[[step]]\nuntil = "2026-11-11T09:00"\n' + TEACHER)

    times = {each["at"] for each in found.told("teacher")}
    assert times == {"2026-11-10T10:15:00Z", "2026-11-11T09:00:00Z"}


def test_a_calm_concern_at_night_waits_for_the_school_to_open() -> None:
    found = rehearse(NIGHT + TEACHER + '[[step]]\nuntil = "2026-11-09T12:00"\n')

    assert found.told("dsl")[0]["at"] == "2026-11-09T08:30:00Z"


TAKEN = (
    DAY
    + TEACHER
    + """[[step]]
who = "dsl"
does = "acknowledge"
"""
)
DSL = '[[step]]\nwho = "dsl"\n'


def test_the_team_answers_a_sheet_by_its_numbers_and_the_rest_of_it_is_calm() -> None:
    found = rehearse(TAKEN + 'answers = { R-1 = "not_known" }\n')

    assert found.asked("dsl")[:3] == ["R-1", "R-2a", "R-2b"]
    assert {"ADV", "URG"} <= set(found.case["flags"])


def test_otherwise_never_decides() -> None:
    found = rehearse(TAKEN + 'answers = { "decision.harm" = "no" }\n')

    assert found.asked("dsl") == ["I-04", "R-11"]
    assert found.case["blocked"]["close"] == "no decision is recorded"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('answers = { I-04 = "no" }', "several sheets ask it"),
        ('answers = { R-99 = "no" }', "no sheet asks it"),
        ('answers = { R-1 = "perhaps" }', "R-1 = 'perhaps'"),
        ('answers = { O-20 = "r", "R-11a" = "x" }', "override is not asked"),
        ('answers = { X-01 = "ask" }', "Keep everything for now"),
        ('answers = { H-01 = "sign" }', "for another role"),
        ('answers = { M-0 = "the day after" }', "was not taken"),
    ],
)
def test_what_the_engine_refuses_stops_the_rehearsal(step: str, said: str) -> None:
    with pytest.raises(Unplayable) as stopped:
        rehearse(TAKEN + DSL + step + "\n")

    assert said in stopped.value.what
