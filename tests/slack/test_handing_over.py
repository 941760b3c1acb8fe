"""A case goes from hand to hand over Slack: by choice, and when duty changes."""

from __future__ import annotations

from datetime import timedelta

from tests.engine import london
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed
from tests.slack.hands import texts
from tests.slack.house import CHANNEL, DEPUTY, DSL, SAM, House, house, on_slack

SCHOOL = on_slack(staffed(IN_SCHOOL, ON_CALL))
LATE = london("2026-11-06 15:25")
"""Five minutes before the DSL's duty ends."""

RED = "Danger now, needs 999"


async def owned(here: House) -> None:
    """Let the DSL have a red case."""
    await here.hands.command(SAM)
    await here.hands.press(SAM, RED)
    await here.move(timedelta(seconds=15))
    await here.hands.press(DSL, "Coming to you", CHANNEL)
    await here.move(timedelta(seconds=15))
    here.fake.take()


def heard(here: House, user: str) -> str:
    """Return all that somebody, or the channel, was told since."""
    return " ".join(each for told in here.fake.take(user) for each in texts(told.blocks))


async def test_it_is_the_givers_until_it_is_taken_and_the_channel_says_who_has_it() -> None:
    async with house(SCHOOL) as here:
        await owned(here)
        await here.hands.press(DSL, "Open case", CHANNEL)
        await here.hands.press(DSL, "Hand over")
        await here.move(timedelta(seconds=15))
        await here.hands.press(DSL, "Mr Day")
        assert (await here.case()).owner == "dsl"
        await here.move(timedelta(seconds=15))
        assert "YP-7K3Q" in heard(here, DEPUTY)

        await here.hands.press(DEPUTY, "Take YP-7K3Q")
        await here.move(timedelta(seconds=15))

        assert (await here.case()).owner == "deputy1"
        assert "Mr Day has it" in heard(here, CHANNEL)
        assert here.failures == []
        assert here.fake.wrongs == []


async def test_when_duty_changes_whoever_comes_on_is_asked_case_by_case() -> None:
    async with house(SCHOOL, at=LATE) as here:
        await owned(here)

        await here.move(timedelta(minutes=6))

        asked = heard(here, DEPUTY)
        assert "YP-7K3Q" in asked
        assert (await here.case()).owner == "dsl"
        await here.hands.press(DEPUTY, "Take YP-7K3Q")
        assert (await here.case()).owner == "deputy1"
        assert here.failures == []
        assert here.fake.wrongs == []
