"""Teams put together from the settings. Where none is configured its SDK is never loaded."""

# Rule 1: half a configuration starts nothing; a secret is named by its variable, never shown.
# Rule 2: a secret that Entra refuses starts nothing. An Entra that does not answer stops nothing:
#         what comes in is still heard, and what goes out is tried again.

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.chat.by_school import DirectoryBySchool, MessengerBySchool, kept_by_school
from adapters.environment import CannotStart, Environment
from adapters.machine_clock import MachineClock
from adapters.teams.tenant import Tenant
from bot.addresses import AddressBook
from bot.directory import Directory
from bot.fsm.school import School
from bot.handle import Handler
from bot.lingering import Kept
from bot.ports import Messenger, Reroute, Retry
from bot.settings.reading import Settings
from bot.settings.teams import TeamsTenant

if TYPE_CHECKING:
    from adapters.teams.connector import Connector
    from adapters.teams.keys import Source
    from adapters.teams.messenger import TeamsMessenger
    from adapters.teams.running import Teams

__all__ = [
    "HalfOfTeams",
    "half_of_teams",
    "lacking",
    "opened_connector",
    "secret_name",
    "tenant_of",
]

SERVICE, LOGIN, OPENID = "TEAMS_SERVICE_ADDRESS", "TEAMS_LOGIN_ADDRESS", "TEAMS_OPENID_ADDRESS"
"""Other addresses of Teams, of Entra and of Teams' keys: a rehearsal's or a test's."""


def secret_name(tenant: str) -> str:
    """Return the variable of a tenant's client secret."""
    return f"TEAMS_{tenant.upper().replace('-', '_')}_SECRET"


def lacking(environment: Environment, settings: Settings) -> Iterator[str]:
    """Yield what the environment must hold for the configured tenants, and does not."""
    for each in settings.teams:
        if not environment.teams.get(secret_name(each.name)):
            name = secret_name(each.name)
            yield f"[[teams]] {each.name!r}: set {name}; the app's page at Entra makes one"


def tenant_of(environment: Environment, each: TeamsTenant) -> Tenant:
    """Return a tenant with its secret, '' where none is set."""
    secret = environment.teams.get(secret_name(each.name), "")
    origins = tuple(f"https://{host}" for host in each.hosts)
    service = f"{origins[0]}/teams/"
    if told := environment.teams.get(SERVICE):
        parts = urlsplit(told)
        origins, service = (f"{parts.scheme}://{parts.netloc}",), told
    return Tenant(each.name, each.tenant, each.app, each.schools, secret, origins, service)


def opened_connector(environment: Environment, tenants: Sequence[Tenant]) -> "Connector":
    """Return a connector to open, with the addresses that the environment says."""
    from adapters.teams.connector import Connector  # noqa: PLC0415  only where configured
    from adapters.teams.tokens import LOGIN as ENTRA  # noqa: PLC0415  as above

    login = environment.teams.get(LOGIN) or ENTRA
    return Connector(tuple(tenants), MachineClock(), login)


@dataclass(slots=True)
class HalfOfTeams:
    """Teams before there is an engine: what delivers. `whole` adds what hears.

    `web` is the address of our own web process, '' if not set. `kept` says how long what is ours
    stays, by school: nothing is taken back from those that are not there.
    """

    tenants: Sequence[Tenant]
    connector: "Connector"
    messenger: "TeamsMessenger"
    source: "Source"
    listen: str
    web: str = ""
    kept: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def schools(self) -> frozenset[str]:
        """Return the ids of the schools that are on Teams."""
        return frozenset(school for each in self.tenants for school in each.schools)

    def over(self, otherwise: Messenger) -> Messenger:
        """Return what delivers for all schools."""
        return MessengerBySchool(self.messenger, otherwise, self.schools)

    def directory(self, otherwise: Directory, schools: Mapping[str, School]) -> Directory:
        """Return what says how people of all schools stand."""
        from adapters.teams.directory import TeamsDirectory  # noqa: PLC0415  only where configured

        asked = TeamsDirectory(self.messenger.chats, schools)
        return DirectoryBySchool(asked, otherwise, self.schools)

    async def whole(self, handler: Handler, on_failure: Callable[[Exception], None]) -> "Teams":
        """Return Teams over an engine.

        Raises:
            CannotStart: Entra refuses a secret.
            NotSaved: the store does not answer.
        """
        from adapters.teams.running import make_teams  # noqa: PLC0415  the SDK, where configured

        for each in self.tenants:
            try:
                with suppress(Retry):
                    await self.connector.warm(each)
            except Reroute as wrong:
                raise CannotStart(f"{wrong}: see `handrail check teams` for the cure") from wrong
        teams = make_teams(
            self.tenants, handler, self.messenger, self.source, on_failure, web=self.web
        )
        teams.listen = self.listen
        return teams


@asynccontextmanager
async def half_of_teams(
    environment: Environment, settings: Settings, book: AddressBook, *, playground: bool
) -> AsyncIterator[HalfOfTeams | None]:
    """Give Teams' delivering half while the block runs; None where it is not configured.

    A playground, or a trial of made-up schools, never calls Teams.

    Raises:
        CannotStart: a secret is missing.
    """
    if not settings.teams or playground or environment.config is None:
        yield None
        return
    if found := list(lacking(environment, settings)):
        raise CannotStart("\n".join(found))
    from adapters.teams.keys import CONFIGURATION, WebSource  # noqa: PLC0415  only where configured
    from adapters.teams.outbound import make_messenger  # noqa: PLC0415  as above

    tenants = [tenant_of(environment, each) for each in settings.teams]
    schools = {school.id: school for school in settings.schools}
    web = settings.web.address if settings.web else ""
    published = environment.teams.get(OPENID) or CONFIGURATION
    async with opened_connector(environment, tenants) as connector, WebSource(published) as source:
        messenger = make_messenger(tenants, schools, connector, book, web=web)
        listen = settings.teams[0].listen
        kept = kept_by_school(settings.teams, messenger.take_back)
        yield HalfOfTeams(tenants, connector, messenger, source, listen, web, kept)
