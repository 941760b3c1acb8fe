"""The DSL room: one reader too many, or one doubt, and nothing goes there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.teams.tenant import Reference
from bot.dialogs.words import card
from bot.fsm.school import CHANNEL
from bot.ports import Reroute, Retry
from tests.engine import a_school
from tests.teams.seen import Fault
from tests.teams.sending import ACCOUNTS, GUEST, ROOM, SAM, TEAM, Sending, on_teams, sending

POST = card("one_moment")


async def post(here: Sending, key: str = "k") -> str:
    return await here.messenger.send("school", CHANNEL, POST, key=key)


async def refused(here: Sending) -> str:
    """Return why nothing was posted."""
    with pytest.raises(Reroute) as why:
        await post(here)
    assert here.fake.take(ROOM) == []
    return str(why.value)


async def test_all_pages_of_a_private_teams_roster_are_read() -> None:
    async with sending() as here:
        await post(here)

        assert here.fake.calls.count("members") == 2
        assert len(here.fake.take(ROOM)) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"userRole": "guest"}, "guest"),
        ({"userRole": "anonymous"}, "guest"),
        ({"userRole": None}, "guest"),
        ({"tenantId": "10000000-0000-4000-8000-00000000000f"}, "foreign"),
        ({"tenantId": None}, "foreign"),
        ({"userPrincipalName": "x_other.example#EXT#@school.example"}, "guest"),
        ({"aadObjectId": GUEST}, "not_on_roster"),
        ({"aadObjectId": None}, "not_on_roster"),
        ({"aadObjectId": ACCOUNTS["sam"]}, "no_reader"),
        ({"aadObjectId": ACCOUNTS["it"]}, "no_reader"),
    ],
)
async def test_each_kind_of_other_reader_keeps_everything_out(
    more: dict[str, object], why: str
) -> None:
    async with sending() as here:
        here.fake.people[TEAM[-1]] |= more

        assert why in await refused(here)


async def test_the_older_name_of_the_object_id_is_read_too() -> None:
    async with sending() as here:
        for account in TEAM:
            here.fake.people[account]["objectId"] = here.fake.people[account].pop("aadObjectId")

        await post(here)

        assert len(here.fake.take(ROOM)) == 1


async def test_a_room_of_nobody_is_no_room() -> None:
    async with sending() as here:
        here.fake.rooms[ROOM] = []

        assert "nobody" in await refused(here)


async def test_a_shared_channel_is_never_a_room() -> None:
    async with sending() as here:
        told = Reference(service=here.tenant.service, kind="shared")
        await here.messenger.chats.references.keep(here.tenant, ROOM, told)

        assert "shared" in await refused(here)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_room_that_teams_will_not_show_gets_nothing(status: int) -> None:
    async with sending() as here:
        here.fake.faults.extend([Fault("members", status)] * 2)

        await refused(here)


async def test_while_teams_is_busy_nothing_is_posted_and_after_a_minute_people_are_told() -> None:
    async with sending() as here:
        here.fake.faults.extend([Fault("members", 502)] * 2)
        with pytest.raises(Retry):
            await post(here)
        here.clock.at += timedelta(minutes=1)

        assert "nobody can say" in await refused(here)

        await post(here)
        assert len(here.fake.take(ROOM)) == 1


async def test_a_list_that_cannot_be_read_or_does_not_end_is_a_doubt() -> None:
    async with sending() as here:
        here.fake.rooms[ROOM] = list(TEAM) * 20

        assert "without an end" in await refused(here)


async def test_what_was_seen_counts_for_ten_minutes_and_not_beyond_a_sign() -> None:
    async with sending() as here:
        await post(here)
        here.fake.rooms[ROOM].append(SAM)

        here.clock.at += timedelta(minutes=9, seconds=59)
        await post(here, "k2")
        here.clock.at += timedelta(seconds=1)
        here.fake.take()
        await refused(here)

        here.fake.rooms[ROOM].remove(SAM)
        here.messenger.room.forget()
        await post(here, "k3")
        assert len(here.fake.take(ROOM)) == 1


async def test_an_edit_looks_at_the_room_as_a_post_does() -> None:
    async with sending() as here:
        receipt = await post(here)
        here.fake.take()
        here.fake.rooms[ROOM].append(GUEST)
        here.messenger.room.forget()

        with pytest.raises(Reroute):
            await here.messenger.send("school", CHANNEL, POST, key="k", edit=receipt)

        assert here.fake.take() == []


async def test_a_school_without_a_room_tells_people_one_by_one() -> None:
    async with sending(on_teams(a_school(), "")) as here:
        assert "no channel" in await refused(here)
