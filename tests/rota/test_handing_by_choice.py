"""A case is handed to somebody of one's choice: who can do it, to whom, and what if they cannot."""

from __future__ import annotations

import pytest

from bot.fsm.case import Case
from bot.fsm.desk.turn import desk
from bot.fsm.effects import Say
from bot.fsm.events import Event
from bot.fsm.offers import OfferDeclined, Offered
from bot.fsm.said import Deed
from tests.rota.test_handover import MORNING, SCHOOL, asked, happen, owned, told, turned


def press(case: Case, by: str, deed: str) -> tuple[Case | None, tuple[Event, ...], list[str]]:
    taken = desk(SCHOOL, case, by, Deed(case.ref, deed), MORNING)
    return (
        taken.case,
        taken.events,
        [each.card.name for each in taken.effects if isinstance(each, Say)],
    )


def test_a_case_is_handed_to_a_person_of_one_s_choice_and_comes_back_if_they_cannot() -> None:
    case, events, _ = press(owned(), "dsl", "hand.deputy2")
    assert events == (Offered(by="dsl", to="deputy2"),)
    assert case is not None
    assert case.owner == "dsl"

    case, effects = happen(case, OfferDeclined(by="deputy2"), MORNING)

    assert asked((case, effects)) == []
    assert told((case, effects)) == [("dsl", "offer_kept")]


@pytest.mark.parametrize("to", ["dsl", "chair", "it", "sam", "gone", ""])
def test_nobody_is_asked_who_could_not_take_it(to: str) -> None:
    assert press(owned(), "dsl", f"hand.{to}")[1] == ()


@pytest.mark.parametrize("by", ["chair", "it", "sam"])
def test_nobody_hands_over_who_could_not_take_it(by: str) -> None:
    assert press(owned(), by, "hand.deputy1")[1:] == ((), ["not_yours"])


def test_only_whoever_is_asked_can_decline() -> None:
    case, _ = turned(owned())

    assert press(case, "deputy2", "decline")[1] == ()
