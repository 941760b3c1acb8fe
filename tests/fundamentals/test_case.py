"""A case is derived from events; what was said is kept, and what counts is on the path."""

from __future__ import annotations

from bot.dialogs.flags import Flag, Level
from bot.fsm.case import Case, CaseStage
from bot.fsm.events import Answered, Began, ChildAdded, CorrectionAccepted, Event
from bot.fsm.known.answering import live_answers, unanswered, unknown
from bot.fsm.step import begin, step
from tests.engine import FRIDAY_MORNING, a_school

SCHOOL = a_school()
BEGAN = Began(ref="YP-7K3Q", reporter="sam", rostered=True, edition="2026-11")


def after(*events: Event) -> Case:
    """Return a case to which these events have happened."""
    case = begin(SCHOOL, BEGAN, FRIDAY_MORNING)
    for event in (BEGAN, *events):
        case, _ = step(SCHOOL, case, event, FRIDAY_MORNING)
    return case


def answered(key: str, value: str | int) -> Answered:
    return Answered(key=key, value=value)


def test_a_new_case_is_being_told_and_holds_what_there_is() -> None:
    case = after()

    assert case.stage is CaseStage.TELLING
    assert case.level is Level.RECORD
    assert Flag.PRES in case.held


def test_an_answer_is_kept_with_its_time() -> None:
    case = after(answered("danger", "no"))

    assert case.account.answers["danger"].value == "no"
    assert case.account.answers["danger"].at == FRIDAY_MORNING


def test_an_answer_off_the_path_stays_and_counts_for_nothing() -> None:
    case = after(answered("danger", "no"), answered("child.1.age", 12), answered("acts", "yes"))
    changed = after(
        answered("danger", "no"),
        answered("child.1.age", 12),
        answered("acts", "yes"),
        answered("child.1.age", 15),
    )

    assert "acts" in live_answers(SCHOOL, case.account)
    assert "acts" in changed.account.answers
    assert "acts" not in live_answers(SCHOOL, changed.account)
    assert Flag.R_IMM not in changed.live
    assert Flag.R_IMM in changed.held, "until a named DSL accepts it"


def test_a_lowered_answer_waits_to_be_accepted() -> None:
    case = after(answered("adult", "other_adult"), answered("adult", "no"))
    case = after(
        answered("danger", "no"), answered("adult", "other_adult"), answered("adult", "no")
    )

    accepted, _ = step(SCHOOL, case, CorrectionAccepted(by="dsl"), FRIDAY_MORNING)

    assert case.to_accept
    assert case.level is Level.IMMEDIATE
    assert accepted.level is Level.RECORD
    assert not accepted.to_accept


def test_each_child_has_questions_of_their_own() -> None:
    case = after(answered("danger", "no"), ChildAdded())

    left = unanswered(SCHOOL, case.account)
    assert {"child.1.age", "child.2.age"} <= set(left)
    assert "child.3.age" not in left


def test_not_known_and_never_asked_are_both_open() -> None:
    case = after(answered("danger", "no"), answered("adult", "not_known"))

    assert {"adult", "pressured"} <= set(unknown(SCHOOL, case.account))
    assert "danger" not in unknown(SCHOOL, case.account)


def test_a_case_round_the_channel_stays_so_when_the_answer_is_changed() -> None:
    case = after(answered("danger", "no"), answered("adult", "staff"), answered("adult", "no"))

    assert case.around
