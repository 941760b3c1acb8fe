"""The allow-list of the one HTTP client factory (peers C5, check 2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import ClientConnectionError, web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from adapters.egress import Forbidden, origin_of, refused, session

PATIENCE = timedelta(seconds=5)


@asynccontextmanager
async def two_servers(heard: list[str]) -> AsyncIterator[tuple[str, str]]:
    """Serve an allowed host that sends people on to another one, which must not hear of it."""

    async def other(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response(text="a picture")

    aside = web.Application()
    aside.router.add_get("/{name:.*}", other)
    async with TestServer(aside) as elsewhere:
        place = str(elsewhere.make_url("/file"))

        async def sends_on(_request: web.Request) -> web.Response:
            raise web.HTTPFound(place)

        app = web.Application()
        app.router.add_get("/on", sends_on)
        app.router.add_get("/", _answer)
        async with TestServer(app) as allowed:
            yield str(allowed.make_url("/")), place


async def _answer(_request: web.Request) -> web.Response:
    return web.Response(text="well", headers={"Set-Cookie": "who=sam"})


async def test_only_the_named_host_is_called() -> None:
    heard: list[str] = []
    async with two_servers(heard) as (allowed, elsewhere):
        before = refused()
        async with session([allowed], patience=PATIENCE) as client:
            async with client.get(allowed) as answer:
                assert await answer.text() == "well"
            with pytest.raises(Forbidden):
                await client.get(elsewhere)

    assert heard == []
    assert refused() == before + 1


async def test_a_redirect_is_not_followed_to_another_host() -> None:
    heard: list[str] = []
    async with (
        two_servers(heard) as (allowed, _),
        session([allowed], patience=PATIENCE) as client,
    ):
        with pytest.raises(ClientConnectionError):
            await client.get(f"{allowed}on")

    assert heard == []


async def test_a_websocket_and_a_proxy_go_nowhere_else_either() -> None:
    heard: list[str] = []
    async with (
        two_servers(heard) as (allowed, elsewhere),
        session([allowed], patience=PATIENCE) as client,
    ):
        with pytest.raises(Forbidden):
            await client.ws_connect(elsewhere)
        with pytest.raises(Forbidden):
            await client.get(allowed, proxy=elsewhere)

    assert heard == []


async def test_a_cookie_is_not_kept() -> None:
    async with two_servers([]) as (allowed, _), session([allowed], patience=PATIENCE) as client:
        await client.get(allowed)

        assert list(client.cookie_jar) == []


@pytest.mark.parametrize(
    "address",
    ["http://slack.com/api/", "slack.com", "", "ftp://slack.com", "https://", "file:///etc/passwd"],
)
async def test_no_session_is_made_for_an_address_that_is_not_encrypted(address: str) -> None:
    with pytest.raises(ValueError, match=r"https"):
        session([address], patience=PATIENCE)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://slack.com/api/", "https://slack.com:443"),
        ("https://SLACK.com:443/x?y", "https://slack.com:443"),
        ("http://127.0.0.1:3000/api/", "http://127.0.0.1:3000"),
        ("http://[::1]:3000/", "http://[::1]:3000"),
    ],
)
def test_an_address_is_known_by_scheme_host_and_port(address: str, origin: str) -> None:
    assert str(origin_of(address)) == origin


HOSTS = st.from_regex(r"[a-z0-9.\-@]{1,40}", fullmatch=True)


@given(HOSTS)
async def test_no_host_that_only_looks_like_slack_is_called(host: str) -> None:
    address = f"https://{host}/files-pri/x"
    async with session(["https://slack.com/api/"], patience=PATIENCE) as client:
        try:
            away = origin_of(address) != origin_of("https://slack.com")
        except ValueError:
            return
        if away:
            with pytest.raises((Forbidden, ValueError)):
                await client.get(address)
