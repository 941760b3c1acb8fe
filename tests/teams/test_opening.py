"""Teams put together: half a configuration starts nothing, and `check` says what is wanting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.commands.checking_teams import check_teams, check_tenant
from adapters.environment import CannotStart, Environment, read_environment
from adapters.memory.addresses import MemoryAddresses
from adapters.teams.opening import half_of_teams, lacking, tenant_of
from tests.engine import a_school
from tests.teams.seen import Fault
from tests.teams.sending import DEPUTY, DSL, GUEST, HEAD, ROOM, Sending, on_teams, sending
from tests.teams.test_settings import FILE, read

SECRETS = {"TEAMS_HILL_TRUST_SECRET": "hush"}


def surroundings(folder: Path, **more: str) -> Environment:
    return read_environment(more, data=folder, config=folder / "handrail.toml")


async def test_nothing_starts_without_the_secret(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="TEAMS_HILL_TRUST_SECRET"):
        async with half_of_teams(
            surroundings(tmp_path), read(FILE), MemoryAddresses(), playground=False
        ):
            raise AssertionError("it started")


async def test_a_trial_or_a_playground_never_calls_teams(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, **SECRETS)
    async with half_of_teams(environment, read(FILE), MemoryAddresses(), playground=True) as half:
        assert half is None


def test_a_secret_is_in_no_repr_and_goes_to_the_hosts_of_its_table_alone(tmp_path: Path) -> None:
    environment = surroundings(tmp_path, **SECRETS)
    (told,) = read(FILE).teams
    tenant = tenant_of(environment, told)

    assert list(lacking(environment, read(FILE))) == []
    assert tenant.secret == "hush"
    assert "hush" not in repr(tenant) + repr(environment)
    assert tenant.origins == ("https://smba.trafficmanager.net",)
    assert tenant.serves(tenant.service)


def test_where_teams_is_not_configured_its_sdk_is_not_loaded() -> None:
    code = (
        "import sys, adapters.wiring, adapters.programs.web, adapters.commands.serving;"
        "sys.exit(any(name.startswith(('botbuilder', 'botframework', 'msrest', 'msal'))"
        " for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def lines(here: Sending) -> dict[str, str]:
    """Return what `check teams` says, by what it is about."""
    schools = list(here.schools.values())
    found = [
        line async for line in check_tenant(here.messenger, here.connector, here.tenant, schools)
    ]
    return {line.about: f"{line.grade} {line.found} {line.cure}" for line in found}


async def test_check_goes_through_secret_room_and_people() -> None:
    async with sending() as here:
        here.fake.rooms[ROOM].append(here.fake.people[DSL]["aadObjectId"])
        found = await lines(here)

        assert list(found)[:2] == ["home secret", "school room"]
        assert {line.split()[0] for about, line in found.items() if "retention" not in about} == {
            "ok"
        }
        assert "days" in found["home retention"]
        assert here.fake.take() == []


async def test_check_tells_what_is_wanting() -> None:
    async with sending() as here:
        here.fake.rooms[ROOM] = [GUEST, HEAD]
        here.fake.without_app.add(DEPUTY)

        found = await lines(here)

    assert "not on the roster" in found["school room"]
    assert "not in the DSL room" in found["school dsl"]
    assert "setup policy" in found["school deputy1"]
    assert found["school head"].startswith("ok")


async def test_check_tells_of_a_wrong_secret_and_of_no_room() -> None:
    async with sending(on_teams(a_school(), "")) as here:
        assert "there is none" in (await lines(here))["school room"]
        here.fake.secret = "another"
        here.connector._tokens.forget(here.tenant)

        found = await lines(here)

    assert list(found) == ["home secret"]
    assert "401" in found["home secret"]


async def test_an_entra_that_does_not_answer_is_not_blamed_on_the_secret() -> None:
    async with sending() as here:
        here.connector._tokens.forget(here.tenant)
        here.fake.faults.append(Fault("token", 503))

        found = (await lines(here))["home secret"]

    assert "reach https://login.microsoftonline.com" in found
    assert "run out" not in found


async def test_check_says_that_no_school_is_on_teams(tmp_path: Path) -> None:
    without = FILE.replace('teams = "hill-trust"\n', "")

    (line,) = await check_teams(surroundings(tmp_path), read(without))

    assert line.grade == "FAIL"
