"""`handrail check slack`: what is wrong is told in words, with the page on which it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.commands.checking_slack import check_slack, check_workspace
from adapters.commands.slack_cures import DOUBTS
from adapters.slack.audit import (
    EMPTY,
    GUESTS,
    MACHINES,
    MUST_BE,
    MUST_NOT_BE,
    NEVER,
    OUR_TEAM,
    OURS_ALONE,
    TOO_MANY,
)
from tests.engine import a_school
from tests.slack.house import ACCOUNTS, CHANNEL, DEPUTY, DSL, House, house, on_slack
from tests.slack.methods import Fault
from tests.slack.test_setting_up import FILE, read, surroundings


async def lines(here: House, **changes: object) -> dict[str, str]:
    """Return what `check slack` says, by what it is about."""
    told = read(FILE).slack[0].model_copy(update=changes)
    workspace = here.slack.workspaces[0]
    school = here.handler.schools["school"]
    found = [line async for line in check_workspace(here.slack.client, told, workspace, [school])]
    return {line.about: f"{line.grade} {line.found} {line.cure}" for line in found}


async def test_check_walks_through_token_scopes_channel_people_and_retention() -> None:
    async with house() as here:
        found = await lines(here)

    assert [about.split()[-1] for about in found][:3] == ["token", "scopes", "channel"]
    assert {line.split()[0] for about, line in found.items() if "retention" not in about} == {"ok"}
    assert "days" in found["hill-trust retention"]


@pytest.mark.parametrize("scope", ["files:read", "channels:history", "chat:write.public"])
async def test_a_token_that_may_do_more_fails_the_check_and_starts_nothing(scope: str) -> None:
    async with house() as here:
        here.fake.scopes += f",{scope}"

        assert scope in (await lines(here))["hill-trust token"]
        assert (await lines(here))["hill-trust token"].startswith("FAIL")


async def test_check_opens_the_way_for_a_line_where_there_is_one() -> None:
    async with house(socket=True) as here:
        assert (await lines(here, socket=True))["hill-trust socket"].startswith("ok")
        here.fake.faults.append(Fault("apps.connections.open", 200, "not_allowed_token_type"))

        found = (await lines(here, socket=True))["hill-trust socket"]

    assert found.startswith("FAIL Slack: not_allowed_token_type")
    assert "connections:write" in found


async def test_check_tells_what_is_wanting() -> None:
    async with house(on_slack(a_school())) as here:
        here.fake.scopes = "chat:write,commands,users:read"
        here.fake.users[DSL]["deleted"] = True
        del here.fake.users[DEPUTY]

        found = await lines(here, team="T0OTHER", intake="chat")

    assert "T0SCHOOL1" in found["hill-trust team"]
    assert "groups:read, im:history" in found["hill-trust scopes"]
    assert found["school channel"].startswith("FAIL Slack: missing_scope")
    assert "switched off" in found["school dsl"]
    assert found["school deputy1"].startswith("FAIL")


async def test_check_says_in_words_who_else_reads_the_channel() -> None:
    async with house() as here:
        here.fake.channels[CHANNEL]["is_ext_shared"] = True

        assert "another organisation" in (await lines(here))["school channel"]


def test_each_doubt_about_a_channel_has_words() -> None:
    doubts = [*MUST_BE, *MUST_NOT_BE, *NEVER, *EMPTY, *OURS_ALONE, *OUR_TEAM, *GUESTS, *MACHINES]

    assert {*doubts, "team_id", TOO_MANY} == set(DOUBTS)


@pytest.mark.parametrize("person", ["dsl", "deputy1", "head", "chair"])
async def test_check_looks_at_everybody_whom_an_alert_may_reach(person: str) -> None:
    async with house() as here:
        there = (await lines(here))[f"school {person}"]
        here.fake.users[ACCOUNTS[person]]["deleted"] = True
        off = (await lines(here))[f"school {person}"]
        here.fake.users[ACCOUNTS[person]] |= {"deleted": False, "is_bot": True}
        app = (await lines(here))[f"school {person}"]
        del here.fake.users[ACCOUNTS[person]]
        gone = (await lines(here))[f"school {person}"]

    assert there.startswith("ok")
    assert off == "FAIL the account is switched off. Mend the roster now."
    assert app == "FAIL that is an app. Write the id of a person."
    assert gone.startswith("FAIL Slack: user_not_found. Is the id theirs")


async def test_a_chair_without_an_account_is_told_of_with_the_cure() -> None:
    school = on_slack(a_school())
    people = tuple(
        one.model_copy(update={"accounts": {}}) if one.id == "chair" else one
        for one in school.people
    )
    async with house(school.model_copy(update={"people": people})) as here:
        found = (await lines(here))["school chair"]

    assert found.startswith("warn no alert reaches them on Slack. Add accounts")


async def test_the_chair_need_not_be_in_the_channel() -> None:
    async with house() as here:
        assert ACCOUNTS["chair"] not in here.fake.members[CHANNEL]

        assert (await lines(here))["school chair"].startswith("ok")


async def test_check_says_whom_the_channel_leaves_out() -> None:
    async with house() as here:
        here.fake.members[CHANNEL].remove(DSL)

        assert (await lines(here))["school dsl"].startswith("FAIL not in the DSL channel")


async def test_a_channel_that_slack_does_not_show_has_its_own_cure() -> None:
    async with house() as here:
        here.fake.faults.append(Fault("conversations.info", 200, "channel_not_found"))

        found = await lines(here)

    assert "invite Handrail" in found["school channel"]
    assert "details" in found["school channel"]
    assert found["school dsl"].startswith("ok")


async def test_a_slack_that_does_not_answer_is_not_blamed_on_the_token() -> None:
    async with house() as here:
        here.fake.faults.append(Fault("auth.test", 503, "fatal_error"))

        found = (await lines(here))["hill-trust token"]

    assert "reach https://slack.com" in found
    assert "xoxb" not in found


async def test_a_secret_that_is_wanting_is_named_with_the_page_that_shows_it(
    tmp_path: Path,
) -> None:
    by_socket = read(FILE.replace('team = "T0SCHOOL1"', 'team = "T0SCHOOL1"\nsocket = true'))

    wanting = [str(each) for each in await check_slack(surroundings(tmp_path), read(FILE))]
    by_line = [str(each) for each in await check_slack(surroundings(tmp_path), by_socket)]

    assert "HILL_TRUST_TOKEN is not set. At Slack, OAuth & Permissions" in wanting[0]
    assert "SIGNING_SECRET is not set. At Slack, Basic Information" in wanting[1]
    assert "connections:write" in by_line[1]
