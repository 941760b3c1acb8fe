"""What two linked cases have in common, and what each keeps to itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.flags import Level
from bot.dialogs.words import words
from bot.fsm.case import Case, CaseStage
from bot.fsm.clocks.clock import Clock
from bot.fsm.clocks.nudging import due_rows
from bot.fsm.clocks.table import CLOCKS, is_per_child, next_due
from bot.fsm.desk.views import view_card
from bot.fsm.events import Recused
from bot.fsm.known.facts import hold_is_on, own_hold
from bot.fsm.linked import LinkChanged, Linked, Unlinked
from bot.fsm.links.sharing import (
    carried_by,
    link_event,
    link_rows,
    links_seen,
    mirror_of,
    shown_level,
    with_link,
)
from bot.fsm.step import step
from tests.engine import FRIDAY_MORNING, a_school
from tests.fundamentals.test_renewing import NOT_REFERRED, a_case, note

SCHOOL = a_school()
WHY = "One picture, told by two people."


def a_pair() -> tuple[Case, Case]:
    """Return two cases, the first an hour older, that are linked on both sides."""
    younger = a_case(*NOT_REFERRED)
    older = a_case(("points", "adult", "yes", "dsl")).model_copy(
        update={"ref": "YP-3M8T", "opened_at": FRIDAY_MORNING - timedelta(hours=1)}
    )
    older = older.model_copy(update={"stage": CaseStage.OWNED})
    return older, linked(younger, older)


def linked(case: Case, other: Case) -> Case:
    event = Linked(
        other=other.ref, by="dsl", at=FRIDAY_MORNING, reason=WHY, mirror=mirror_of(other)
    )
    return with_link(SCHOOL, case, event)[0]


def test_what_must_be_kept_in_one_must_be_kept_in_both() -> None:
    older, younger = a_pair()

    assert own_hold(older)
    assert not own_hold(younger)
    assert hold_is_on(younger)


def test_a_hold_that_ends_in_both_ends() -> None:
    older, younger = a_pair()
    lifted = note(note(older, "police", "route", "call_101"), "police", "advice", "may_go_ahead")
    lifted = linked(lifted, younger)

    event = link_event(younger, linked_back(lifted, younger))
    assert isinstance(event, LinkChanged)
    after = with_link(SCHOOL, younger, event)[0]

    assert not hold_is_on(after)


def linked_back(case: Case, other: Case) -> Case:
    """Return a case with the link that the other has, as it was committed there."""
    theirs = other.links[case.ref]
    back = Linked(other=other.ref, by="dsl", at=theirs.at, reason=WHY, mirror=mirror_of(other))
    return with_link(SCHOOL, case, back)[0]


def test_a_case_that_knows_already_notes_nothing() -> None:
    older, younger = a_pair()
    both = linked_back(older, younger)

    assert link_event(younger, both) is None
    assert link_event(younger, older.model_copy(update={"links": {}})) is None


def test_the_older_case_carries_a_clock_that_both_would_run() -> None:
    older, younger = a_pair()
    running = older.model_copy(update={"wakes": {"clock.police.0": FRIDAY_MORNING}})
    younger = note(linked(younger, running), "police", "route", "call_101")

    assert carried_by(SCHOOL, younger, "clock.police.0") == older.ref
    assert next_due(SCHOOL, younger, "clock.police.0") is None
    assert "YP-3M8T" in link_rows(SCHOOL, younger, "dsl", FRIDAY_MORNING)[0].text
    closed = linked(younger, running.model_copy(update={"stage": CaseStage.CLOSED, "wakes": {}}))
    assert next_due(SCHOOL, closed, "clock.police.0") is not None
    assert carried_by(SCHOOL, running, "clock.police.0") == ""


def test_a_clock_that_the_older_case_does_not_run_runs_in_the_younger() -> None:
    _, younger = a_pair()

    assert carried_by(SCHOOL, younger, "clock.written.1") == ""
    assert carried_by(SCHOOL, younger, "clock.idle.0") == ""


@pytest.mark.parametrize("clock", [each for each in CLOCKS if is_per_child(each)])
def test_a_clock_of_one_child_is_never_carried(clock: Clock) -> None:
    """The first child of one report may be another than the first child of the other."""
    older, younger = a_pair()
    name = f"clock.{clock.name}.1"
    younger = linked(younger, older.model_copy(update={"wakes": {name: FRIDAY_MORNING}}))

    assert carried_by(SCHOOL, younger, name) == ""


def test_a_nudge_about_another_child_is_given_in_the_younger_case() -> None:
    older, younger = a_pair()
    running = older.model_copy(update={"wakes": {"clock.written.1": FRIDAY_MORNING}})
    younger = note(linked(younger, running), "social", "rung", "rung", child=1)

    assert next_due(SCHOOL, younger, "clock.written.1") is not None


def test_no_clock_is_carried_where_the_owner_may_not_know_of_the_link() -> None:
    older, younger = a_pair()
    running = older.model_copy(
        update={"wakes": {"clock.police.0": FRIDAY_MORNING}, "recused": ("dsl",)}
    )
    younger = note(linked(younger, running), "police", "route", "call_101")

    assert next_due(SCHOOL, younger, "clock.police.0") is not None
    rows = due_rows(SCHOOL, younger, FRIDAY_MORNING, why=False)
    assert any(words().phrases["due_police"] in row.text for row in rows)


def test_who_may_not_read_the_other_sees_its_level_nowhere() -> None:
    older, younger = a_pair()
    off, _ = step(SCHOOL, older, Recused(by="deputy1"), FRIDAY_MORNING)
    younger = linked(younger, off)

    assert shown_level(SCHOOL, younger, "dsl") is Level.IMMEDIATE
    assert shown_level(SCHOOL, younger, "deputy1") is younger.level
    assert "IMMEDIATE" not in view_card(SCHOOL, younger, "deputy1", FRIDAY_MORNING).text


def test_a_case_that_goes_round_the_team_is_known_to_nobody_of_it() -> None:
    older, younger = a_pair()
    younger = linked(younger, older.model_copy(update={"around": True}))

    assert links_seen(SCHOOL, younger, "dsl") == {}
    assert list(links_seen(SCHOOL, younger, "head")) == [older.ref]


def test_a_link_that_is_not_there_is_not_undone() -> None:
    case = a_case()
    undone = Unlinked(other="YP-3M8T", by="dsl", at=FRIDAY_MORNING, reason=WHY)

    assert with_link(SCHOOL, case, undone) == (case, [])


def test_the_owner_of_the_other_case_is_told_without_content() -> None:
    older, younger = a_pair()
    theirs = younger.model_copy(update={"owner": "deputy1", "links": {}})
    event = Linked(
        other=older.ref, by="dsl", at=FRIDAY_MORNING, reason=WHY, mirror=mirror_of(older)
    )

    _, effects = with_link(SCHOOL, theirs, event)

    (said,) = effects
    assert said.type == "say"
    assert said.to == "deputy1"
    assert older.ref not in said.card.text
