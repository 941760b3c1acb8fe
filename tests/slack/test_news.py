"""What Slack tells of people and of the channel is looked into at once, and said once."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.slack.house import ACCOUNTS, CHANNEL, DEPUTY, DSL, SAM, House, house

IT = ACCOUNTS["it"]


def words(here: House, user: str) -> str:
    return " ".join(str(each.blocks) for each in here.fake.take(user))


async def switched_off(here: House, user: str, ts: str = "9.1") -> None:
    here.fake.users[user]["deleted"] = True
    told = {"id": user, "deleted": True}
    await here.hands.event({"type": "user_change", "user": told, "event_ts": ts})


async def test_a_dsl_who_is_switched_off_is_found_before_they_are_needed() -> None:
    async with house() as here:
        await switched_off(here, DEPUTY)

        assert "chat does not reach" in words(here, DSL)
        assert "chat does not reach" in words(here, IT)
        here.assert_well()


async def test_who_is_switched_off_gets_the_numbers_and_raises_nothing() -> None:
    async with house() as here:
        await switched_off(here, SAM)
        await here.hands.command(SAM)

        assert "999" in here.hands.words(SAM)
        assert await here.store.cases("school") == []
        here.assert_well()

        here.fake.users[SAM]["deleted"] = False
        told = {"id": SAM, "deleted": False}
        await here.hands.event({"type": "user_change", "user": told, "event_ts": "9.2"})
        here.hands.close(SAM)
        await here.hands.command(SAM)
        assert "talking of suicide" in words(here, SAM)


async def test_the_same_news_twice_is_said_once() -> None:
    async with house() as here:
        await switched_off(here, DEPUTY)
        here.fake.take()

        await switched_off(here, DEPUTY)

        here.assert_well()


@pytest.mark.parametrize("user", [SAM, "U0NOBODY"])
async def test_of_somebody_whom_no_alert_goes_to_nothing_is_said(user: str) -> None:
    async with house() as here:
        here.fake.person(user)
        await switched_off(here, user)

        here.assert_well()


async def test_a_new_picture_or_a_new_name_of_a_dsl_says_nothing() -> None:
    async with house() as here:
        told = {"id": DSL, "deleted": False, "profile": {"image_72": "https://x.example/y.png"}}
        await here.hands.event({"type": "user_change", "user": told, "event_ts": "9.1"})

        here.assert_well()


@pytest.mark.parametrize(
    ("flag", "event"),
    [
        ("is_ext_shared", {"type": "channel_shared", "channel": CHANNEL}),
        ("is_archived", {"type": "group_archive", "channel": CHANNEL}),
        ("", {"type": "member_joined_channel", "channel": CHANNEL, "user": "U0ODD"}),
    ],
)
async def test_a_channel_that_others_can_read_is_told_to_the_dsl_before_a_case_needs_it(
    flag: str, event: dict[str, Any]
) -> None:
    async with house() as here:
        if flag:
            here.fake.channels[CHANNEL][flag] = True
        else:
            here.fake.person("U0ODD", is_restricted=True)
            here.fake.members[CHANNEL].append("U0ODD")

        await here.hands.event({**event, "event_ts": "9.2"})

        assert "Others can read the DSL channel now" in words(here, DSL)
        here.assert_well()


async def test_a_dsl_who_joins_the_channel_is_no_news() -> None:
    async with house() as here:
        joined = {"type": "member_joined_channel", "channel": CHANNEL, "user": DSL}
        await here.hands.event({**joined, "event_ts": "9.3"})
        await here.hands.event({"type": "group_archive", "channel": "G0OTHER", "event_ts": "9.4"})

        here.assert_well()


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_being_taken_out_of_slack_is_logged_and_alerts_climb_past_it(
    kind: str,
) -> None:
    async with house() as here:
        with capture_logs() as logged:
            assert await here.hands.event({"type": kind}) == 200

        assert "slack_uninstalled" in [line["event"] for line in logged]
        here.assert_well()
