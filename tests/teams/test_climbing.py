"""The ladder, the hand-over and the DSL room, end to end over HTTP on the strict Teams."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.teams.hands import titles
from tests.teams.house import House, house
from tests.teams.seen import Fault
from tests.teams.sending import ACCOUNTS, DEPUTY, DSL, GUEST, HEAD, ROOM, SAM, words_of
from tests.teams.telling import begun, words

RED = "Danger now, needs 999"
FIRST_RUNG = (DSL, DEPUTY, ACCOUNTS["deputy2"])
STRANGER = "30000000-0000-4000-8000-0000000000aa"


def alerts(here: House, user: str) -> int:
    """Return how many alerts somebody, or the room, has before them."""
    told = here.fake.messages.values()
    return len([each for each in told if each.to == user and "EMERGENCY" in words_of(each.card)])


async def test_the_ladder_climbs_until_somebody_has_it() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, RED)
        assert (alerts(here, DSL), alerts(here, ROOM), alerts(here, HEAD)) == (1, 1, 0)

        await here.move(timedelta(minutes=10, seconds=5))
        climbed = alerts(here, HEAD)
        await here.hands.press(HEAD, "Ringing you now")
        before = alerts(here, HEAD)
        await here.move(timedelta(minutes=3))

        assert climbed == 1
        assert alerts(here, HEAD) == before
        assert (await here.case()).owner == "head"
        assert here.failures == []
        assert here.fake.wrongs == []


async def test_somebody_else_takes_it_over_and_everybody_sees_who_has_it() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, RED)
        await here.hands.press(DSL, "Coming to you", ROOM)
        here.fake.take()

        await here.hands.press(DEPUTY, "I will take it over", ROOM)

        assert (await here.case()).owner == "deputy1"
        (room,) = here.fake.take(ROOM)
        assert room.edited
        assert "Mr Day has it" in words_of(room.card)
        assert "Mr Day" in words(here.fake.take(DSL))
        assert here.fake.wrongs == []


async def test_a_case_is_handed_over_and_is_the_giver_s_until_it_is_taken() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, RED)
        await here.hands.press(DSL, "Coming to you", ROOM)
        await here.hands.press(DSL, "Open case", ROOM)
        await here.hands.press(DSL, "Hand over")
        here.fake.take()
        await here.hands.press(DSL, "Mr Day")
        assert (await here.case()).owner == "dsl"

        asked = next(each for each in here.hands.seen(DEPUTY) if each.to == DEPUTY)
        await here.hands.press(DEPUTY, titles(asked.card)[0])

        assert (await here.case()).owner == "deputy1"
        assert here.failures == []
        assert here.fake.wrongs == []


@pytest.mark.parametrize(
    "more",
    [
        {"userRole": "guest"},
        {"tenantId": "10000000-0000-4000-8000-00000000000f"},
        {"userPrincipalName": "x_other.example#EXT#@school.example"},
        {},
    ],
    ids=["guest", "foreign", "external", "not on the roster"],
)
async def test_one_other_reader_keeps_the_room_empty_and_people_are_told_one_by_one(
    more: dict[str, object],
) -> None:
    async with house() as here:
        await begun(here)
        here.fake.person(STRANGER, **more)
        here.fake.rooms[ROOM].append(STRANGER)

        await here.hands.press(SAM, RED)

        assert here.fake.take(ROOM) == []
        assert "cannot post in" in words(here.fake.take(DSL))
        assert [alerts(here, each) for each in FIRST_RUNG] == [1, 1, 1]


async def test_who_joins_the_room_is_seen_at_the_next_post() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, RED)
        here.fake.take()
        here.fake.person(STRANGER)
        here.fake.rooms[ROOM].append(STRANGER)
        came = {"membersAdded": [{"id": f"29:1{STRANGER}"}]}
        await here.hands.send(here.hands.doing("conversationUpdate", STRANGER, ROOM, **came))

        await here.hands.press(DSL, "Coming to you")

        assert here.fake.take(ROOM) == []
        assert (await here.case()).owner == "dsl"


async def test_a_shared_channel_is_never_written_in() -> None:
    async with house() as here:
        await begun(here)
        told = here.hands.doing("installationUpdate", DSL, ROOM, action="add")
        told["channelData"]["channel"]["type"] = "shared"
        await here.hands.send(told)

        await here.hands.press(SAM, RED)

        assert here.fake.take(ROOM) == []
        assert alerts(here, DSL) == 1


async def test_where_the_app_is_taken_out_of_the_room_people_are_told_one_by_one() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.install(DSL, ROOM, "remove")
        del here.fake.rooms[ROOM]

        await here.hands.press(SAM, RED)

        assert "cannot post in" in words(here.fake.take(DSL))
        assert alerts(here, DSL) == 1


@pytest.mark.parametrize("how", ["without the app", "blocked", "gone"])
async def test_who_cannot_be_reached_is_passed_over_at_once(how: str) -> None:
    async with house() as here:
        await begun(here)
        for account in FIRST_RUNG:
            if how == "gone":
                del here.fake.people[account]
            else:
                (here.fake.without_app if how == "without the app" else here.fake.blocked).add(
                    account
                )
            here.fake.rooms[ROOM].remove(account)

        await here.hands.press(SAM, RED)

        assert alerts(here, HEAD) == 1
        assert here.failures == []


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_what_teams_is_too_busy_for_goes_again_and_the_answer_waits_for_nobody(
    status: int,
) -> None:
    async with house() as here:
        await begun(here)
        here.fake.faults.extend(Fault("send", status, to=each) for each in FIRST_RUNG)

        await here.hands.press(SAM, RED)
        assert alerts(here, DSL) == 0
        await here.move(timedelta(minutes=1))

        assert [alerts(here, each) for each in FIRST_RUNG] == [1, 1, 1]
        assert here.failures == []


async def test_a_chat_that_moved_is_found_again_when_its_person_speaks() -> None:
    async with house() as here:
        await here.hands.type(GUEST, "hello")
        references = here.out.messenger.chats.references
        known = await references.of("school", GUEST)
        assert known is not None
        assert (known.conversation, known.user) == (here.fake.chat_of(GUEST), f"29:1{GUEST}")

        await here.hands.install(GUEST, action="remove")
        assert await references.of("school", GUEST) is None
        await here.hands.type(GUEST, "again")
        assert await references.of("school", GUEST) == known
