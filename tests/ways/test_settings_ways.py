"""`[mail]`, `[phone]`, `[watch]`: what is wrong is said by key and cure; no secret is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.callers import missing, open_callers
from adapters.commands.checking import check_ways
from adapters.environment import CannotStart, Environment, read_environment
from adapters.machine_clock import MachineClock
from bot.fsm.school import Way
from bot.settings.reading import Settings, SettingsError, parse_settings
from tests.engine import a_school, with_ways
from tests.fundamentals.test_settings import GOOD, TODAY

WAYS = """
[mail]
host = "smtp.school.example"
sender = "handrail@school.example"
username = "handrail"

[phone]
url = "https://gateway.example/call"

[watch]
heartbeat = "https://monitor.example/beat"
"""
NOWHERE = Environment(Path("nowhere"), None)


def read(text: str) -> Settings:
    return parse_settings(text + GOOD, "handrail.toml", TODAY)


def test_every_school_of_the_file_has_the_ways_of_the_file() -> None:
    assert read(WAYS).schools[0].ways == frozenset(Way)
    assert read("").schools[0].ways == frozenset()


def test_a_persons_address_is_read() -> None:
    text = GOOD.replace('phone = "07700 900101"', 'phone = "07700 900101"\nemail = "p@s.example"')

    assert parse_settings(text, "handrail.toml", TODAY).schools[0].people[0].email == "p@s.example"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[phone]\nurl = "http://gateway.example/"', "phone.url: 'http://gateway.example/' is not"),
        (
            '[phone]\nurl = "gateway"',
            "phone.url: 'gateway' is no address; write it as in \"https://",
        ),
        ('[phone]\nurl = "https://me:pw@gateway.example"', "phone.url: holds a password; leave it"),
        ("[phone]", 'phone.url: is missing; write url = "https://'),
        (
            '[mail]\nhost = "smtp.x"\nsender = "us"',
            "mail.sender: 'us' is not an e-mail address",
        ),
        (
            '[mail]\nhost = "x"\nsender = "a@b.c"\nsecurity = "none"',
            "x is another machine; write",
        ),
        (
            '[mail]\nhost = "x"\nsender = "a@b.c"\nsecurity = "ssl"',
            "choose from: starttls, tls, n",
        ),
        ('[mail]\nhost = "x"\nsender = "a@b.c"\npassword = "p"', "mail.password: unknown key"),
        ('[mail]\nhost = "x"\nsender = "a@b.c"\nport = 0', "mail.port"),
        ('[watch]\nheartbeat = "ftp://x"', "watch.heartbeat: 'ftp://x' is no address"),
    ],
)
def test_what_is_wrong_is_said_by_file_key_and_cure(table: str, told: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        read(table + "\n")

    assert any(told in problem for problem in wrong.value.problems), wrong.value.problems
    assert all(problem.startswith("handrail.toml: ") for problem in wrong.value.problems)


@pytest.mark.parametrize("address", ["a@b", "a b@c.example", "a@c.example\nBcc: d@e.f", "<a@b.c>"])
def test_an_address_that_could_carry_a_second_one_is_refused(address: str) -> None:
    with pytest.raises(SettingsError):
        read(f"[mail]\nhost = 'x'\nsender = '''{address}'''\n")


def test_this_very_machine_may_be_plain() -> None:
    text = '[mail]\nhost = "127.0.0.1"\nsender = "a@b.example"\nsecurity = "none"\n'

    assert read(text + "[phone]\nurl = 'http://127.0.0.1:9/'\n").schools[0].ways == frozenset(Way)


def test_what_the_environment_lacks_is_named_by_its_variable() -> None:
    lacking = list(missing(NOWHERE, read(WAYS)))

    assert [each for each in lacking if "set HANDRAIL_MAIL_PASSWORD" in each]
    assert [each for each in lacking if "set HANDRAIL_PHONE_SECRET" in each]


async def test_half_a_configuration_opens_nothing() -> None:
    with pytest.raises(CannotStart):
        async with open_callers(NOWHERE, read(WAYS), MachineClock()):
            pytest.fail("it opened")


async def test_a_whole_one_opens_every_way() -> None:
    secrets = read_environment(
        {"HANDRAIL_MAIL_PASSWORD": "p", "HANDRAIL_PHONE_SECRET": "sixteen letters or more"}
    )
    whole = replace(NOWHERE, mail_password=secrets.mail_password, phone_secret=secrets.phone_secret)

    async with open_callers(whole, read(WAYS), MachineClock()) as callers:
        assert set(callers) == set(Way)


def test_without_a_phone_check_says_that_nobodys_phone_will_ring_at_night() -> None:
    lines = [str(line) for line in check_ways(a_school())]

    assert any("nobody's phone will ring at night. Write [phone]" in line for line in lines)


def test_whoever_cannot_be_called_is_named() -> None:
    school = with_ways(a_school(), *Way)
    people = [each.model_copy(update={"email": ""}) if each.id == "head" else each
              for each in school.people]  # fmt: skip

    lines = list(check_ways(school.model_copy(update={"people": tuple(people)})))

    assert [(line.grade, "head" in line.found) for line in lines] == [("warn", True), ("ok", False)]
