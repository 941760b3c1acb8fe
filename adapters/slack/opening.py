"""Slack put together from the settings. Where none is configured its SDK is never loaded."""

# Rule 1: half a configuration starts nothing; a secret is named by its variable, never shown.
# Rule 2: no token is used before Slack has said what it may do; one that may do more than Handrail
#         needs starts nothing (`adapters/slack/permissions.py`).

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.chat.by_school import DirectoryBySchool, MessengerBySchool, kept_by_school
from adapters.environment import CannotStart, Environment
from adapters.logs import log_left
from adapters.machine_clock import MachineClock
from adapters.slack.workspace import Workspace
from bot.directory import Directory, NobodyLooks
from bot.fsm.school import School
from bot.handle import Handler
from bot.lingering import Kept, Lingering
from bot.ports import Messenger, OurBug, Reroute, Retry
from bot.settings.reading import Settings
from bot.settings.slack import SlackWorkspace

if TYPE_CHECKING:
    from adapters.slack.client import Client
    from adapters.slack.messenger import SlackMessenger
    from adapters.slack.running import Slack

__all__ = [
    "HalfOfSlack",
    "asked_of_slack",
    "half_of_slack",
    "lacking",
    "opened_client",
    "secret_names",
    "with_secrets",
]

ADDRESS = "SLACK_API_ADDRESS"
"""Another address of Slack's methods, ending in a slash: a rehearsal's or a test's."""


def secret_names(each: SlackWorkspace) -> tuple[str, str]:
    """Return the variables of a workspace's bot token, and of what shows who speaks to us.

    That is the signing secret, or in Socket Mode the app's own token.
    """
    name = each.name.upper().replace("-", "_")
    return f"SLACK_{name}_TOKEN", f"SLACK_{name}_{'APP_TOKEN' if each.socket else 'SIGNING_SECRET'}"


def lacking(environment: Environment, settings: Settings) -> Iterator[str]:
    """Yield what the environment must hold for the configured workspaces, and does not."""
    for each in settings.slack:
        for name in secret_names(each):
            if not environment.slack.get(name):
                yield f"[[slack]] {each.name!r}: set {name}; `handrail check slack` says where"


def with_secrets(environment: Environment, each: SlackWorkspace) -> Workspace:
    """Return a workspace with its secrets, '' for one that is not set."""
    token, other = (environment.slack.get(name, "") for name in secret_names(each))
    secret, app_token = ("", other) if each.socket else (other, "")
    return Workspace(each.name, each.team, each.schools, token, secret, app_token)


def opened_client(environment: Environment) -> "Client":
    """Return a client to open, with the address that the environment says."""
    from adapters.slack.client import WEB, Client  # noqa: PLC0415  only where configured

    return Client(environment.slack.get(ADDRESS) or WEB)


@dataclass(slots=True)
class HalfOfSlack:
    """Slack before there is an engine: what delivers. `whole` adds what hears.

    `web` is the address of our own web process, '' if not set. `kept` says how long what is ours
    stays in Slack, by school.
    """

    workspaces: Sequence[Workspace]
    client: "Client"
    messenger: "SlackMessenger"
    listen: str
    web: str = ""
    kept: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def schools(self) -> frozenset[str]:
        """Return the ids of the schools that are on Slack."""
        return frozenset(school for each in self.workspaces for school in each.schools)

    def over(self, otherwise: Messenger) -> Messenger:
        """Return what delivers for all schools."""
        return MessengerBySchool(self.messenger, otherwise, self.schools)

    def directory(self, otherwise: Directory, schools: Mapping[str, School]) -> Directory:
        """Return what says how people of all schools stand."""
        from adapters.slack.directory import SlackDirectory  # noqa: PLC0415  only where configured

        asked = SlackDirectory(self.client, self.messenger.people, schools)
        return DirectoryBySchool(asked, otherwise, self.schools)

    async def whole(self, handler: Handler, on_failure: Callable[[Exception], None]) -> "Slack":
        """Return Slack over an engine, once it is known what the tokens may do.

        Raises:
            CannotStart: a token may do too much or is refused, or Slack does not answer.
        """
        from adapters.slack.client import TooMuch  # noqa: PLC0415  the SDK, only where configured
        from adapters.slack.running import make_slack  # noqa: PLC0415  as above

        slack = make_slack(
            self.workspaces, handler, self.messenger, self.client, on_failure, web=self.web
        )
        slack.listen = self.listen
        slack.reception.following.lingering = Lingering(self.kept, log_left)
        try:
            await slack.begin()
        except TooMuch as scopes:
            raise CannotStart(
                f"a Slack token may do more than Handrail may have: {scopes}; take these scopes "
                "out of the app, install it again, and use the new token"
            ) from scopes
        except (Retry, Reroute, OurBug) as wrong:
            raise CannotStart(f"{wrong}: see `handrail check slack` for the cure") from wrong
        return slack


@asynccontextmanager
async def half_of_slack(
    environment: Environment, settings: Settings, *, playground: bool
) -> AsyncIterator[HalfOfSlack | None]:
    """Give Slack's delivering half while the block runs; None where it is not configured.

    A playground, or a trial of made-up schools, never calls Slack.

    Raises:
        CannotStart: a secret is missing.
    """
    if not settings.slack or playground or environment.config is None:
        yield None
        return
    if found := list(lacking(environment, settings)):
        raise CannotStart("\n".join(found))
    from adapters.slack.audit import Audit  # noqa: PLC0415  the SDK, only where configured
    from adapters.slack.running import make_messenger  # noqa: PLC0415  as above

    workspaces = [with_secrets(environment, each) for each in settings.slack]
    schools = {school.id: school for school in settings.schools}
    async with opened_client(environment) as client:
        audit = Audit(client, MachineClock())
        messenger = make_messenger(workspaces, schools, client, audit)
        web = settings.web.address if settings.web else ""
        kept = kept_by_school(settings.slack, messenger.take_back)
        yield HalfOfSlack(workspaces, client, messenger, settings.slack[0].listen, web, kept)


@asynccontextmanager
async def asked_of_slack(environment: Environment, settings: Settings) -> AsyncIterator[Directory]:
    """Give what says who can be reached, in a process that has no other use for Slack.

    It is needed for nothing else there: a secret that is missing, a Slack that is down or a token
    that may do too much stops no timer. Then nobody has looked, and that is what it says.
    """
    if any(lacking(environment, settings)):
        yield NobodyLooks()
        return
    async with half_of_slack(environment, settings, playground=False) as half:
        if half is None:
            yield NobodyLooks()
            return
        from adapters.slack.directory import Vetted  # noqa: PLC0415  the SDK, only where configured

        schools = {school.id: school for school in settings.schools}
        asked = half.directory(NobodyLooks(), schools)
        yield Vetted(asked, half.client, half.workspaces)
