"""Microsoft Teams in `handrail.toml`: its tenants, and which school is on which.

A tenant's secret comes from the environment (`adapters/teams`), never from the file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.fsm.school import CHANNEL, Role
from bot.settings_base import Id, Listen, Table, nearest
from bot.settings_found import Found

__all__ = [
    "GUID",
    "SERVICE",
    "TeamsTable",
    "TeamsTenant",
    "teams_problems",
    "teams_warnings",
    "tenants_of",
]

GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,63})+")
ROOM = re.compile(r"19:[^\s|/?#]{1,200}@thread\.(?:tacv2|skype|v2)")
PLATFORM = "teams"
SERVICE = "smba.trafficmanager.net"
ALERTED = frozenset({Role.DSL, Role.DEPUTY})


def _guid_only(text: str) -> str:
    if GUID.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no id of Entra's; its page shows one of 36 characters")
    return text.lower()


def _host_only(text: str) -> str:
    if HOST.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no name of a host; write it as {SERVICE!r}")
    return text


Guid = Annotated[str, AfterValidator(_guid_only)]
Host = Annotated[str, AfterValidator(_host_only)]


class TeamsTable(Table):
    """One tenant. `app` is the id of the bot in it; nothing is sent but to its `hosts`.

    `keep_days`: how long after the close of a case our own messages about it stay.
    """

    name: Id = Field(examples=['"trust"'])
    tenant: Guid = Field(examples=['"00000000-0000-0000-0000-000000000001"'])
    app: Guid = Field(examples=['"00000000-0000-0000-0000-000000000002"'])
    hosts: list[Host] = Field([SERVICE], min_length=1, examples=[f'["{SERVICE}"]'])
    keep_days: int = Field(7, ge=1, le=365, examples=["7"])
    listen: Listen = Field("127.0.0.1:3978", examples=['"127.0.0.1:3978"'])


class TeamsTenant(BaseModel):
    """A tenant with the ids of its schools. `listen`: where this server hears Teams."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    tenant: str
    app: str
    hosts: tuple[str, ...]
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
    def teams(self) -> str: ...
    @property
    def dsl_channel(self) -> str: ...


def tenants_of(tables: Sequence[TeamsTable], schools: Sequence[_School]) -> tuple[TeamsTenant, ...]:
    """Return the tenants that have a school."""
    found = (
        TeamsTenant(
            name=table.name,
            tenant=table.tenant,
            app=table.app,
            hosts=tuple(table.hosts),
            keep_days=table.keep_days,
            listen=table.listen,
            schools=tuple(school.id for school in schools if school.teams == table.name),
        )
        for table in tables
    )
    return tuple(each for each in found if each.schools)


def teams_problems(tables: Sequence[TeamsTable], schools: Sequence[_School]) -> Iterator[Found]:
    """Yield what contradicts itself: a tenant that nobody names, or two of one name."""
    names = tuple(table.name for table in tables)
    for number, table in enumerate(tables):
        here, before = f"teams[{number}]", tables[:number]
        if table.name in names[:number]:
            yield Found(f"{here}.name", f"{table.name!r} is taken; give each its own")
        if table.app in [each.app for each in before]:
            yield Found(f"{here}.app", f"{table.app!r} is there twice; take one away")
        if table.tenant in [each.tenant for each in before]:
            yield Found(f"{here}.tenant", f"{table.tenant!r} is there twice; take one away")
        if table.listen != tables[0].listen:
            yield Found(f"{here}.listen", f"all listen at one place: {tables[0].listen}")
    for number, school in enumerate(schools):
        yield from _of_school(f"schools[{number}]", school, names)


def _of_school(here: str, school: _School, names: tuple[str, ...]) -> Iterator[Found]:
    if not school.teams:
        return
    if school.teams not in names:
        cure = nearest(school.teams, names) if names else "add a table [[teams]]"
        yield Found(f"{here}.teams", f"no tenant {school.teams!r}; {cure}")
    if school.slack:
        yield Found(f"{here}.teams", "the school is on Slack too; name one of the two")
    if school.dsl_channel and ROOM.fullmatch(school.dsl_channel) is None:
        cure = "is no channel of Teams'; it begins with 19: and ends with @thread.tacv2"
        yield Found(f"{here}.dsl_channel", f"{school.dsl_channel!r} {cure}")


def teams_warnings(here: str, school: _School, people: Sequence[_Person]) -> Iterator[Found]:
    """Yield who cannot be reached on Teams at a school that is on it."""
    if not school.teams:
        return
    if not school.dsl_channel:
        cure = f"no {CHANNEL.partition(':')[2]} channel: alerts go to people one by one; add its id"
        yield Found(f"{here}.dsl_channel", cure)
    for place, person in enumerate(people):
        if ALERTED & set(person.roles) and PLATFORM not in person.accounts:
            cure = 'no alert reaches them on Teams; add accounts = { teams = "…" }'
            yield Found(f"{here}.people[{place}].accounts", cure)
