"""The chat platforms of a deployment as one: what delivers, who can be reached, what hears."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from adapters.chat.backlog import Backlog
from adapters.environment import Environment
from adapters.logs import log_left
from adapters.slack import opening as slack_opening
from adapters.slack.opening import asked_of_slack, half_of_slack
from adapters.teams import opening as teams_opening
from adapters.teams.opening import half_of_teams
from bot.addresses import AddressBook
from bot.directory import Directory
from bot.fsm.school import School
from bot.handle import Handler
from bot.lingering import Kept, Lingering
from bot.ports import Messenger
from bot.settings.reading import Settings

__all__ = ["Hearing", "Platforms", "configured", "opened_platforms", "who_is_there"]


class Hearing(Protocol):
    """What hears a platform."""

    backlog: Backlog

    @property
    def heard_at(self) -> tuple[str, ...]:
        """Return at which address of this machine, or over what, in words for its operator."""
        ...

    def serving(self) -> AbstractAsyncContextManager[None]:
        """Hear it while the block runs.

        Raises:
            CannotStart: the port is taken.
        """
        ...


class Half(Protocol):
    """A platform before there is an engine. `kept`: how long our messages stay, by school."""

    kept: Mapping[str, Kept]

    def over(self, otherwise: Messenger, /) -> Messenger:
        """Return what delivers for all schools."""
        ...

    def directory(self, otherwise: Directory, schools: Mapping[str, School], /) -> Directory:
        """Return what says how people of all schools stand."""
        ...

    async def whole(self, handler: Handler, on_failure: Callable[[Exception], None], /) -> Hearing:
        """Return what hears it, over an engine."""
        ...


@dataclass(frozen=True, slots=True)
class Platforms:
    """The configured platforms, each before there is an engine."""

    halves: tuple[Half, ...]

    def over(self, page: Messenger) -> Messenger:
        """Return what delivers for all schools: those on no platform have the page."""
        for each in self.halves:
            page = each.over(page)
        return page

    def directory(self, page: Directory, schools: Mapping[str, School]) -> Directory:
        """Return what says how people of all schools stand."""
        for each in self.halves:
            page = each.directory(page, schools)
        return page

    @property
    def lingering(self) -> Lingering:
        """Return what takes our messages back."""
        kept = {school: each for half in self.halves for school, each in half.kept.items()}
        return Lingering(kept, log_left)

    async def whole(
        self, handler: Handler, on_failure: Callable[[Exception], None]
    ) -> tuple[Hearing, ...]:
        """Return what hears each platform, over an engine.

        Raises:
            CannotStart: a platform refuses what we are to be there.
        """
        return tuple([await each.whole(handler, on_failure) for each in self.halves])


def configured(environment: Environment, settings: Settings) -> Iterator[tuple[str, list[str]]]:
    """Yield each configured platform, and what the environment must hold for it and does not."""
    if settings.slack:
        yield "slack", list(slack_opening.lacking(environment, settings))
    if settings.teams:
        yield "teams", list(teams_opening.lacking(environment, settings))


@asynccontextmanager
async def opened_platforms(
    environment: Environment, settings: Settings, book: AddressBook, *, playground: bool
) -> AsyncIterator[Platforms]:
    """Give the platforms while the block runs.

    Raises:
        CannotStart: a secret is missing.
    """
    async with (
        half_of_slack(environment, settings, playground=playground) as slack,
        half_of_teams(environment, settings, book, playground=playground) as teams,
    ):
        yield Platforms(tuple(each for each in (slack, teams) if each is not None))


@asynccontextmanager
async def who_is_there(
    environment: Environment, settings: Settings, book: AddressBook
) -> AsyncIterator[Directory]:
    """Give what says who can be reached, in a process that has no other use for a platform.

    It is needed for nothing else there: a secret that is missing, or a platform that is down,
    stops no timer. Then nobody has looked, and that is what it says.
    """
    async with asked_of_slack(environment, settings) as asked:
        if any(teams_opening.lacking(environment, settings)):
            yield asked
            return
        async with half_of_teams(environment, settings, book, playground=False) as teams:
            schools = {school.id: school for school in settings.schools}
            yield asked if teams is None else teams.directory(asked, schools)
