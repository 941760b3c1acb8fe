"""The programs with Slack: they hear it and deliver by it; a wrong token starts nothing."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.environment import CannotStart, Environment, read_environment
from adapters.programs.web import serving
from adapters.slack.door import PATH
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from adapters.wiring import Deployment, open_behind, open_page, read_settings
from bot.directory import Standing
from tests.slack.fake import FakeSlack
from tests.slack.test_setting_up import FILE, SECRETS


def now() -> datetime:
    return datetime.now(UTC)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def surroundings(folder: Path, api: str, port: int, more: str = "") -> Environment:
    """Return the surroundings of a school that is on the Slack at `api`."""
    config = folder / "handrail.toml"
    listen = f'team = "T0SCHOOL1"\nlisten = "127.0.0.1:{port}"\n{more}'
    config.write_text(FILE.replace('team = "T0SCHOOL1"', listen))
    app_token = {"SLACK_HILL_TRUST_APP_TOKEN": "xapp-1"}
    variables = {**SECRETS, **app_token, "SLACK_API_ADDRESS": api}
    return read_environment(variables, data=folder / "data", config=config)


@asynccontextmanager
async def opened(environment: Environment) -> AsyncIterator[Deployment]:
    settings = read_settings(environment)
    async with (
        open_page(environment, settings, playground=False) as deployment,
        serving(deployment, 0),
    ):
        yield deployment


async def command(port: int, secret: str) -> int:
    body = urlencode({"command": "/concern", "user_id": "U0TEACHER", "team_id": "T0SCHOOL1"})
    stamp = str(int(now().timestamp()))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        TIMESTAMP: stamp,
        SIGNATURE: sign(secret, stamp, body.encode()),
    }
    address = f"http://127.0.0.1:{port}{PATH}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_a_command_at_the_listening_door_is_answered_in_slack(tmp_path: Path) -> None:
    fake, port = FakeSlack(now), free_port()
    fake.scopes = "chat:write,commands,groups:read,users:read"
    fake.person("U0TEACHER")
    async with fake.serving() as api, opened(surroundings(tmp_path, api, port)) as deployment:
        assert await command(port, "another") == 401
        assert fake.take() == []

        assert await command(port, "s") == 200
        await deployment.hears[0].backlog.drained()

    told = fake.take("U0TEACHER")
    assert ["talking of suicide" in each.text for each in told] == [True]
    assert fake.wrongs == []


async def test_a_link_to_a_record_can_be_opened_where_web_says_and_nothing_else_can(
    tmp_path: Path,
) -> None:
    fake, ports = FakeSlack(now), (free_port(), free_port())
    async with fake.serving() as api:
        environment = surroundings(tmp_path, api, ports[0])
        web = f'address = "https://handrail.example"\nlisten = "127.0.0.1:{ports[1]}"'
        with (tmp_path / "handrail.toml").open("a") as config:
            config.write(f"\n[web]\n{web}\n")
        async with opened(environment), aiohttp.ClientSession() as session:
            found = []
            for path in ("/record/stoke/abc", "/"):
                at = f"http://127.0.0.1:{ports[1]}{path}"
                async with session.get(at, headers={"Host": "handrail.example"}) as answer:
                    found.append(answer.status)

    assert found == [200, 404]


async def test_a_command_over_our_own_line_is_answered_in_slack(tmp_path: Path) -> None:
    fake, port = FakeSlack(now), free_port()
    fake.scopes = "chat:write,commands,groups:read,users:read"
    fake.person("U0TEACHER")
    async with fake.serving() as api:
        environment = surroundings(tmp_path, api, port, "socket = true")
        async with opened(environment) as deployment:
            await fake.lines.opened()
            said = {"command": "/concern", "user_id": "U0TEACHER", "team_id": "T0SCHOOL1"}

            await (await fake.lines.push("slash_commands", said)).answer
            await deployment.hears[0].backlog.drained()
            with socket.socket() as nobody_listens:
                nobody_listens.bind(("127.0.0.1", port))

    told = fake.take("U0TEACHER")
    assert ["talking of suicide" in each.text for each in told] == [True]
    assert fake.wrongs == []


@pytest.mark.parametrize("scopes", ["chat:write,files:read", "chat:write,channels:history"])
async def test_a_token_that_may_do_too_much_starts_nothing(tmp_path: Path, scopes: str) -> None:
    fake, port = FakeSlack(now), free_port()
    fake.scopes = scopes
    async with fake.serving() as api:
        with pytest.raises(CannotStart, match=scopes.split(",")[1]):
            async with opened(surroundings(tmp_path, api, port)):
                raise AssertionError("it started")


async def standing_behind(environment: Environment) -> Standing:
    async with open_behind(environment, read_settings(environment)) as deployment:
        return await deployment.directory.standing("stoke", "dsl")


async def test_the_clock_alone_asks_slack_who_can_be_reached(tmp_path: Path) -> None:
    fake = FakeSlack(now)
    fake.person("U0DSL", deleted=True)
    async with fake.serving() as api:
        assert await standing_behind(surroundings(tmp_path, api, 1)) is Standing.DEACTIVATED


async def test_where_the_clock_alone_cannot_ask_nobody_has_looked(tmp_path: Path) -> None:
    fake = FakeSlack(now)
    fake.person("U0DSL")
    fake.scopes = f"{fake.scopes},files:read"
    async with fake.serving() as api:
        environment = surroundings(tmp_path, api, 1)
        assert await standing_behind(environment) is Standing.UNKNOWN

        without = read_environment({}, data=tmp_path / "data", config=tmp_path / "handrail.toml")
        assert await standing_behind(without) is Standing.UNKNOWN
