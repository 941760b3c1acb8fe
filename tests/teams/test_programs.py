"""The programs with Teams: they hear it and deliver by it; a wrong secret starts nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from adapters.environment import CannotStart, Environment, read_environment
from adapters.programs.web import serving
from adapters.teams.door import PATH
from adapters.wiring import Deployment, open_behind, open_page, read_settings
from bot.directory import Standing
from tests.slack.test_programs import free_port
from tests.teams.activities import USER, typed
from tests.teams.connector import FakeTeams
from tests.teams.identity import FakeIdentity
from tests.teams.sending import words_of
from tests.teams.test_settings import FILE, PERSON


def now() -> datetime:
    return datetime.now(UTC)


def surroundings(folder: Path, fake: str, keys: str = "", *, port: int = 1) -> Environment:
    """Return the surroundings of a school that is on the Teams at `fake`."""
    config = folder / "handrail.toml"
    config.write_text(FILE.replace("app = ", f'listen = "127.0.0.1:{port}"\napp = ', 1))
    variables = {
        "TEAMS_HILL_TRUST_SECRET": "client-secret",
        "TEAMS_SERVICE_ADDRESS": f"{fake}/uk/",
        "TEAMS_LOGIN_ADDRESS": fake,
        "TEAMS_OPENID_ADDRESS": keys,
    }
    return read_environment(variables, data=folder / "data", config=config)


@asynccontextmanager
async def opened(environment: Environment) -> AsyncIterator[Deployment]:
    settings = read_settings(environment)
    async with (
        open_page(environment, settings, playground=False) as deployment,
        serving(deployment, 0),
    ):
        yield deployment


async def test_words_at_the_listening_door_are_answered_in_teams(tmp_path: Path) -> None:
    fake, identity, port = FakeTeams(now), FakeIdentity(now), free_port()
    fake.person(USER)
    async with fake.serving() as address, identity.serving() as keys:
        environment = surroundings(tmp_path, address, keys, port=port)
        async with opened(environment) as deployment, aiohttp.ClientSession() as session:
            service = f"{address}/uk/"
            chat = {"conversationType": "personal", "id": fake.chat_of(USER)}
            said = {**typed("hello"), "serviceUrl": service, "conversation": chat}
            headers = {"Authorization": "Bearer x", "Content-Type": "application/json"}
            door = f"http://127.0.0.1:{port}{PATH}"
            async with session.post(door, data=json.dumps(said), headers=headers) as answer:
                assert answer.status == 401
            headers["Authorization"] = f"Bearer {identity.token(service)}"
            async with session.post(door, data=json.dumps(said), headers=headers) as answer:
                assert answer.status == 200
            await deployment.hears[0].backlog.drained()

    [told] = fake.take(USER)
    assert "talking of suicide" in words_of(told.card)
    assert fake.wrongs == identity.wrongs == []


async def test_a_secret_that_entra_refuses_starts_nothing(tmp_path: Path) -> None:
    fake = FakeTeams(now)
    fake.secret = "another"
    async with fake.serving() as address:
        with pytest.raises(CannotStart, match="check teams"):
            async with opened(surroundings(tmp_path, address, port=free_port())):
                raise AssertionError("it started")


async def test_the_clock_alone_asks_teams_who_can_be_reached(tmp_path: Path) -> None:
    fake = FakeTeams(now)
    fake.person(PERSON)
    fake.without_app.add(PERSON)
    async with fake.serving() as address:
        environment = surroundings(tmp_path, address)
        async with open_behind(environment, read_settings(environment)) as deployment:
            assert await deployment.directory.standing("stoke", "dsl") is Standing.NO_CHAT

        without = read_environment({}, data=tmp_path / "data", config=environment.config)
        async with open_behind(without, read_settings(without)) as deployment:
            assert await deployment.directory.standing("stoke", "dsl") is Standing.UNKNOWN
