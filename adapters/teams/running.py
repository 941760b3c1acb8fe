"""Teams put together: door, switchboard, reception and messenger over one engine."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from adapters.chat.backlog import Backlog
from adapters.chat.people import Whereabouts
from adapters.listening import listening
from adapters.teams.door import PATH, Door, make_app
from adapters.teams.following import Following
from adapters.teams.keys import Keys, Source
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.outbound import know
from adapters.teams.reception import Reception
from adapters.teams.routing import Switchboard
from adapters.teams.tenant import Tenant
from adapters.teams.token import Verifier
from bot.handle import Handler

__all__ = ["Teams", "make_teams"]

LOOK = timedelta(seconds=15)
"""How often it is looked whether a private view has stood open for long enough."""

LONGEST_HEADER = 32_768


@dataclass(slots=True)
class Teams:
    """A deployment's Teams. `listen` is host and port."""

    app: web.Application
    door: Door
    keys: Keys
    messenger: TeamsMessenger
    backlog: Backlog
    reception: Reception
    on_failure: Callable[[Exception], None]
    listen: str = "127.0.0.1:3978"

    @property
    def heard_at(self) -> tuple[str, ...]:
        """Return at which address of this machine, in words for its operator."""
        return (f"Teams is heard at {self.listen}{PATH}",)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Hear Teams while the block runs; what was begun is done before it ends.

        Raises:
            CannotStart: the port is taken.
        """
        what, cure = "Teams cannot be heard", "give its tables another `listen`"
        looking = asyncio.ensure_future(self._look())
        try:
            async with listening(self.app, self.listen, what, cure, longest_header=LONGEST_HEADER):
                yield
        finally:
            looking.cancel()
            await self.settled()

    async def settled(self) -> None:
        """Wait until what was begun is done, as long as that takes within reason."""
        await self.backlog.settled(self.keys.settled)

    async def _look(self) -> None:
        """Put away, again and again, the private views that have stood open for long enough."""
        while True:
            await asyncio.sleep(LOOK.total_seconds())
            try:
                await self.messenger.showing.put_away()
            except Exception as error:  # noqa: BLE001  told, and looked again
                self.on_failure(error)


def make_teams(
    tenants: Sequence[Tenant],
    handler: Handler,
    messenger: TeamsMessenger,
    source: Source,
    on_failure: Callable[[Exception], None],
    *,
    web: str = "",
) -> Teams:
    """Return Teams over an engine whose messages `messenger` delivers.

    `source` gives the keys that Teams signs with. `web` is the address of our own web process, as
    people's browsers reach it; '' if not set.
    """
    know(messenger, handler)
    backlog = Backlog(on_failure)
    people = messenger.people
    following = Following(handler, messenger)
    reception = Reception(handler, people, Whereabouts(people), following, backlog, web)
    keys = Keys(source, handler.clock)
    verifier = Verifier(tuple(tenants), keys, handler.clock)
    door = Door(verifier, Switchboard(reception.take).take, on_failure)
    return Teams(make_app(door), door, keys, messenger, backlog, reception, on_failure)
