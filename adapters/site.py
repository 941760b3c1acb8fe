"""What this machine serves to browsers: the page, and where one-time links lead to."""

# Rule 1: whoever opens the page speaks as anybody, so it answers this machine alone. A link that
#         is opened elsewhere leads to a door of its own, and nothing else is behind that.

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from adapters.export.door import LONGEST, add_door
from adapters.listening import close_mouthed, listening, serve
from adapters.playground.doors import behind_proxy
from adapters.playground.playground import Playground
from adapters.playground.server import make_app as make_page_app
from bot.handle import Handler

__all__ = ["Front", "make_app", "serve"]


def make_app(playground: Playground) -> web.Application:
    """Return the web application of a page and of the links to its records."""
    app = make_page_app(playground)
    close_mouthed(app)
    add_door(app, playground.handler)
    return app


@dataclass(frozen=True, slots=True)
class Front:
    """Where a proxy hands over the links to records. `listen` is host and port."""

    handler: Handler
    listen: str

    @property
    def heard_at(self) -> tuple[str, ...]:
        """Return at which address of this machine, in words for its operator."""
        return (f"Links to records are opened at {self.listen}/record/",)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Open it while the block runs.

        Raises:
            CannotStart: the port is taken.
        """
        app = web.Application(middlewares=[behind_proxy], client_max_size=LONGEST)
        add_door(app, self.handler)
        what, cure = "records cannot be opened", "give [web] another `listen`"
        async with listening(app, self.listen, what, cure):
            yield
