"""What this machine serves to browsers: the page, and where one-time links lead to."""

from aiohttp import web

from adapters.export.door import add_door
from adapters.playground.playground import Playground
from adapters.playground.server import make_app as make_page_app
from adapters.playground.server import serve

__all__ = ["make_app", "serve"]


def make_app(playground: Playground) -> web.Application:
    """Return the web application of a page and of the links to its records."""
    app = make_page_app(playground)
    add_door(app, playground.handler)
    return app
