"""Slack in `handrail.toml`: its workspaces, and which school is on which.

A workspace's secrets come from the environment (`adapters/slack`), never from the file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from bot.settings.base import Listen
from bot.settings.chat import ChatHome, ChatTable, Platform
from bot.settings.found import Found

if TYPE_CHECKING:
    from bot.settings.tables import SchoolTable

__all__ = ["SLACK", "SlackTable", "SlackWorkspace", "slack_problems", "workspaces_of"]

TEAM = re.compile(r"(?:T|E)[A-Z0-9]{2,20}")
SLACK = Platform("slack", "Slack", "workspace", ids=("team",), account="U…")


def _team_only(text: str) -> str:
    if TEAM.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a workspace's id; it begins with T: open Slack's page")
    return text


class SlackTable(ChatTable):
    """One workspace. `locked` has no compose box; `chat` lets people type their answers.

    `socket`: we open the line, and Slack needs no address of ours.
    """

    team: Annotated[str, AfterValidator(_team_only)] = Field(examples=['"T0123ABCD"'])
    intake: Literal["locked", "chat"] = Field("locked", examples=['"locked"'])
    socket: bool = Field(default=False, examples=["true"])
    listen: Listen = Field("127.0.0.1:3000", examples=['"127.0.0.1:3000"'])


class SlackWorkspace(ChatHome):
    """A workspace with the ids of its schools. With a `socket` nothing is heard at `listen`."""

    team: str
    intake: Literal["locked", "chat"]
    socket: bool


def workspaces_of(
    tables: Sequence[SlackTable], schools: Sequence["SchoolTable"]
) -> tuple[SlackWorkspace, ...]:
    """Return the workspaces that have a school."""
    found = (
        SlackWorkspace(**table.model_dump(), schools=SLACK.schools_of(table, schools))
        for table in tables
    )
    return tuple(each for each in found if each.schools)


def slack_problems(
    tables: Sequence[SlackTable], schools: Sequence["SchoolTable"]
) -> Iterator[Found]:
    """Yield what contradicts itself: a workspace that nobody names, or two of one name."""
    yield from SLACK.clashes(tables)
    for number, school in enumerate(schools):
        yield from SLACK.unknown(f"schools[{number}]", school, tables)
