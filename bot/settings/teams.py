"""Microsoft Teams in `handrail.toml`: its tenants, and which school is on which.

A tenant's secret comes from the environment (`adapters/teams`), never from the file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from bot.settings.base import Listen
from bot.settings.chat import ChatHome, ChatTable, Platform
from bot.settings.found import Found

if TYPE_CHECKING:
    from bot.settings.tables import SchoolTable

__all__ = ["GUID", "SERVICE", "TEAMS", "TeamsTable", "TeamsTenant", "teams_problems", "tenants_of"]

GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,63})+")
ROOM = re.compile(r"19:[^\s|/?#]{1,200}@thread\.(?:tacv2|skype|v2)")
SERVICE = "smba.trafficmanager.net"
TEAMS = Platform("teams", "Teams", "tenant", ids=("app", "tenant"), account="…")


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


class TeamsTable(ChatTable):
    """One tenant. `app` is the id of the bot in it; nothing is sent but to its `hosts`."""

    tenant: Guid = Field(examples=['"00000000-0000-0000-0000-000000000001"'])
    app: Guid = Field(examples=['"00000000-0000-0000-0000-000000000002"'])
    hosts: list[Host] = Field([SERVICE], min_length=1, examples=[f'["{SERVICE}"]'])
    listen: Listen = Field("127.0.0.1:3978", examples=['"127.0.0.1:3978"'])


class TeamsTenant(ChatHome):
    """A tenant with the ids of its schools."""

    tenant: str
    app: str
    hosts: tuple[str, ...]


def tenants_of(
    tables: Sequence[TeamsTable], schools: Sequence["SchoolTable"]
) -> tuple[TeamsTenant, ...]:
    """Return the tenants that have a school."""
    found = (
        TeamsTenant(**table.model_dump(), schools=TEAMS.schools_of(table, schools))
        for table in tables
    )
    return tuple(each for each in found if each.schools)


def teams_problems(
    tables: Sequence[TeamsTable], schools: Sequence["SchoolTable"]
) -> Iterator[Found]:
    """Yield what contradicts itself: a tenant that nobody names, or two of one name."""
    yield from TEAMS.clashes(tables)
    for number, school in enumerate(schools):
        here = f"schools[{number}]"
        yield from TEAMS.unknown(here, school, tables)
        if school.teams:
            yield from _of_school(here, school)


def _of_school(here: str, school: "SchoolTable") -> Iterator[Found]:
    if school.slack:
        yield Found(f"{here}.teams", "the school is on Slack too; name one of the two")
    if school.dsl_channel and ROOM.fullmatch(school.dsl_channel) is None:
        cure = "is no channel of Teams'; it begins with 19: and ends with @thread.tacv2"
        yield Found(f"{here}.dsl_channel", f"{school.dsl_channel!r} {cure}")
