"""Whoever we call shows a certificate that holds, over TLS of today; only this machine is plain."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectorCertificateError, ClientConnectorError, web
from aiohttp.test_utils import TestServer

from adapters.egress import Forbidden, session
from adapters.encrypted import client_context
from adapters.environment import CannotStart, Environment
from adapters.redis.connection import Line
from adapters.redis.opening import open_store
from tests.contracts.receivers import certificate

PATIENCE = timedelta(seconds=5)


async def hello(_request: web.Request) -> web.Response:
    return web.Response(text="hello")


def test_tls_of_today_alone_is_spoken_and_every_certificate_is_looked_at() -> None:
    """ASVS 12.1.1, 12.1.2, 12.3.2: for chat, phone, monitor and mail."""
    context = client_context()

    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    weak = ("NULL", "EXPORT", "RC4", "DES", "MD5", "anon")
    assert not [
        each["name"] for each in context.get_ciphers() for bad in weak if bad in each["name"]
    ]


async def test_who_shows_a_certificate_that_nobody_vouches_for_is_not_spoken_to(
    tmp_path: Path,
) -> None:
    """ASVS 12.2.1, 12.3.2."""
    ours, _ = certificate(tmp_path)()
    app = web.Application()
    app.router.add_get("/", hello)
    server = TestServer(app, scheme="https", host="localhost")
    await server.start_server(ssl=ours)
    address = f"https://localhost:{server.port}/"
    try:
        async with session([address], patience=PATIENCE) as client:
            with pytest.raises(ClientConnectorCertificateError):
                await client.get(address)
    finally:
        await server.close()


async def test_who_speaks_no_tls_where_it_should_be_is_not_spoken_to() -> None:
    """ASVS 12.2.1: nothing falls back to what is not encrypted."""
    app = web.Application()
    app.router.add_get("/", hello)
    async with TestServer(app) as server:
        address = f"https://127.0.0.1:{server.port}/"
        async with session([address], patience=PATIENCE) as client:
            with pytest.raises(ClientConnectorError):
                await client.get(address)


async def test_no_redirect_is_followed_not_even_to_the_same_place() -> None:
    """ASVS 15.3.2: what we send, a token too, goes where we meant it to go, and only there."""
    heard: list[str] = []

    async def sends_on(request: web.Request) -> web.Response:
        heard.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async def elsewhere(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_post("/", sends_on)
    app.router.add_post("/elsewhere", elsewhere)
    async with TestServer(app) as server:
        address = f"http://127.0.0.1:{server.port}/"
        async with session([address], patience=PATIENCE) as client:
            with pytest.raises(Forbidden):
                await client.post(address, data="token")
            async with client.post(address, data="token", allow_redirects=False) as answer:
                assert answer.status == 307

    assert heard == ["/", "/"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("redis://store.example:6379/0", "rediss://"),
        ("redis://:hush@10.0.0.7", "rediss://"),
        ("redis://store", "rediss://"),
        ("rediss://store.example?ssl_cert_reqs=none", "ssl_cert_reqs"),
        ("rediss://:hush@store.example?ssl_check_hostname=false", "ssl_check_hostname"),
        ("rediss://store.example?ssl_exclude_verify_flags=VERIFY_X509_STRICT", "ssl_exclude"),
        ("rediss://store.example?ssl_min_version=769", "ssl_min_version"),
        ("rediss://store.example?ssl_ciphers=ALL:@SECLEVEL=0", "ssl_ciphers"),
        ("http://store.example", "rediss://"),
        ("store.example", "rediss://"),
    ],
)
async def test_a_store_on_another_machine_is_reached_encrypted_or_not_at_all(
    tmp_path: Path, url: str, why: str
) -> None:
    """ASVS 12.3.1, 12.3.4: its password and when something happened are nobody else's to read."""
    environment = Environment(tmp_path, None, redis_url=url, keys="k1:" + "A" * 43 + "=")

    with pytest.raises(CannotStart) as refused:
        async with open_store(environment):
            raise AssertionError("it was opened")

    assert why in str(refused.value)
    assert "hush" not in str(refused.value)


def test_the_line_to_the_store_looks_at_the_certificate_too() -> None:
    """ASVS 12.3.2."""
    line = Line("rediss://store.example:6380/0")

    pool = line.client.connection_pool
    made: Any = pool.connection_class(**pool.connection_kwargs)
    context = made.ssl_context.get()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
