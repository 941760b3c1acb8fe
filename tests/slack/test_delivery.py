"""What Slack's refusals lead to: the same again, another way now, or a bug that people hear of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.chat.waiting import wait_of
from adapters.slack.errors import BUSY, OURS, UNKNOWN, problem_of
from bot.dialogs.card import CardKind
from bot.dialogs.words import card
from bot.ports import OurBug, Reroute, Retry
from tests.slack.house import ACCOUNTS, CHANNEL, DSL, HEAD, SAM, House, house
from tests.slack.methods import Fault

POST = "chat.postMessage"
RED = "Danger now, needs 999"


async def before_the_alert(here: House) -> None:
    await here.hands.command(SAM)
    here.fake.take()


def alerts(here: House, user: str) -> list[str]:
    """Return the texts of all alerts that somebody has before them."""
    told = here.fake.messages.values()
    return [each.text for each in told if each.to == user and "EMERGENCY" in each.text]


def test_each_word_of_slacks_is_sorted_once() -> None:
    assert BUSY & OURS == BUSY & UNKNOWN == OURS & UNKNOWN == set()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("ratelimited", Retry),
        ("internal_error", Retry),
        ("is_archived", Reroute),
        ("account_inactive", Reroute),
        ("token_revoked", Reroute),
        ("missing_scope", Reroute),
        ("messages_tab_disabled", Reroute),
        ("a_word_of_tomorrow", Reroute),
        ("invalid_blocks", OurBug),
        ("msg_too_long", OurBug),
    ],
)
def test_an_error_is_sorted_by_its_word(error: str, kind: type[Exception]) -> None:
    assert isinstance(problem_of(error), kind)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("30", 30), ("0", 0), ("99999999999", 300), ("soon", None), ("-1", None), (None, None)],
)
def test_retry_after_is_honoured_within_reason(told: str | None, seconds: int | None) -> None:
    assert wait_of(told) == (None if seconds is None else timedelta(seconds=seconds))


async def test_a_limit_is_waited_for_as_long_as_slack_says() -> None:
    async with house() as here:
        await before_the_alert(here)
        here.fake.faults.append(Fault(POST, 429, "ratelimited", {"Retry-After": "7"}))
        here.fake.faults.append(Fault(POST, 429, "ratelimited", {"Retry-After": "7"}))

        await here.hands.press(SAM, RED)
        await here.move(timedelta(seconds=6))
        before = len(here.fake.messages)
        await here.move(timedelta(seconds=2))

        assert len(here.fake.messages) == before + 2
        assert here.bugs == []


@pytest.mark.parametrize(
    "fault",
    [Fault(POST, 500, ""), Fault(POST, 200, "internal_error"), Fault(POST, 503, "x", done=True)],
)
async def test_after_an_unknown_outcome_an_alert_goes_again_and_says_so(fault: Fault) -> None:
    async with house() as here:
        await before_the_alert(here)
        here.fake.users = {user: each for user, each in here.fake.users.items() if user != SAM}
        here.fake.faults.extend([fault] * 5)

        await here.hands.press(SAM, RED)
        await here.move(timedelta(seconds=5))

        told = [each for user in (DSL, CHANNEL, *ACCOUNTS.values()) for each in alerts(here, user)]
        assert any(each.startswith("Sent again, in case the first was lost.") for each in told)
        assert alerts(here, DSL) != []


async def test_what_a_dead_process_may_have_sent_goes_again_and_says_so() -> None:
    async with house() as here:
        await before_the_alert(here)
        deliver = here.handler.deliver
        assert deliver is not None
        here.handler.deliver = None  # it dies once it is saved
        await here.hands.press(SAM, RED)
        here.handler.deliver = deliver
        assert alerts(here, DSL) == []

        await here.move(timedelta(seconds=31))
        await here.delivery.flush("school")

        (told,) = alerts(here, DSL)
        assert told.startswith("Sent again, in case the first was lost.")


@pytest.mark.parametrize("flag", ["is_archived", "is_ext_shared", "is_org_shared"])
async def test_a_channel_that_others_read_gets_nothing_and_people_are_told_one_by_one(
    flag: str,
) -> None:
    async with house() as here:
        await before_the_alert(here)
        here.fake.channels[CHANNEL][flag] = True

        await here.hands.press(SAM, RED)

        assert not [each for each in here.fake.messages.values() if each.to == CHANNEL]
        told = [each for each in here.fake.take(DSL) if "cannot post in" in str(each.blocks)]
        assert len(told) == 1
        assert alerts(here, DSL) != []


@pytest.mark.parametrize("more", [{"is_restricted": True}, {"is_bot": True}, {"team_id": "T9"}])
async def test_a_guest_or_an_app_in_the_channel_keeps_everything_out_of_it(
    more: dict[str, object],
) -> None:
    async with house() as here:
        await before_the_alert(here)
        here.fake.person("U0ODD", **more)
        here.fake.members[CHANNEL].append("U0ODD")

        await here.hands.press(SAM, RED)

        assert not [each for each in here.fake.messages.values() if each.to == CHANNEL]


async def test_somebody_who_joins_is_seen_at_the_next_post() -> None:
    async with house() as here:
        await before_the_alert(here)
        await here.hands.press(SAM, RED)
        here.fake.take()
        here.fake.person("U0ODD", is_bot=True)
        here.fake.members[CHANNEL].append("U0ODD")
        await here.hands.event({"type": "member_joined_channel", "user": "U0ODD", "channel": "x"})

        await here.hands.press(DSL, "Coming to you")

        assert here.fake.take(CHANNEL) == []


async def test_a_dsl_who_has_left_slack_is_passed_over_at_once() -> None:
    async with house() as here:
        await before_the_alert(here)
        for name in ("dsl", "deputy1", "deputy2"):
            here.fake.users[ACCOUNTS[name]]["deleted"] = True

        await here.hands.press(SAM, RED)

        assert alerts(here, HEAD) != []


async def test_what_slack_calls_our_mistake_is_told_to_people_and_climbs() -> None:
    async with house() as here:
        await before_the_alert(here)
        team = (ACCOUNTS[name] for name in ("dsl", "deputy1", "deputy2"))
        here.fake.faults.extend(Fault(POST, 200, "invalid_blocks", to=each) for each in team)

        await here.hands.press(SAM, RED)

        assert here.bugs != []
        assert alerts(here, HEAD) != []


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
async def test_the_ladder_climbs_over_slack_until_somebody_has_it(*, socket: bool) -> None:
    async with house(socket=socket) as here:
        await before_the_alert(here)
        await here.hands.press(SAM, RED)
        assert alerts(here, HEAD) == []

        await here.move(timedelta(minutes=10, seconds=5))
        first = len(alerts(here, HEAD))
        await here.hands.press(HEAD, "Ringing you now")
        here.hands.close(DSL)
        await here.hands.press(DSL, "I will take it over")

        assert first == 1
        assert (await here.case()).owner == "dsl"
        assert here.failures == []
        assert here.fake.wrongs == []


@pytest.mark.parametrize("done", [False, True])
async def test_a_nudge_that_may_not_have_come_is_not_called_sent(*, done: bool) -> None:
    async with house() as here:
        nudge = card("one_moment").model_copy(update={"kind": CardKind.NUDGE})
        here.fake.faults.append(Fault(POST, 503, "x", done=done))

        with pytest.raises(Retry):
            await here.slack.messenger.send("school", "dsl", nudge, key="k")

        assert await here.slack.messenger.send("school", "dsl", nudge, key="k") != ""
        assert "Sent again" not in str(here.fake.take(DSL))
