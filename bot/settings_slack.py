"""Slack in `handrail.toml`: its workspaces, and which school is on which.

A workspace's secrets come from the environment (`adapters/slack`), never from the file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.fsm.school import CHANNEL, Role
from bot.settings_base import Id, Listen, Table, nearest
from bot.settings_found import Found

__all__ = ["SlackTable", "SlackWorkspace", "slack_problems", "slack_warnings", "workspaces_of"]

TEAM = re.compile(r"(?:T|E)[A-Z0-9]{2,20}")
PLATFORM = "slack"
ALERTED = frozenset({Role.DSL, Role.DEPUTY})


def _team_only(text: str) -> str:
    if TEAM.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a workspace's id; it begins with T: open Slack's page")
    return text


class SlackTable(Table):
    """One workspace. `locked` has no compose box; `chat` lets people type their answers.

    `socket`: we open the line, and Slack needs no address of ours. `keep_days`: how long after the
    close of a case our own messages about it stay.
    """

    name: Id = Field(examples=['"trust"'])
    team: Annotated[str, AfterValidator(_team_only)] = Field(examples=['"T0123ABCD"'])
    intake: Literal["locked", "chat"] = Field("locked", examples=['"locked"'])
    socket: bool = Field(default=False, examples=["true"])
    keep_days: int = Field(7, ge=1, le=365, examples=["7"])
    listen: Listen = Field("127.0.0.1:3000", examples=['"127.0.0.1:3000"'])


class SlackWorkspace(BaseModel):
    """A workspace with the ids of its schools.

    `listen`: where this server hears Slack, unless it opens a `socket` to it. `keep_days`: as in
    the table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    team: str
    intake: Literal["locked", "chat"]
    socket: bool
    keep_days: int
    listen: str
    schools: tuple[str, ...]


class _Person(Protocol):
    @property
    def roles(self) -> Sequence[Role]: ...
    @property
    def accounts(self) -> dict[str, str]: ...


class _School(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def slack(self) -> str: ...
    @property
    def dsl_channel(self) -> str: ...


def workspaces_of(
    tables: Sequence[SlackTable], schools: Sequence[_School]
) -> tuple[SlackWorkspace, ...]:
    """Return the workspaces that have a school."""
    found = (
        SlackWorkspace(
            **table.model_dump(),
            schools=tuple(school.id for school in schools if school.slack == table.name),
        )
        for table in tables
    )
    return tuple(each for each in found if each.schools)


def slack_problems(tables: Sequence[SlackTable], schools: Sequence[_School]) -> Iterator[Found]:
    """Yield what contradicts itself: a workspace that nobody names, or two of one name."""
    names = tuple(table.name for table in tables)
    for number, table in enumerate(tables):
        if table.name in names[:number]:
            yield Found(f"slack[{number}].name", f"{table.name!r} is taken; give each its own")
        if table.team in [each.team for each in tables[:number]]:
            yield Found(f"slack[{number}].team", f"{table.team!r} is there twice; take one away")
        if table.listen != tables[0].listen:
            yield Found(f"slack[{number}].listen", f"all listen at one place: {tables[0].listen}")
    for number, school in enumerate(schools):
        if school.slack and school.slack not in names:
            cure = nearest(school.slack, names) if names else "add a table [[slack]]"
            yield Found(f"schools[{number}].slack", f"no workspace {school.slack!r}; {cure}")


def slack_warnings(here: str, school: _School, people: Sequence[_Person]) -> Iterator[Found]:
    """Yield who cannot be reached on Slack at a school that is on it."""
    if not school.slack:
        return
    if not school.dsl_channel:
        cure = f"no {CHANNEL.partition(':')[2]} channel: alerts go to people one by one; add its id"
        yield Found(f"{here}.dsl_channel", cure)
    for place, person in enumerate(people):
        if ALERTED & set(person.roles) and PLATFORM not in person.accounts:
            cure = 'no alert reaches them on Slack; add accounts = { slack = "U…" }'
            yield Found(f"{here}.people[{place}].accounts", cure)
