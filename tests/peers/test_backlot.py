"""Our client and our look at a channel against `backlot`, whose answers were measured at Slack."""

from __future__ import annotations

import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from adapters.chat.picking import word
from adapters.machine_clock import MachineClock
from adapters.slack.audit import Audit
from adapters.slack.blocks import message
from adapters.slack.client import Client
from adapters.slack.workspace import Workspace
from bot.dialogs.words import card
from bot.ports import OurBug, Reroute
from tests.peers.conftest import PEERS, free_port, peer, started

pytestmark = pytest.mark.peers

TEAM = "T0000BKLT"
INSIDER = "ava.chen@acme.com"
TOKEN = re.compile(r"token: (\S+)")


@dataclass
class Acme:
    """The company that this peer makes up; we stand in it as one of its people."""

    client: Client
    home: Workspace

    async def channel(self, name: str) -> str:
        """Return a channel's id."""
        kinds = {"types": "public_channel,private_channel", "limit": "200"}
        asked = {"Authorization": f"Bearer {self.home.token}"}
        address = f"{self.client.address}conversations.list"
        async with (
            aiohttp.ClientSession() as web,
            web.get(address, params=kinds, headers=asked) as answer,
        ):
            told = await answer.json()
        return {str(each["name"]): str(each["id"]) for each in told["channels"]}[name]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backlot") / "data"
    command = peer(PEERS / "python" / "bin" / "backlot")
    subprocess.run(
        [command, "import", "--bundled", "--data-dir", folder], check=True, capture_output=True
    )
    return folder


@asynccontextmanager
async def acme(data: Path, token: str = "") -> AsyncIterator[Acme]:
    written = (data / "tokens.yaml").read_text("utf-8").partition(INSIDER)[2]
    found = TOKEN.search(written)
    assert found is not None
    port = free_port()
    serve = ("serve", "--data-dir", data, "--port", str(port), "--disable-telemetry")
    async with (
        started(PEERS / "python" / "bin" / "backlot", *serve, ready="running on"),
        Client(f"http://127.0.0.1:{port}/slack/api/") as client,
    ):
        yield Acme(client, Workspace("acme", TEAM, ("school",), token or found[1], "-"))


async def test_a_closed_channel_passes_and_an_open_one_does_not(data: Path) -> None:
    async with acme(data) as here:
        ourselves = (await here.client.identity(here.home)).user
        audit = Audit(here.client, MachineClock())
        closed, everybody = await here.channel("design-review"), await here.channel("general")

        assert await audit.look(here.home, closed, ourselves) == ()
        assert await audit.look(here.home, everybody, ourselves) == ("is_private", "is_general")
        away = Workspace("away", "T0OTHER", ("school",), here.home.token, "-")
        assert "context_team_id" in await audit.look(away, closed, ourselves)


async def test_a_card_is_posted_edited_and_taken_away(data: Path) -> None:
    async with acme(data) as here:
        channel = await here.channel("design-review")
        made = message("school", card("home"), answering=True)
        quiet = {"unfurl_links": False, "unfurl_media": False}

        sent = await here.client.call(
            here.home, "chat.postMessage", channel=channel, **quiet, **made
        )
        place = {"channel": word(sent, "channel"), "ts": word(sent, "ts")}
        edited = await here.client.call(here.home, "chat.update", **place, **made)
        await here.client.call(here.home, "chat.delete", **place)

        assert (edited["ts"], sent["channel"]) == (sent["ts"], channel)
        with pytest.raises(Reroute, match="message_not_found"):
            await here.client.call(here.home, "chat.update", **place, **made)


ASIDE: dict[str, object] = {"channel": "HERE", "user": "U0NOBODY", "text": "x"}
REFUSED: list[tuple[str, dict[str, object], type[Exception], str]] = [
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, Reroute, "channel_not_found"),
    ("chat.postMessage", {"channel": "HERE"}, OurBug, "no_text"),
    ("chat.postMessage", {"channel": "HERE", "blocks": "{"}, OurBug, "invalid_blocks_format"),
    ("chat.update", {"channel": "HERE", "ts": "1.1", "text": "x"}, Reroute, "message_not_found"),
    ("chat.delete", {"channel": "HERE", "ts": "1.1"}, Reroute, "message_not_found"),
    ("chat.postEphemeral", ASIDE, Reroute, "user_not_in_channel"),
    ("users.info", {"user": "U0NOBODY"}, Reroute, "user_not_found"),
    ("conversations.info", {"channel": "C0NOWHERE"}, Reroute, "channel_not_found"),
    ("conversations.members", {"channel": "HERE", "cursor": "zzz"}, Reroute, "invalid_cursor"),
]


@pytest.mark.parametrize(("method", "given", "kind", "told"), REFUSED)
async def test_each_refusal_is_sorted(
    data: Path, method: str, given: dict[str, object], kind: type[Exception], told: str
) -> None:
    async with acme(data) as here:
        if given.get("channel") == "HERE":
            given = {**given, "channel": await here.channel("design-review")}

        with pytest.raises(kind, match=told):
            await here.client.call(here.home, method, **given)


async def test_a_wrong_token_is_known_as_one(data: Path) -> None:
    async with acme(data, token="xoxb-nobody") as here:
        with pytest.raises(Reroute, match="invalid_auth"):
            await here.client.identity(here.home)
