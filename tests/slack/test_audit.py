"""Who can read the DSL channel is looked at key by key; what is missing is a doubt."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.audit import (
    EMPTY,
    MUST_BE,
    MUST_NOT_BE,
    NEVER,
    channel_problems,
    member_problems,
)
from tests.chat import SimClock
from tests.slack.fake import FakeSlack
from tests.slack.house import CHANNEL

TEAM = "T0SCHOOL1"


def channel(**more: object) -> dict[str, Any]:
    fake = FakeSlack(SimClock().now)
    fake.channel(CHANNEL, [])
    return {**fake.channels[CHANNEL], **more}


def test_a_channel_that_only_our_people_read_is_right() -> None:
    assert channel_problems(channel(), TEAM) == []
    assert channel_problems(channel(pending_shared=[], context_team_id=TEAM), TEAM) == []


@pytest.mark.parametrize("name", [*MUST_BE, *MUST_NOT_BE])
@pytest.mark.parametrize("odd", ["missing", None, "false", 0, 1, []])
def test_a_key_that_is_missing_or_odd_is_a_doubt(name: str, odd: object) -> None:
    found = channel(**{name: odd})
    if odd == "missing":
        del found[name]

    assert channel_problems(found, TEAM) == [name]


@pytest.mark.parametrize("name", [*MUST_NOT_BE, *NEVER])
def test_a_flag_that_lets_others_in_is_seen(name: str) -> None:
    assert channel_problems(channel(**{name: True}), TEAM) == [name]


@pytest.mark.parametrize("name", EMPTY)
def test_another_organisation_is_seen(name: str) -> None:
    assert channel_problems(channel(**{name: ["T9"]}), TEAM) == [name]


@pytest.mark.parametrize(
    "more",
    [
        {"shared_team_ids": [TEAM, "T9"]},
        {"internal_team_ids": ["T9"]},
        {"conversation_host_id": "T9"},
        {"context_team_id": None},
    ],
)
def test_a_channel_of_several_workspaces_is_seen(more: dict[str, object]) -> None:
    assert channel_problems(channel(**more), TEAM) == list(more)


@pytest.mark.parametrize(
    "flag",
    ["is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_bot", "is_workflow_bot"],
)
def test_a_member_who_should_not_read_along_is_seen(flag: str) -> None:
    user = {"id": "U1", "team_id": TEAM, flag: True}

    assert member_problems(user, TEAM, "U0") == [flag]
    assert member_problems(user, TEAM, "U1") == []


def test_a_member_of_another_workspace_is_seen_unless_it_is_of_ours_too() -> None:
    user = {"id": "U1", "team_id": "T9"}

    assert member_problems(user, TEAM, "U0") == ["team_id"]
    assert member_problems({**user, "enterprise_user": {"teams": [TEAM]}}, TEAM, "U0") == []
