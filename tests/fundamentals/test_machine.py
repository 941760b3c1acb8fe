"""A life is a table of moves; an illegal one is refused by name, and nothing happens."""

from __future__ import annotations

import pytest

from bot.fsm.case import CaseStage, ConversationStage
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.lives.conversation import CONVERSATION_LIFE
from bot.fsm.lives.machine import IllegalMove


def test_a_move_leads_to_the_stage_of_its_row() -> None:
    assert CASE_LIFE.after(CaseStage.ALERTED, "acknowledge") is CaseStage.OWNED


def test_a_move_that_the_table_does_not_have_says_what_is_allowed() -> None:
    with pytest.raises(IllegalMove, match=r"'fire_again'.*'telling'.*acknowledge, alert"):
        CASE_LIFE.after(CaseStage.TELLING, "fire_again")


def test_a_move_that_no_row_names_is_illegal_too() -> None:
    with pytest.raises(IllegalMove, match="'forget' cannot happen"):
        CASE_LIFE.after(CaseStage.OWNED, "forget")


def test_what_is_allowed_can_be_asked_first() -> None:
    assert CONVERSATION_LIFE.allows(ConversationStage.ASKING, "leave")
    assert not CONVERSATION_LIFE.allows(ConversationStage.RESTING, "leave")


@pytest.mark.parametrize("life", [CASE_LIFE, CONVERSATION_LIFE], ids=("case", "conversation"))
def test_every_stage_can_be_reached_and_none_is_a_trap(life: object) -> None:
    moves = life.moves  # type: ignore[attr-defined]  # both lives, each of its own type
    reached = {life.initial}  # type: ignore[attr-defined]  # as above
    for _ in moves:
        reached |= {move.dest for move in moves if move.source in reached}

    assert reached == set(life.stages)  # type: ignore[attr-defined]  # as above
    assert {move.source for move in moves} == set(life.stages)  # type: ignore[attr-defined]  # as above


def test_an_alerted_case_is_left_only_by_somebody_taking_it() -> None:
    ways_out = {move.name for move in CASE_LIFE.moves if move.source is CaseStage.ALERTED}
    led_out = {
        move.name
        for move in CASE_LIFE.moves
        if move.source is CaseStage.ALERTED and move.dest is not CaseStage.ALERTED
    }

    assert led_out == {"acknowledge"}
    assert ways_out == {"acknowledge", "alert"}
