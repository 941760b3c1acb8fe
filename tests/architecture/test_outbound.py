"""The watch over who is called works: what leaves this machine is stopped, in children as well."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from tests.outbound.sitecustomize import CALLED, LOG, STRAYED, Outbound

AWAY = ("slack.com", "files.slack.com", "192.0.2.1", "2001:db8::1", "10.0.0.1", "localhost.example")


def taken() -> list[str]:
    """Return what was stopped in this test, and take it off the list that fails it."""
    found = STRAYED.copy()
    STRAYED.clear()
    return found


@pytest.mark.parametrize("host", AWAY)
def test_no_name_outside_is_asked_for_and_no_address_outside_is_called(host: str) -> None:
    with pytest.raises(Outbound):
        socket.getaddrinfo(host, 443)
    with pytest.raises(Outbound):
        socket.create_connection((host, 443), timeout=1)

    assert {each.split()[1] for each in taken()} == {host}


def test_no_datagram_goes_outside() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram, pytest.raises(Outbound):
        datagram.sendto(b"x", ("192.0.2.1", 53))

    assert taken() == ["socket.sendto 192.0.2.1"]


async def test_the_client_that_the_product_uses_is_stopped_too() -> None:
    async with aiohttp.ClientSession() as web:
        with pytest.raises(aiohttp.ClientConnectorError):
            await web.get("https://slack.com/api/auth.test")

    assert len(taken()) == 1


async def test_what_we_serve_ourselves_is_told_from_other_ports_of_this_machine() -> None:
    async with TestServer(aiohttp.web.Application()) as server, aiohttp.ClientSession() as web:
        await web.get(server.make_url("/"))
        port = server.port
        assert CALLED[-1] == (port, True)

    with pytest.raises(OSError, match=r"refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    assert CALLED[-1] == (port, False)
    assert taken() == []


def test_a_program_that_a_test_starts_is_watched(tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 443), timeout=1)"
    log = tmp_path / "log"

    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, LOG: str(log)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Outbound" in ran.stderr
    assert log.read_text() == "socket.getaddrinfo 192.0.2.1\n"
