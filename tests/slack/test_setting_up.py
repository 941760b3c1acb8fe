"""Slack in the configuration: what is missing is named with its cure; nothing is half started."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from adapters.environment import CannotStart, Environment, read_environment
from adapters.slack.opening import half_of_slack, lacking, with_secrets
from bot.settings.reading import Settings, SettingsError, parse_settings

TODAY = date(2026, 11, 6)
FILE = """
[[slack]]
name = "hill-trust"
team = "T0SCHOOL1"

[[schools]]
id = "stoke"
name = "Mill Lane School"
slack = "hill-trust"
pack = "stoke-on-trent"
office = "01632 960200"
dsl_channel = "G0DSLTEAM"
hours = { monday = "08:30-15:30" }
people = [
    { id = "dsl", name = "Grace Bell", roles = ["dsl"], accounts = { slack = "U0DSL" } },
    { id = "deputy", name = "Owen Pryce", roles = ["deputy"] },
]
"""
SECRETS = {"SLACK_HILL_TRUST_TOKEN": "xoxb-1", "SLACK_HILL_TRUST_SIGNING_SECRET": "s"}


def read(text: str) -> Settings:
    return parse_settings(text, "handrail.toml", TODAY)


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as wrong:
        read(text)
    return list(wrong.value.problems)


def surroundings(tmp_path: Path, **more: str) -> Environment:
    return read_environment(more, data=tmp_path, config=tmp_path / "handrail.toml")


def test_where_browsers_find_our_page_is_one_place_and_missed_where_it_is_not_said() -> None:
    found = read(f'[web]\naddress = "https://handrail.example/"\n{FILE}')

    assert found.web is not None
    assert found.web.address == "https://handrail.example"
    assert not any(each.startswith("handrail.toml: web") for each in found.warnings)
    assert any(each.startswith("handrail.toml: web") for each in read(FILE).warnings)
    assert any("https://" in each for each in problems(f'[web]\naddress = "here"\n{FILE}'))


def test_a_school_says_which_workspace_it_is_on() -> None:
    found = read(FILE).slack

    assert [(each.name, each.team, each.intake, each.schools) for each in found] == [
        ("hill-trust", "T0SCHOOL1", "locked", ("stoke",))
    ]


def test_who_cannot_be_reached_on_slack_is_a_warning() -> None:
    told = [each for each in read(FILE).warnings if "people[1].accounts" in each]

    assert len(told) == 1
    assert "no alert reaches them on Slack" in told[0]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('slack = "hill-trust"', 'slack = "hil-trust"', "did you mean 'hill-trust'?"),
        ('team = "T0SCHOOL1"', 'team = "school"', "begins with T"),
        ('team = "T0SCHOOL1"', 'team = "T1"\nintake = "open"', "intake"),
        ('team = "T0SCHOOL1"', 'team = "T12"\nlisten = "3000"', "127.0.0.1:3000"),
        ('team = "T0SCHOOL1"', 'team = "T12"\ntoken = "xoxb-1"', "unknown key"),
    ],
)
def test_what_is_wrong_is_told_with_the_cure(before: str, after: str, told: str) -> None:
    assert told in "\n".join(problems(FILE.replace(before, after)))


def test_two_workspaces_have_two_names_and_one_place_to_listen() -> None:
    second = '[[slack]]\nname = "hill-trust"\nteam = "T0SCHOOL1"\nlisten = "127.0.0.1:3001"\n'

    told = "\n".join(problems(second + FILE))

    assert "is taken" in told
    assert "is there twice" in told
    assert "all listen at one place" in told


async def test_nothing_starts_without_the_secrets(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, SLACK_HILL_TRUST_TOKEN="xoxb-1")

    with pytest.raises(CannotStart, match="SLACK_HILL_TRUST_SIGNING_SECRET"):
        async with half_of_slack(environment, read(FILE), playground=False):
            raise AssertionError("it started")


async def test_a_socket_needs_the_apps_own_token_and_no_signing_secret(tmp_path: Path) -> None:
    by_socket = read(FILE.replace('team = "T0SCHOOL1"', 'team = "T0SCHOOL1"\nsocket = true'))
    name = "SLACK_HILL_TRUST_APP_TOKEN"

    with pytest.raises(CannotStart, match=name):
        async with half_of_slack(surroundings(tmp_path, **SECRETS), by_socket, playground=False):
            raise AssertionError("it started")

    environment = surroundings(tmp_path, **SECRETS, **{name: "xapp-1"})
    workspace = with_secrets(environment, by_socket.slack[0])
    assert (workspace.token, workspace.secret, workspace.app_token) == ("xoxb-1", "", "xapp-1")
    assert "xapp" not in repr(workspace)


def test_secrets_are_in_no_repr(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, **SECRETS)
    workspace = with_secrets(environment, read(FILE).slack[0])

    assert list(lacking(environment, read(FILE))) == []
    assert workspace.token == "xoxb-1"
    assert "xoxb" not in repr(workspace) + repr(environment)


async def test_a_trial_or_a_playground_never_calls_slack(tmp_path: Path) -> None:
    async with half_of_slack(surroundings(tmp_path), read(FILE), playground=True) as half:
        assert half is None


def test_where_slack_is_not_configured_its_sdk_is_not_loaded() -> None:
    code = (
        "import sys, adapters.wiring, adapters.programs.web, adapters.commands.serving;"
        "sys.exit(any(name.startswith(('slack_bolt', 'slack_sdk')) for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
