"""Pictures are drawn from what runs, so a stale one can be found."""

from __future__ import annotations

import re

import pytest

from bot.dialogs.load import load_script, script_ids
from bot.fsm.draw.pages import draw_life, draw_script, pictures
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.lives.conversation import CONVERSATION_LIFE
from tests.architecture.tree import ROOT

DRAWN = pictures(load_script(name) for name in script_ids())


@pytest.mark.parametrize("name", DRAWN)
def test_the_picture_in_docs_is_what_the_tables_say(name: str) -> None:
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert kept == DRAWN[name], "run: handrail draw"


def test_every_move_of_a_case_has_its_arrow() -> None:
    drawn = draw_life("A case", CASE_LIFE)

    for move in CASE_LIFE.moves:
        assert re.search(rf"{move.source} --> {move.dest}: .*\b{move.name}\b", drawn)


def test_a_life_begins_where_its_table_says() -> None:
    assert f"[*] --> {CONVERSATION_LIFE.initial}" in draw_life("Talk", CONVERSATION_LIFE)


def test_every_question_of_a_script_stands_in_each_of_its_sections() -> None:
    script = load_script("intake")

    drawn = draw_script(script)

    for section in script.sections:
        for name in section.questions:
            assert f'{section.id}_{name}["{script.question(name).ref} ' in drawn
    assert drawn.count("subgraph") == drawn.count("    end\n") == len(script.sections)


def test_what_a_question_is_asked_after_is_drawn() -> None:
    drawn = draw_script(load_script("intake"))

    assert 'first_danger -. "danger, self_harm" .-> emergency' in drawn
    assert 'core_adult -. "staff" .-> core_which_staff' in drawn


def test_what_mermaid_reads_as_its_own_is_not_in_a_label() -> None:
    labels = re.findall(r'\["(.*)"\]', draw_script(load_script("intake")))

    assert labels
    assert all(re.fullmatch(r"(?:[^<>\"&]|<br/>)*", label) for label in labels)
