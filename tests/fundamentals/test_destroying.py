"""The end of a record: two names, nothing held, nothing said since; and no date does it alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.dialogs.load import sheets
from bot.dialogs.script import Value
from bot.fsm.case import Answer, Case, CaseStage, Noted
from bot.fsm.events import SheetAnswered
from bot.fsm.sheets.destroying import accepted, hindrance, keep_until
from bot.fsm.sheets.gates import barred, closed_by, may_fill
from tests.conflicts.given import SCHOOL, a_case, by, signed_case
from tests.engine import FRIDAY_MORNING

HOUR = timedelta(hours=1)
LATER = FRIDAY_MORNING + HOUR
YEARS = timedelta(days=366 * 12)


def ended(**changes: str) -> dict[str, Noted]:
    """Return the sheet as it is filled in for a hand-over, and accepted by both."""
    said = {"grounds": "handed", "held_by": "Grace Bell, today", "officer": "yes"} | changes
    signed = {
        "accept": Noted(value=said.pop("accept", "accept"), at=LATER, by="dsl"),
        "second": Noted(value=said.pop("second", "accept"), at=LATER, by="head"),
    }
    return {**by("dsl", **said), **signed}


def closed(case: Case, age: Value = 15, **changes: object) -> Case:
    """Return a case of one child that was closed."""
    told = {"child.1.age": Answer(value=age, at=FRIDAY_MORNING)}
    account = case.account.model_copy(update={"answers": told})
    return case.model_copy(
        update={"stage": CaseStage.CLOSED, "opened_at": FRIDAY_MORNING, "account": account}
        | changes
    )


def why(case: Case, now: datetime = LATER) -> str:
    return hindrance(SCHOOL, case, now)


def test_what_both_accepted_after_a_hand_over_may_go() -> None:
    case = closed(signed_case(destroy=ended()))

    assert why(case) == ""
    assert accepted(case) == ("handed", "dsl", "head")


def test_an_open_case_is_kept() -> None:
    assert why(signed_case(destroy=ended())) == "gate_not_closed"


@pytest.mark.parametrize(
    "police", [{"advice": "keep"}, {"advice": "hand_over"}], ids=["keep", "hand_over"]
)
def test_what_police_hold_is_kept_whoever_accepted(police: dict[str, str]) -> None:
    case = closed(signed_case(destroy=ended(), police=by("dsl", **police)))

    assert why(case, LATER + 3 * YEARS) == "gate_hold"


def test_what_was_referred_is_kept_until_police_let_it_go() -> None:
    decision = by("dsl", decision="refer_both", reason="It has to be looked into.")
    case = a_case(decision=decision, destroy=ended())

    assert why(closed(case)) == "gate_hold"
    freed = case.model_copy(
        update={"sheets": {**case.sheets, "police.0": by("dsl", advice="may_go_ahead")}}
    )
    assert why(closed(freed)) == ""


@pytest.mark.parametrize("key", ["accept", "second"])
def test_one_name_is_not_enough(key: str) -> None:
    assert why(closed(signed_case(destroy=ended(**{key: "not_yet"})))) == "keeps_unsigned"
    half = {name: each for name, each in ended().items() if name != key}
    assert why(closed(signed_case(destroy=half))) == "keeps_unsigned"


def test_the_same_person_twice_is_one_name() -> None:
    sheet = ended()
    sheet["second"] = sheet["second"].model_copy(update={"by": "dsl"})

    assert why(closed(signed_case(destroy=sheet))) == "keeps_unsigned"


@pytest.mark.parametrize("officer", ["no", "not_known"])
def test_without_the_officers_word_it_is_kept(officer: str) -> None:
    assert why(closed(signed_case(destroy=ended(officer=officer)))) == "keeps_unsigned"


def test_a_hand_over_that_nobody_saw_is_none() -> None:
    assert why(closed(signed_case(destroy=ended(held_by="not_known")))) == "keeps_unseen"


def test_whatever_is_said_after_they_accepted_undoes_it() -> None:
    case = closed(signed_case(destroy=ended()))
    after = {"text": Noted(value="One thing more.", at=LATER + HOUR, by="dsl")}
    noted = case.model_copy(update={"sheets": {**case.sheets, "volunteered.1": after}})
    answers = {**case.account.answers, "their_words": Answer(value="More.", at=LATER + HOUR)}
    told = case.model_copy(update={"account": case.account.model_copy(update={"answers": answers})})

    assert why(noted) == why(told) == "keeps_unsigned"


def test_the_keeping_time_ends_nothing_before_it_is_over() -> None:
    case = closed(signed_case(destroy=ended(grounds="due")))
    over = datetime(2036, 11, 6, 0, 0, tzinfo=UTC)

    assert why(case, over - HOUR) == "keeps_not_due"
    assert why(case, over) == ""


@pytest.mark.parametrize(
    ("age", "until"),
    [
        (15, date(2036, 11, 6)),
        (8, date(2043, 11, 6)),
        ("year 9", date(2038, 11, 6)),
        ("not_known", date(2051, 11, 6)),
    ],
)
def test_a_record_is_kept_until_its_youngest_child_would_be_twenty_five(
    age: Value, until: date
) -> None:
    assert keep_until(SCHOOL, closed(signed_case(), age)) == until


def test_of_several_children_the_youngest_counts_and_of_one_not_known_the_day_it_was_raised() -> (
    None
):
    case = closed(signed_case())
    two = case.account.model_copy(update={"children": 2})
    longer = SCHOOL.model_copy(update={"keep_until_age": 75})

    assert keep_until(SCHOOL, case.model_copy(update={"account": two})) == date(2051, 11, 6)
    assert keep_until(longer, case) == date(2086, 11, 6)


def test_a_leap_day_is_no_trouble() -> None:
    case = closed(signed_case(), opened_at=datetime(2028, 2, 29, 9, tzinfo=UTC))

    assert keep_until(SCHOOL, case) == date(2038, 3, 1)


@pytest.mark.parametrize(
    ("key", "who", "around", "told"),
    [
        ("accept", "dsl", False, ""),
        ("accept", "head", False, "gate_dsl_accepts"),
        ("second", "head", False, ""),
        ("second", "chair", False, ""),
        ("second", "dsl", False, "gate_head_accepts"),
        ("accept", "head", True, ""),
        ("accept", "dsl", True, "gate_dsl_accepts"),
        ("second", "chair", True, ""),
        ("second", "head", True, "gate_head_accepts"),
    ],
)
def test_each_of_the_two_words_is_for_one_role_to_say(
    key: str, who: str, around: bool, told: str
) -> None:
    case = closed(signed_case(), around=around)
    event = SheetAnswered(sheet="destroy", child=0, key=key, value="accept", by=who)

    assert barred(SCHOOL, case, event) == told


def test_a_deputy_has_no_part_in_it() -> None:
    sheet = sheets()["destroy"]

    assert not may_fill(SCHOOL, sheet, "deputy1")
    assert closed_by(SCHOOL, closed(signed_case()), sheet, "dsl") == ""
    assert closed_by(SCHOOL, signed_case(), sheet, "dsl") == "gate_not_closed"
