"""The list of promises finds what breaks them: each one is shown a case that does."""

from __future__ import annotations

import pytest

from bot.dialogs.card import Card, CardKind, Field
from bot.dialogs.flags import Flag
from bot.fsm.always import ALWAYS, STEPS, broken, broken_step, promise
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Post, Say
from bot.fsm.events import Answered, Began
from bot.fsm.offers import Offer
from bot.fsm.step import begin, step
from tests.engine import FRIDAY_MORNING, a_school

SCHOOL = a_school()
OFFER = Offer(to="deputy1", at=FRIDAY_MORNING, asked=("deputy1",))


def alerted() -> Case:
    """Return a case with an alert in flight, as the engine makes it."""
    began = Began(ref="YP-7K3Q", reporter="sam", rostered=True, edition="2026-11")
    case = begin(SCHOOL, began, FRIDAY_MORNING)
    case, _ = step(SCHOOL, case, began, FRIDAY_MORNING)
    case, _ = step(SCHOOL, case, Answered(key="danger", value="danger"), FRIDAY_MORNING)
    return case


def test_a_case_as_the_engine_makes_it_breaks_nothing() -> None:
    assert broken(SCHOOL, alerted()) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"wakes": {}}, "An alert that nobody has acknowledged always has a wake."),
        ({"wakes": {}}, "Every open case has a named owner, or an alert in flight"),
        ({"stage": CaseStage.OWNED, "owner": "dsl"}, "Acknowledged is not done"),
        ({"held": frozenset[Flag]()}, "Whatever the live answers raise is held"),
        ({"offer": OFFER}, "A case that is offered to somebody keeps its named owner"),
        ({"around": True, "owner": "dsl"}, "A case that goes round the channel is owned by nobody"),
    ],
)
def test_a_case_that_breaks_a_promise_is_found(changes: dict[str, object], found: str) -> None:
    case = alerted().model_copy(update=changes)

    assert any(line.startswith(found) for line in broken(SCHOOL, case))


def card(text: str, kind: CardKind = CardKind.NOTICE, **changes: object) -> Card:
    return Card(name="made-up", kind=kind, text=text).model_copy(update=changes)


def test_an_urgent_case_that_loses_its_owner_without_an_alert_is_found() -> None:
    before = alerted().model_copy(update={"owner": "dsl", "stage": CaseStage.OWNED})
    after = before.model_copy(update={"owner": "", "wakes": {}})

    assert broken_step(before, after, []) == [
        "An open urgent case never loses its named owner but to another, or to an alert in flight."
    ]


def test_a_level_that_falls_by_itself_is_found() -> None:
    before = alerted()
    after = before.model_copy(update={"held": frozenset({Flag.PRES, Flag.URG})})

    assert broken_step(before, after, []) == [
        "A level never falls without a named DSL accepting it."
    ]


def test_a_red_answer_met_with_silence_is_found() -> None:
    assert "A red answer is never followed by silence." in broken_step(None, alerted(), [])


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Delete it now.", True),
        ("Do not look. Remove the picture.", True),
        ("Do not delete it.", False),
        ("Nobody should pay, reply or delete a thing.", False),
        ("Report Remove is for under-18s.", False),
        ("Use Report Remove, then remove it.", True),
    ],
)
def test_words_that_suggest_deleting_are_found(text: str, *, is_found: bool) -> None:
    case = alerted()

    found = broken_step(case, case, [Say(to="sam", card=card(text))])

    assert ("While preservation is on, nothing suggests deleting." in found) is is_found


def test_rows_in_the_channel_are_found() -> None:
    case = alerted()
    rows = (Field(label="Which child", text="Jo"),)

    found = broken_step(case, case, [Post(card=card("x", fields=rows), case=case.ref)])

    assert found == ["What is opened on demand is never posted in a channel."]


@pytest.mark.parametrize("check", [*ALWAYS, *STEPS], ids=lambda check: check.__name__)
def test_every_promise_is_a_sentence(check: object) -> None:
    said = promise(check)  # type: ignore[arg-type]  # parametrize loses the type

    assert said[0].isupper()
    assert said.endswith(".")
