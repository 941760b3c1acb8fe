"""Whatever people do, in whatever order: the promises hold, and every move is made."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogs.load import sheets
from bot.fsm.access.readers import may_take
from bot.fsm.case import Case, CaseStage
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.lives.conversation import CONVERSATION_LIFE
from bot.fsm.said import Typed
from bot.fsm.school import School
from tests.properties.walk import SCHOOLS, STARTS, Walk, recorded

KINDS = (
    *("answered",) * 9,
    *("typed", "typed", "repaired", "repaired", "pressed", "pressed", "filled", "refused"),
    *("worked", "worked", "worked", "worked"),
    *("deed", "deed", "deed", "fired", "fired", "delivered", "delivered", "failed", "waited"),
)


def doing_of(number: int) -> tuple[str, int, int]:
    """Return what a number stands for: a kind of thing, and two choices in it."""
    rest, kind = divmod(number, len(KINDS))
    return KINDS[kind], rest % 401, rest // 401 % 256


DOINGS = st.integers(0, len(KINDS) * 401 * 256 - 1).map(doing_of)
WALKS = st.lists(DOINGS, min_size=20, max_size=40)
PLACES = st.tuples(st.integers(0, len(SCHOOLS) - 1), st.integers(0, len(STARTS) - 1))

calmly = settings(
    derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def walked(place: tuple[int, int], doings: list[tuple[str, int, int]]) -> Walk:
    """Return a walk through all of these, each step of which has been checked."""
    walk = Walk(SCHOOLS[place[0]], STARTS[place[1]])
    for doing in doings:
        walk.do(*doing)
    return walk


def walk_to_its_end(place: tuple[int, int], doings: list[tuple[str, int, int]]) -> None:
    """Walk, then let the timers fire: each case has been heard by somebody."""
    walk = walked(place, doings)

    for _ in range(30):
        if not walk.fire():
            break
    for case in walk.cases.values():
        assert has_been_heard(walk.school, case)


@calmly
@given(PLACES, WALKS)
def walk_anywhere(place: tuple[int, int], doings: list[tuple[str, int, int]]) -> None:
    walk_to_its_end(place, doings)


@settings(calmly, max_examples=20)
@given(PLACES, WALKS)
def test_the_promises_hold_on_a_few_walks(
    place: tuple[int, int], doings: list[tuple[str, int, int]]
) -> None:
    """A first look; all the walks are taken below."""
    walk_to_its_end(place, doings)


def has_been_heard(school: School, case: Case) -> bool:
    """Return whether something of a case reached the people it is for, where there are any."""
    off = {*case.recused, case.account.reporter, *(case.alert.lost if case.alert else ())}
    there = [one for one in school.people if one.id not in off and may_take(school, case, one.id)]
    return bool(case.pages or case.owner or not there)


TO_THE_END = ("hello", "no", "no adults", "no", "no", "none", "Alex", "with an adult", "15", "made")
SELDOM = (
    ("stop",),
    (*TO_THE_END, "no", "nothing", "send"),
    ("hello", "stop"),
    ("our code fails", "send"),
    ("hello", "no", "send", "take it back"),
    ("hello", "no", "send", "add to it"),
    ("hello", "not known", "the DSL comes", "another adult"),
    ("hello", "not known", "the DSL comes", "a timer", "a timer", "a timer", "a timer"),
    ("hello", "no", "another adult", "the DSL comes", "it is closed", "it is harm after all"),
    ("hello", "not known", "the DSL comes", "it is closed", "it is taken up again"),
)
"""Walks that chance takes too seldom."""


def seldom_walk(told: tuple[str, ...]) -> None:
    walk = Walk(SCHOOLS[0], STARTS[0])
    for each in told:
        match each:
            case "our code fails":
                walk.fail()
            case "the DSL comes":
                walk.deed("dsl", "coming")
            case "it is closed":
                for point in sheets()["points"].questions:
                    walk.note("dsl", "points", point.id, "no")
                walk.note("dsl", "decision", "harm", "no")
                walk.note("dsl", "decision", "decision", "refer_police")
                walk.note("dsl", "decision", "reason", "An adult is part of it.")
                walk.note("dsl", "police", "route", "call_101")
                walk.note("dsl", "police", "outcome", "advice_only")
                walk.note("dsl", "close", "confirm", "close")
                assert [case.stage for case in walk.cases.values()] == [CaseStage.CLOSED]
            case "it is harm after all":
                walk.note("deputy1", "harm", "harmed", "yes")
            case "it is taken up again":
                walk.note("deputy1", "reopen", "reason", "A parent rang.")
            case "a timer":
                walk.fire()
            case _:
                walk.said("sam", Typed(each))


@pytest.mark.slow
def test_the_promises_hold_at_every_step_and_every_move_is_made() -> None:
    """Whoever walks away, and whatever fails: the timers bring the case to somebody."""
    with recorded() as taken:
        walk_anywhere()
        for told in SELDOM:
            seldom_walk(told)

    moves = {(move.source.value, move.name) for move in CASE_LIFE.moves}
    moves |= {(move.source.value, move.name) for move in CONVERSATION_LIFE.moves}
    assert moves - taken == set()
