"""A changed answer re-asks what rests on it and nothing else, sheet by sheet."""

from __future__ import annotations

from functools import cache

import pytest

from bot.dialogs.load import sheets
from bot.dialogs.script import Kind, Question, Value
from bot.fsm.case import Case, Noted
from bot.fsm.events import SheetAnswered
from bot.fsm.known.filling import path_of_sheet
from bot.fsm.known.grounds import parents_held
from bot.fsm.known.noting import place
from bot.fsm.known.renewing import DECIDED, HOLD, RENEWS, SIGNED
from bot.fsm.step import step
from tests.conflicts.given import SCHOOL, a_case
from tests.engine import FRIDAY_MORNING

ALARMED = frozenset({*HOLD, "decision.harm", *DECIDED, *SIGNED})


def calmly(question: Question) -> Value:
    if question.calm is not None:
        return question.calm
    return FRIDAY_MORNING.isoformat() if question.kind is Kind.MOMENT else "Said."


@cache
def filled() -> Case:
    """Return a case in which every question of every sheet has its calm answer."""
    kept = {
        place(sheet.id, int(sheet.each == "child")): {
            each.id: Noted(value=calmly(each), at=FRIDAY_MORNING, by="dsl")
            for each in sheet.questions
        }
        for sheet in sheets().values()
    }
    return a_case().model_copy(update={"sheets": kept})


def standing(case: Case) -> set[str]:
    """Return the answers that stand: on the path of their sheet, and not overtaken."""
    found = set()
    for sheet in sheets().values():
        child = int(sheet.each == "child")
        path = path_of_sheet(SCHOOL, case, sheet, child)
        kept = case.sheets[place(sheet.id, child)]
        found |= {f"{sheet.id}.{key}" for key in path if not kept[key].void}
    return found


def changed(sheet: str, key: str, value: Value) -> Case:
    child = int(sheets()[sheet].each == "child")
    event = SheetAnswered(sheet=sheet, child=child, key=key, value=value, by="dsl")
    return step(SCHOOL, filled(), event, FRIDAY_MORNING)[0]


def on_path(case: Case) -> set[str]:
    return {
        f"{sheet.id}.{key}"
        for sheet in sheets().values()
        for key in path_of_sheet(SCHOOL, case, sheet, int(sheet.each == "child"))
    }


@pytest.mark.parametrize("name", sorted(sheets()))
def test_another_answer_takes_only_what_rests_on_it(name: str) -> None:
    before = standing(filled())
    for question in sheets()[name].questions:
        own = f"{name}.{question.id}"
        if question.kind is not Kind.CHOICE or own not in before:
            continue
        free = {
            f"{name}.{each.id}" for each in sheets()[name].questions if question.id in each.only
        }
        for option in question.options:
            case = changed(name, question.id, option.id)
            lost = (before - standing(case)) & on_path(case)
            rests = {*RENEWS.get(own, ()), *free}
            if option.raises or question.raises:
                rests |= ALARMED
            if parents_held(case, 1):
                rests |= {"parents.told", "parents.plan_at"}
            if (own, option.id) == ("signoff.verdict", "refer"):
                rests |= {"decision.decision", "decision.reason"}
            if (own, option.id) == ("signoff.verdict", "return"):
                rests |= {"signoff.question"}

            assert lost <= rests, (own, option.id)


@pytest.mark.parametrize("name", sorted(set(sheets()) - {"harm"}))
def test_the_same_answer_once_more_takes_nothing(name: str) -> None:
    """But harm, which is told anew each time it is told."""
    before = standing(filled())
    for question in sheets()[name].questions:
        if question.kind is Kind.CHOICE and f"{name}.{question.id}" in before:
            assert standing(changed(name, question.id, calmly(question))) == before
