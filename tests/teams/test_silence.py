"""Nothing of what people say is in any log at any level, and nobody but Teams is ever called."""

from __future__ import annotations

import logging
import socket
from typing import Any

import pytest

from tests.teams.fragments import FRAGMENTS
from tests.teams.house import house
from tests.teams.seen import Fault
from tests.teams.sending import DSL, ROOM, SAM

SECRET = "planted-words-7"
SECRETS = ("client-secret", "Bearer", "token-17")
LOGGERS = ("aiohttp", "msrest", "botbuilder", "botframework", "msal", "urllib3")


async def test_no_log_has_a_word_of_anybody_or_a_secret(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        for name in LOGGERS:
            caplog.set_level(logging.DEBUG, name)
        async with house() as here:
            hands = here.hands
            await hands.type(SAM, SECRET)
            await hands.press(SAM, "Danger now, needs 999")
            await hands.press(SAM, "Call 999 for me")
            await hands.fill(SAM, SECRET)
            await hands.type(SAM, "x", "", **{"text": SECRET, **FRAGMENTS["a pasted image"]})
            await hands.type(SAM, SECRET, ROOM)
            await hands.press(DSL, "Open case", ROOM)
            here.fake.faults.append(Fault("send", 400, "BadSyntax"))
            await hands.type(SAM, SECRET)
            here.turn_off()
            await hands.type(SAM, SECRET)
            here.turn_off(down=False)
            here.handler.mint = None  # type: ignore[assignment]  # a bug of ours
            await hands.type(SAM, SECRET)
            await hands.install(SAM, ROOM, "remove")
        assert here.failures != []

    said = caplog.text + "".join(capfd.readouterr())
    assert SECRET not in said
    assert not any(each in said for each in (*SECRETS, "Danger now", "Sam Reed"))


async def test_nobody_but_teams_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []
    connect, plain = socket.socket.connect_ex, socket.socket.connect

    def seen(self: socket.socket, address: Any) -> int:
        called.append(address)
        return connect(self, address)

    def seen_plainly(self: socket.socket, address: Any) -> None:
        called.append(address)
        plain(self, address)

    monkeypatch.setattr(socket.socket, "connect_ex", seen)
    monkeypatch.setattr(socket.socket, "connect", seen_plainly)
    async with house() as here:
        for fragment in FRAGMENTS.values():
            await here.hands.type(SAM, "x", "", **{"text": "x", **fragment})
        own = {here.hands.client.port, _port(here.out.connector.login), _port(here.hands.keys)}

    assert called != []
    assert {address[1] for address in called} <= own


def _port(address: str) -> int:
    return int(address.split(":")[2].split("/", maxsplit=1)[0])
