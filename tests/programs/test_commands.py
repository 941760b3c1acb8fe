"""The `handrail` command: help, words and exit status: 0 done, 1 to mend, 2 could not be done."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest
import typer.main
from typer.core import TyperGroup
from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.commands import verifying
from adapters.wiring import only_page

COMMANDS = list(cast("TyperGroup", typer.main.get_command(app)).commands)
HEAVY = {"aiohttp", "bot", "holidays", "pydantic", "redis", "structlog", "transitions"}
pytestmark = pytest.mark.usefixtures("logging_as_before")


def handrail(*words: str, env: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, list(words), env=dict(env or {}))


def test_the_commands_that_are_promised_are_there() -> None:
    assert {"playground", "run", "web", "clock", "watch", "check", "lint", "draw"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str) -> None:
    found = handrail(command, "--help")

    assert found.exit_code == 0
    assert f"{command} [OPTIONS]" in found.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_says_in_a_whole_sentence_what_each_is_for(command: str) -> None:
    lines = handrail("--help").stdout.splitlines()

    (line,) = [line for line in lines if line.startswith(f"  {command} ")]
    assert line.endswith(".")
    assert not line.endswith("...")


def test_a_command_that_there_is_not_could_not_be_done() -> None:
    assert handrail("playgroud").exit_code == 2


def test_help_needs_nothing_that_is_slow_to_load() -> None:
    asked = "import sys, adapters.cli; print(*{name.split('.')[0] for name in sys.modules})"

    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()

    assert HEAVY & set(loaded) == set()


@pytest.mark.slow
def test_a_command_runs_from_any_folder(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("handrail")

    ran = subprocess.run(
        [program, "lint"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "scripts/intake.toml" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_lint_prints_its_table_for_scripts_too() -> None:
    found = json.loads(handrail("lint", "--json").stdout)

    assert found["findings"] == []
    assert "scripts/intake.toml" in {row["file"] for row in found["files"]}


def test_pictures_are_drawn_and_then_are_fresh(tmp_path: Path) -> None:
    drawn = handrail("draw", "--into", str(tmp_path))

    checked = handrail("draw", "--into", str(tmp_path), "--check")

    assert (drawn.exit_code, checked.exit_code) == (0, 0)
    assert (tmp_path / "case.md").read_text(encoding="utf-8").count("-->") > 3


def test_a_stale_picture_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    handrail("draw", "--into", str(tmp_path))
    (tmp_path / "case.md").write_text("old", encoding="utf-8")
    (tmp_path / "script-gone.md").write_text("of a script that is no more", encoding="utf-8")

    checked = handrail("draw", "--into", str(tmp_path), "--check")

    assert checked.exit_code == 1
    assert "case.md is stale" in checked.stderr
    assert "script-gone.md is stale" in checked.stderr
    assert (tmp_path / "case.md").read_text(encoding="utf-8") == "old"


def test_a_place_that_cannot_be_drawn_into_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    found = handrail("draw", "--into", str(tmp_path / "file"))

    assert found.exit_code == 2
    assert "--into" in found.stderr


def test_check_says_how_configuration_store_and_numbers_stand(clean: Path) -> None:
    found = handrail("check", "--json")

    answer = json.loads(found.stdout)
    grades = {line["about"]: line["grade"] for line in answer["lines"]}
    assert (found.exit_code, answer["ready"]) == (0, True)
    assert grades["store"] == "ok"
    assert grades["configuration"] == "warn"
    assert grades["stoke numbers"] == "warn"
    assert (clean / "live" / "keys").is_file()


def test_check_shows_every_mistake_of_a_configuration_with_its_cure(
    clean: Path, tmp_path: Path
) -> None:
    file = tmp_path / "handrail.toml"
    file.write_text('[[schools]]\nid = "mill"\nofice = "01632 960100"\n', encoding="utf-8")

    found = handrail("check", "--config", str(file), "--data", str(clean))

    assert found.exit_code == 1
    assert "FAIL  configuration: " in found.stdout
    assert "schools[0].ofice: unknown key; did you mean 'office'?" in found.stdout
    assert "schools[0].people: is missing" in found.stdout


@pytest.mark.parametrize("command", ["playground", "run", "web", "clock", "watch"])
def test_a_program_does_not_start_half_configured(command: str, clean: Path) -> None:
    found = handrail(command, "--config", str(clean / "nowhere.toml"))

    assert found.exit_code == 2
    assert "nowhere.toml: cannot be read (No such file or directory); give" in found.stderr


def test_a_port_that_is_taken_is_said(clean: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        found = handrail("playground", "--port", port, "--data", str(clean))

    assert found.exit_code == 2
    assert f"port {port} cannot be used" in found.stderr
    assert "--port" in found.stderr


def test_a_folder_that_another_page_writes_to_is_refused_in_words(clean: Path) -> None:
    with only_page(clean / "playground" / "page"):
        found = handrail("playground", "--port", "0", "--data", str(clean))

    assert found.exit_code == 2
    assert f"is in use by another Handrail page (process {os.getpid()})" in found.stderr
    assert "--data" in found.stderr


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"REDIS_URL": "redis://127.0.0.1:1"}, "HANDRAIL_KEYS is not; write `name:base64"),
        ({"REDIS_URL": "redis://127.0.0.1:1", "HANDRAIL_KEYS": "k1:short"}, "key 1 is not `name:"),
        (
            {"REDIS_URL": "redis://127.0.0.1:1", "HANDRAIL_KEYS": f"k1:{'A' * 43}="},
            "the store does not answer",
        ),
        ({"STORE_DURABILITY": "yes"}, "STORE_DURABILITY='yes' means nothing; write"),
        ({"STORE_REPLICAS": "two"}, "STORE_REPLICAS='two' is no number"),
    ],
)
def test_surroundings_that_cannot_be_used_are_said(
    variables: Mapping[str, str], told: str, clean: Path
) -> None:
    found = handrail("watch", "--once", "--data", str(clean), env=variables)

    assert found.exit_code == 2
    assert told in found.stderr


def test_a_sweep_of_a_store_without_cases_finds_nothing(clean: Path) -> None:
    found = handrail("watch", "--json", "--data", str(clean))

    assert found.exit_code == 0
    assert json.loads(found.stdout) == {
        "cases": 0,
        "timers_set_again": 0,
        "dead_jobs": 0,
        "findings": [],
    }


def test_where_our_own_code_fails_its_place_is_said_and_its_message_is_not(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_more: object) -> int:
        raise RuntimeError("what Ava said")

    monkeypatch.setattr(verifying, "verify", fail)

    found = handrail("verify", "--data", str(clean))

    assert found.exit_code == 2
    assert "Our own code failed: RuntimeError." in found.stderr
    assert "test_commands.py:" in found.stderr
    assert "Ava" not in found.output
