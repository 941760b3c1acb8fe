"""Slack put together: door, switchboard, reception and messenger over one engine."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from adapters.chat.backlog import Backlog
from adapters.chat.people import People, Whereabouts
from adapters.listening import listening
from adapters.slack.audit import Audit
from adapters.slack.client import Client, Identity
from adapters.slack.door import PATH, Door, make_app
from adapters.slack.following import Following
from adapters.slack.home import Home
from adapters.slack.messenger import SlackMessenger
from adapters.slack.news import News
from adapters.slack.reception import Reception
from adapters.slack.routing import Switchboard
from adapters.slack.socket import Socket
from adapters.slack.views import Views
from adapters.slack.workspace import PLATFORM, Workspace
from bot.fsm.school import School
from bot.handle import Handler

__all__ = ["Slack", "make_messenger", "make_slack"]


@dataclass(slots=True)
class Slack:
    """A deployment's Slack. `begin` before anything else. `listen` is host and port."""

    workspaces: Sequence[Workspace]
    app: web.Application
    door: Door
    messenger: SlackMessenger
    client: Client
    backlog: Backlog
    reception: Reception
    sockets: Sequence[Socket] = ()
    listen: str = "127.0.0.1:3000"

    @property
    def heard_at(self) -> tuple[str, ...]:
        """Return at which address of this machine, or over what, in words for its operator."""
        here = [f"Slack is heard at {self.listen}{PATH}"] if self._is_asked else []
        return (*here, *(["Slack is heard over a line of our own"] if self.sockets else []))

    @property
    def _is_asked(self) -> bool:
        """Whether some workspace comes to us, instead of being heard over a line."""
        return any(each.secret for each in self.workspaces)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Hear Slack while the block runs; what was begun is done before it ends.

        Raises:
            CannotStart: the port is taken.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.backlog.settled)
            if self._is_asked:
                heard = listening(
                    self.app,
                    self.listen,
                    "Slack cannot be heard",
                    "give its tables another `listen`",
                )
                await stack.enter_async_context(heard)
            for each in self.sockets:
                await stack.enter_async_context(_running(each))
            yield

    async def begin(self) -> list[Identity]:
        """Ask Slack who we are in each workspace.

        Raises:
            TooMuch: a token may do more than Handrail may. Nothing must be started then.
            Retry, Reroute, OurBug: as `Api.call`.
        """
        found = [await self.client.identity(each) for each in self.workspaces]
        for socket in self.sockets:
            await self.client.line_address(socket.workspace)
        for workspace, identity in zip(self.workspaces, found, strict=True):
            self.messenger.ourselves[workspace.name] = identity.user
        return found


def make_messenger(
    workspaces: Sequence[Workspace], schools: Mapping[str, School], client: Client, audit: Audit
) -> SlackMessenger:
    """Return the messenger of the schools that are on Slack."""
    people = People(PLATFORM, workspaces, schools)
    channels = {name: school.channel for name, school in schools.items()}
    return SlackMessenger(client, people, audit, channels, {})


def make_slack(
    workspaces: Sequence[Workspace],
    handler: Handler,
    messenger: SlackMessenger,
    client: Client,
    on_failure: Callable[[Exception], None],
    *,
    web: str = "",
) -> Slack:
    """Return Slack over an engine whose messages `messenger` delivers.

    `web` is the address of our own web process, as people's browsers reach it; '' if not set.
    """
    backlog = Backlog(on_failure)
    views = Views(client, messenger.ourselves)
    home = Home(handler, messenger.people, client)
    where = Whereabouts(messenger.people)
    reception = Reception(
        handler,
        messenger.people,
        where,
        views,
        News(handler, messenger.people, messenger.audit, home, backlog, messenger.ourselves),
        backlog,
        messenger.held,
        Following(handler, views, messenger.held, web),
    )
    take = Switchboard(reception).take
    door = Door(workspaces, handler.clock, take, on_failure)
    sockets = [Socket(each, client, take, on_failure) for each in workspaces if each.app_token]
    return Slack(workspaces, make_app(door), door, messenger, client, backlog, reception, sockets)


@asynccontextmanager
async def _running(socket: Socket) -> AsyncIterator[None]:
    """Keep a line to Slack while the block runs."""
    running = asyncio.ensure_future(socket.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
