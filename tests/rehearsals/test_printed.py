"""What a rehearsal prints: marked, by role, for people and as one JSON object."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli import app
from adapters.memory.store import MemoryStore
from adapters.rehearse.command import Printed, rehearse
from bot.dialogs.card import CardKind
from tests.rehearsals.rehearsing import CASES, NIGHT, schools
from tests.rehearsals.rehearsing import rehearse as played

SLOTS = frozenset(
    {
        *("teacher", "teacher-2", "guest", "dsl", "deputy", "deputy-2", "head", "chair", "it"),
        "dsl-channel",
    }
)

EVENING = f"""{NIGHT}
[[step]]
who = "teacher"
answers = {{ T-01 = "danger" }}
[[step]]
wait = "11m"
[[step]]
who = "deputy"
does = "coming"
[[step]]
who = "teacher"
sends = "image"
[[step]]
wait = "2h"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "evening.toml"
    file.write_text(EVENING, encoding="utf-8")
    return file


def printed(plan: Path, *, as_json: bool = False) -> Printed:
    return rehearse(plan, schools(), MemoryStore(), as_json=as_json)


def test_every_printed_line_is_marked(plan: Path) -> None:
    result = printed(plan)

    assert result.status == 0
    assert all(line.startswith("REHEARSAL") for line in result.out.splitlines())


def test_json_is_one_marked_object_with_the_keys_of_the_contract(plan: Path) -> None:
    found = json.loads(printed(plan, as_json=True).out)

    assert found["mark"] == "REHEARSAL"
    (case,) = found["cases"]
    assert set(case) == {
        *("ref", "state", "level", "flags", "classes", "preservation_hold", "owner"),
        *("open_questions", "blocked"),
    }
    assert {each["to"] for each in found["timeline"]} <= SLOTS
    assert {each["kind"] for each in found["timeline"]} <= set(CardKind)
    assert {each["medium"] for each in found["timeline"]} <= {"chat", "dm", "phone", "email"}
    assert {"name", "case", "due", "to"} == set(found["pending"][0])


def test_a_question_has_a_catalogue_number_and_an_instruction_is_its_own_notice() -> None:
    found = played(EVENING)

    questions = found.told("teacher", "question")
    assert all(each["question"].startswith("T-") for each in questions)
    assert any("999" in each["text"] for each in found.told("teacher", "notice"))


def test_the_channel_has_one_card_that_is_edited_ever_after() -> None:
    found = played(EVENING)

    cards = found.told("dsl-channel", "alert")
    assert [each.get("edit", False) for each in cards] == [False] + [True] * (len(cards) - 1)
    assert {each["medium"] for each in cards} == {"chat"}


def test_the_same_plan_prints_the_same_twice(plan: Path) -> None:
    assert printed(plan, as_json=True) == printed(plan, as_json=True)


def test_people_read_school_time_and_who_was_told(plan: Path) -> None:
    text = printed(plan).out

    assert "Friday 6 November 2026" in text
    assert "19:50:00  head (Martin Cole) is alerted (privately):" in text
    assert ">> deputy (Owen Pryce) presses coming" in text


def test_what_cannot_be_played_or_read_has_exit_status_two(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    missing = printed(file)
    file.write_text(f'{NIGHT}[[step]]\nwho = "dsl"\ndoes = "open"\n', encoding="utf-8")
    unplayable = printed(file)

    for result in (missing, unplayable):
        assert result.status == 2
        assert result.out == ""
        assert result.error.startswith("REHEARSAL")


def test_the_command_plays_a_plan_and_its_help_lists_what_a_plan_may_name(plan: Path) -> None:
    listed = CliRunner().invoke(app, ["rehearse", "--help"])
    played_out = CliRunner().invoke(app, ["rehearse", str(plan), "--json"])
    broken = CliRunner().invoke(app, ["rehearse", str(plan), "--config", str(plan)])

    for word in ("acknowledge", "not_me", "owned", "adult", "person_gone", "ring_me", "guest"):
        assert word in listed.output
    assert json.loads(played_out.output)["cases"][0]["level"] == "EMERGENCY"
    assert played_out.exit_code == 0
    assert broken.exit_code == 2
    assert broken.output.startswith("REHEARSAL")


def test_the_worked_cases_can_be_read_by_people() -> None:
    for file in CASES.glob("*.toml"):
        assert "At the end" in printed(file).out
