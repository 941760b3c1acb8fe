"""What Teams' answers lead to: the same again, another way now, or a bug that people hear of."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.teams.errors import BUSY, OURS, UNKNOWN, problem_of
from adapters.teams.posting import Place
from bot.dialogs.card import CardKind
from bot.dialogs.words import card
from bot.fsm.school import CHANNEL
from bot.ports import OurBug, Reroute, Retry
from tests.teams.connector import FakeTeams
from tests.teams.seen import Fault, Told
from tests.teams.sending import DSL, GUEST, ROOM, SAM, Sending, sending, words_of

HELLO = card("one_moment")
ALERT = card("one_moment").model_copy(update={"kind": CardKind.ALERT})


async def send(here: Sending, to: str = "dsl", key: str = "k", edit: str = "") -> str:
    return await here.messenger.send("school", to, HELLO, key=key, edit=edit)


def only(fake: FakeTeams, to: str) -> Told:
    [told] = fake.take(to)
    fake.assert_nothing_more()
    return told


def test_each_status_is_sorted_once() -> None:
    assert BUSY & OURS == BUSY & UNKNOWN == OURS & UNKNOWN == set()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (412, Retry),
        (429, Retry),
        (502, Retry),
        (503, Retry),
        (504, Retry),
        (403, Reroute),
        (404, Reroute),
        (401, Reroute),
        (302, Reroute),
        (499, Reroute),
        (400, OurBug),
        (413, OurBug),
    ],
)
async def test_a_status_is_sorted_and_leads_on(status: int, kind: type[Exception]) -> None:
    async with sending() as here:
        await here.install(DSL)
        here.fake.faults.extend([Fault("send", status)] * 2)

        with pytest.raises(kind):
            await send(here)


async def test_the_saved_chat_is_used_and_the_object_id_where_there_is_none() -> None:
    async with sending() as here:
        await here.install(DSL)
        await send(here)
        assert "begin" not in here.fake.calls

        await send(here, "sam")
        await send(here, "sam", "k2")

        assert here.fake.calls.count("begin") == 1
        assert [each.to for each in here.fake.take()] == [DSL, SAM, SAM]
        assert here.fake.wrongs == []


async def test_a_guest_of_the_tenant_is_written_to_by_their_object_id() -> None:
    async with sending() as here:
        await send(here, f"teams.{GUEST}")

        assert "One moment" in words_of(only(here.fake, GUEST).card)


async def test_a_chat_that_is_gone_is_begun_anew_once() -> None:
    async with sending() as here:
        await here.install(DSL)
        old = await here.messenger.chats.references.of("school", DSL)
        assert old is not None
        gone = old.model_copy(update={"conversation": "a:1gone"})
        await here.messenger.chats.references.keep(here.tenant, DSL, gone)

        await send(here)

        assert only(here.fake, DSL).conversation == here.fake.chat_of(DSL)
        assert await here.messenger.chats.references.of("school", DSL) == old


@pytest.mark.parametrize("how", ["without_app", "blocked"])
async def test_whoever_cannot_be_reached_is_passed_over_at_once(how: str) -> None:
    async with sending() as here:
        await here.install(DSL)
        getattr(here.fake, how).add(DSL)

        with pytest.raises(Reroute):
            await send(here)

        assert here.fake.calls.count("send") == 1
        assert here.fake.take() == []


async def test_one_token_serves_all_messages_and_a_refused_one_is_fetched_anew() -> None:
    async with sending() as here:
        await asyncio.gather(*(send(here, "dsl", f"k{number}") for number in range(5)))
        assert here.fake.calls.count("token") == 1

        here.fake.tokens.clear()
        await send(here)
        assert here.fake.calls.count("token") == 2
        here.clock.at += timedelta(minutes=56)
        await send(here)

        assert here.fake.calls.count("token") == 3
        assert len(here.fake.take(DSL)) == 7
        here.fake.assert_nothing_more()


async def test_a_wrong_secret_takes_another_way_at_once_and_is_not_told() -> None:
    async with sending() as here:
        here.fake.secret = "another"

        with pytest.raises(Reroute, match="secret right") as refused:
            await send(here)

        assert "client-secret" not in str(refused.value)


async def test_a_token_goes_to_no_host_but_teams() -> None:
    async with sending() as here:
        elsewhere = b'{"service": "http://127.0.0.1:9/uk/", "conversation": "a:1"}'
        await here.book.keep_address("school", f"teams:{DSL}", elsewhere)

        with pytest.raises(OurBug, match="no other host"):
            await send(here)

        assert here.fake.calls == []


async def test_what_hangs_is_left_in_time_and_may_have_come() -> None:
    async with sending(patience=timedelta(milliseconds=50)) as here:
        await here.install(DSL)
        here.fake.faults.append(Fault("send", 504, hangs=True, done=True))

        with pytest.raises(Retry) as problem:
            await here.messenger.send("school", "dsl", ALERT, key="k")
        assert problem.value.unknown

        await here.messenger.send("school", "dsl", ALERT, key="k", again=True)
        first, again = here.fake.take(DSL)
        assert "Sent again" not in words_of(first.card)
        assert words_of(again.card).startswith("Sent again, in case the first was lost.")


async def test_an_edit_replaces_the_message_and_a_lost_one_is_sent_anew() -> None:
    async with sending() as here:
        receipt = await send(here)
        here.fake.take()
        assert await send(here, edit=receipt) == receipt
        assert [each.edited for each in here.fake.take(DSL)] == [True]

        here.fake.messages.clear()
        anew = await send(here, edit=receipt)

        assert anew != receipt
        assert only(here.fake, DSL).id == Place.read(anew).activity  # type: ignore[union-attr]


async def test_a_post_in_the_room_is_one_thread_and_is_changed_for_everybody() -> None:
    async with sending() as here:
        receipt = await send(here, CHANNEL)
        told = only(here.fake, ROOM)
        assert receipt == f"{told.conversation}|{told.id}"
        assert ";messageid=" in told.conversation

        assert await send(here, CHANNEL, edit=receipt) == receipt
        assert only(here.fake, ROOM).edited


async def test_a_message_is_taken_back_and_one_that_is_gone_is_no_failure() -> None:
    async with sending() as here:
        receipts = [await send(here), await send(here, CHANNEL)]

        for receipt in (*receipts, *receipts, "", "odd"):
            await here.messenger.take_back("school", receipt)

        assert here.fake.messages == {}


async def test_a_message_can_be_taken_away_and_a_204_is_an_answer() -> None:
    async with sending() as here:
        place = Place.read(await send(here))
        assert place is not None
        await here.messenger.chats.posting.delete(here.tenant, here.tenant.service, place)

        assert here.fake.messages == {}


def test_what_teams_says_of_us_is_not_repeated() -> None:
    assert str(problem_of(403, "MessageWritesBlocked")) == "Teams: 403 MessageWritesBlocked"
