"""Teams in the configuration: what is missing or odd is named with its cure."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.environment import read_environment
from adapters.memory.addresses import MemoryAddresses
from adapters.teams.tenant import Reference, References, Tenant
from bot.settings.reading import Settings, SettingsError, parse_settings
from tests.chat import SimClock

TODAY = date(2026, 11, 6)
TENANT = "10000000-0000-4000-8000-000000000001"
APP = "20000000-0000-4000-8000-000000000002"
PERSON = "30000000-0000-4000-8000-000000000003"
FILE = f"""
[[teams]]
name = "hill-trust"
tenant = "{TENANT}"
app = "{APP}"

[[schools]]
id = "stoke"
name = "Mill Lane School"
teams = "hill-trust"
pack = "stoke-on-trent"
office = "01632 960200"
dsl_channel = "19:dslroom@thread.tacv2"
hours = {{ monday = "08:30-15:30" }}
people = [
    {{ id = "dsl", name = "Grace Bell", roles = ["dsl"], accounts = {{ teams = "{PERSON}" }} }},
    {{ id = "deputy", name = "Owen Pryce", roles = ["deputy"] }},
]
"""


def read(text: str) -> Settings:
    return parse_settings(text, "handrail.toml", TODAY)


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as wrong:
        read(text)
    return list(wrong.value.problems)


def test_a_school_says_which_tenant_it_is_in() -> None:
    (found,) = read(FILE).teams

    assert (found.tenant, found.app, found.schools) == (TENANT, APP, ("stoke",))
    assert found.hosts == ("smba.trafficmanager.net",)


def test_who_cannot_be_reached_on_teams_is_a_warning() -> None:
    told = [each for each in read(FILE).warnings if "people[1].accounts" in each]

    assert len(told) == 1
    assert "no alert reaches them on Teams" in told[0]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('teams = "hill-trust"', 'teams = "hil-trust"', "did you mean 'hill-trust'?"),
        ('teams = "hill-trust"', 'teams = "hill-trust"\nslack = "x"', "one of the two"),
        (f'tenant = "{TENANT}"', 'tenant = "hill.example"', "36 characters"),
        (f'app = "{APP}"', f'app = "{APP}"\nlisten = "3978"', "127.0.0.1"),
        (f'app = "{APP}"', f'app = "{APP}"\nsecret = "x"', "unknown key; choose from: name, "),
        (f'app = "{APP}"', "", "teams[0].app: is missing; write app = "),
        (f'app = "{APP}"', f'app = "{APP}"\nhosts = ["https://evil.example/"]', "name of a host"),
        ("19:dslroom@thread.tacv2", "C0DSLTEAM", "begins with 19:"),
        (f'teams = "{PERSON}"', 'teams = "bell@school.example"', "no object id"),
        (f'teams = "{PERSON}"', f'teams = "{PERSON[:-1]}A"', "small letters"),
    ],
)
def test_what_is_wrong_is_told_with_the_cure(before: str, after: str, told: str) -> None:
    assert before in FILE
    assert told in "\n".join(problems(FILE.replace(before, after)))


def test_two_tenants_have_two_names_ids_and_one_place_to_listen() -> None:
    table = f'[[teams]]\nname = "hill-trust"\ntenant = "{TENANT}"\napp = "{APP}"\n'

    told = "\n".join(problems(f'{table}listen = "127.0.0.1:1"\n{FILE}'))

    assert "is taken" in told
    assert "teams[1].app" in told
    assert "teams[1].tenant" in told
    assert "all listen at one place" in told


def test_secrets_are_in_no_repr() -> None:
    environment = read_environment({"TEAMS_HILL_TRUST_SECRET": "hush", "OTHER": "x"})

    assert dict(environment.teams) == {"TEAMS_HILL_TRUST_SECRET": "hush"}
    assert "hush" not in repr(environment) + repr(Tenant("a", TENANT, APP, (), "hush"))


@pytest.mark.parametrize(
    ("service", "ours"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://SMBA.trafficmanager.net/uk/tenant/", True),
        ("http://smba.trafficmanager.net/uk/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example/https://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net\\@evil.example/", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_token_goes_to_teams_alone(service: str, *, ours: bool) -> None:
    assert Tenant("a", TENANT, APP, (), "s").serves(service) is ours


async def test_a_reference_is_kept_for_all_schools_of_its_tenant_and_leads_to_teams_alone() -> None:
    references = References(MemoryAddresses(), SimClock().machine)
    tenant = Tenant("a", TENANT, APP, ("stoke", "canal"), "s")
    there = Reference(
        service="https://smba.trafficmanager.net/uk/", conversation="a:1", user="29:1"
    )

    await references.keep(tenant, PERSON, there)
    assert await references.of("canal", PERSON) == there
    assert await references.of("another", PERSON) is None
    elsewhere = there.model_copy(update={"service": "https://evil.example/"})
    with pytest.raises(ValueError, match="elsewhere"):
        await references.keep(tenant, PERSON, elsewhere)
    await references.forget(tenant, PERSON)

    assert await references.of("stoke", PERSON) is None


def test_a_reference_that_cannot_be_read_is_none() -> None:
    assert Reference.read(b"{") is None
    assert Reference.read(b'{"service": 1}') is None
