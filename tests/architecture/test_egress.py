"""One way out: every HTTP session of the product is made in `adapters/egress.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import modules, named, parsed

# What opens a connection, and where in the product it may be named at all.
HOME = "adapters/egress.py"
OF_AIOHTTP = {"ClientSession", "TCPConnector", "UnixConnector", "NamedPipeConnector", "request"}
MODULES = {
    *("ftplib", "http.client", "httpx", "imaplib", "niquests", "poplib", "pycurl", "requests"),
    *("smtplib", "telnetlib", "urllib.request", "urllib3", "websocket", "websockets", "xmlrpc"),
    *("asyncssh", "paramiko", "aiohttp_socks", "webbrowser"),
}
CALLS = {
    ("asyncio", "open_connection"),
    ("asyncio", "create_connection"),
    ("loop", "create_connection"),
    ("socket", "create_connection"),
    ("socket", "socket"),
}
# The embedded server is asked on a socket in the file system; a path is no way out.
SOCKETS = {"adapters/redis/launcher.py"}


def ways_out(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield each line that could open a connection by itself, and how."""
    typed = in_types(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [each.name for each in names if is_barred(each.name)]
            case ast.ImportFrom(module=str(module), names=names):
                asked = [module, *(f"{module}.{each.name}" for each in names)]
                found = sorted({each for each in asked if is_barred(each)})
            case ast.Call(func=ast.Name(id=name)) if name in OF_AIOHTTP - {"request"}:
                found = [name]
            case ast.Attribute(value=ast.Name(id="aiohttp"), attr=name) if (
                name in OF_AIOHTTP and id(node) not in typed
            ):
                found = [f"aiohttp.{name}"]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in CALLS:
                found = [f"{module}.{name}"]
            case _:
                continue
        for each in found:
            yield node.lineno, each


def is_barred(name: str) -> bool:
    """Return whether a module, or one that it is in, opens connections of its own."""
    return any(name == each or name.startswith(f"{each}.") for each in MODULES)


def in_types(tree: ast.Module) -> set[int]:
    """Return what stands in the annotations of a file: a type is no session."""
    marked: set[int] = set()
    for node in ast.walk(tree):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.AST):
                marked.update(id(each) for each in ast.walk(part))
    return marked


def test_every_http_session_of_the_product_comes_from_the_one_factory() -> None:
    found = [
        f"{named(path)}:{line}: {what}; make it with adapters.egress.session"
        for path in modules("bot", "adapters")
        if named(path) not in {HOME, *SOCKETS}
        for line, what in ways_out(parsed(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import http.client",
        "from aiohttp import ClientSession\nClientSession()",
        "import aiohttp\naiohttp.ClientSession()",
        "import aiohttp\naiohttp.request('GET', 'x')",
        "import asyncio\nasyncio.open_connection('x', 1)",
        "import socket\nsocket.create_connection(('x', 1))",
        "import urllib3",
    ],
)
def test_each_other_way_out_is_seen(source: str) -> None:
    assert list(ways_out(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "from urllib.parse import urlsplit",
        "from aiohttp import web",
        "import aiohttp\nsession: aiohttp.ClientSession | None = None",
    ],
)
def test_what_opens_nothing_is_allowed(source: str) -> None:
    assert list(ways_out(ast.parse(source))) == []
