"""Delivery: try again, take the next person, or say that it is our bug. Never silently dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fsm.events import AlertDelivered, AlertFailed
from bot.fsm.said import Media, Pressed, Typed
from bot.fsm.school import CHANNEL
from bot.retrying import back_off
from tests.engine import FRIDAY_MORNING, REFS, World


@pytest.fixture
async def world() -> World:
    """Return a world in which Sam has been asked the first question."""
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    world.chat.take()
    return world


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (99, 60)]
)
def test_waiting_doubles_up_to_a_minute(attempt: int, seconds: int) -> None:
    assert back_off(attempt) == timedelta(seconds=seconds)


async def test_a_page_that_arrives_is_in_the_record(world: World) -> None:
    await world.say("sam", Typed("not known"))

    events = [event for entry in await world.record() for event in entry.events]
    assert AlertDelivered(to="dsl", name="page", count=1) in events
    assert (await world.case()).alert is not None


async def test_what_is_retried_arrives_later_once(world: World) -> None:
    world.chat.slow = {"dsl"}
    await world.say("sam", Typed("not known"))
    assert world.chat.take("dsl") == []

    world.chat.slow = set()
    await world.wait(timedelta(seconds=5))

    assert world.chat.names("dsl") == ["page"]


async def test_only_the_first_delay_is_recorded(world: World) -> None:
    world.chat.slow = {"dsl"}
    await world.say("sam", Typed("not known"))
    await world.wait(timedelta(seconds=30))

    events = [event for entry in await world.record() for event in entry.events]
    assert events.count(AlertFailed(to="dsl", final=False)) == 1


async def test_somebody_who_is_gone_is_passed_over_now(world: World) -> None:
    world.chat.gone = {"dsl"}

    await world.say("sam", Typed("not known"))

    assert world.chat.names("deputy1") == ["page"]
    events = [event for entry in await world.record() for event in entry.events]
    assert AlertFailed(to="dsl", final=True) in events


async def test_what_a_platform_refuses_is_our_bug_is_buried_and_goes_to_the_next(
    world: World,
) -> None:
    world.chat.refused = {"dsl"}

    await world.say("sam", Typed("not known"))

    assert len(world.bugs) == 1
    assert REFS[0] in world.bugs[0]
    assert await world.store.dead("school") == 1
    assert world.chat.names("deputy1") == ["page"]


async def test_a_refused_word_to_the_reporter_is_buried_and_counted(world: World) -> None:
    world.chat.refused = {"sam"}

    await world.say("sam", Typed("no"))

    assert await world.store.dead("school") == 2, "the edit and the next question"


async def test_a_reporter_who_is_gone_costs_only_their_own_messages(world: World) -> None:
    world.chat.gone = {"sam"}

    await world.say("sam", Typed("not known"))

    assert world.chat.names("dsl") == ["page"]
    assert await world.store.dead("school") > 0


async def test_an_edit_of_something_never_shown_is_struck_off_in_silence() -> None:
    world = World(at=FRIDAY_MORNING)
    world.chat.slow = {"sam"}
    await world.say("sam", Typed("hello"))
    world.chat.slow = set()

    await world.say("sam", Typed("no"))

    assert world.chat.names("sam") == ["question.adult"], "there was nothing yet to edit"


async def test_later_answers_edit_the_one_card_of_the_channel(world: World) -> None:
    for said in ("not known", "not known", "no", "send"):
        await world.say("sam", Typed(said))

    posts = world.chat.take(CHANNEL)
    assert [bool(post.edit) for post in posts] == [False, *(True for _ in posts[1:])]
    assert {post.id for post in posts} == {posts[0].id}


async def test_an_edit_that_overtakes_the_card_waits_for_it(world: World) -> None:
    world.chat.slow = {CHANNEL}
    await world.say("sam", Typed("not known"))
    await world.say("sam", Typed("another adult"))
    world.chat.slow = set()

    await world.wait(timedelta(seconds=10))

    posts = world.chat.take(CHANNEL)
    assert len({post.id for post in posts}) == 1, "one card"
    assert "IMMEDIATE" in posts[-1].card.text


async def test_news_of_a_case_never_takes_the_place_of_its_alert_on_the_way(world: World) -> None:
    world.chat.slow = {"dsl"}
    await world.say("sam", Typed("danger"))
    await world.say("sam", Media())
    world.chat.slow = set()

    await world.wait(timedelta(seconds=10))

    assert set(world.chat.names("dsl")) == {"page", "page_media"}


async def test_a_newer_alert_takes_the_place_of_an_older_one_on_the_way(world: World) -> None:
    world.chat.slow = {"dsl"}
    await world.say("sam", Typed("not known"))
    await world.say("sam", Typed("another adult"))
    world.chat.slow = set()

    await world.wait(timedelta(seconds=10))

    assert [sent.card.level for sent in world.chat.take("dsl")] == ["IMMEDIATE"]


async def test_a_card_on_its_way_does_not_arrive_once_staff_are_named(world: World) -> None:
    world.chat.slow = {CHANNEL}
    await world.say("sam", Typed("not known"))
    await world.say("sam", Typed("someone who works here"))
    world.chat.slow = set()

    await world.wait(timedelta(minutes=2))

    assert world.chat.take(CHANNEL) == []


async def test_a_late_page_to_the_dsl_reaches_nobody_whom_the_case_now_goes_round(
    world: World,
) -> None:
    world.chat.slow = {"dsl", "head", "chair"}
    await world.say("sam", Typed("not known"))
    await world.say("sam", Typed("someone who works here"))
    world.chat.take()
    world.chat.slow = {"head", "chair"}

    await world.wait(timedelta(seconds=20))

    case = await world.case()
    assert case.alert is not None
    assert case.alert.reached == ()
    assert "reached" not in world.chat.names("sam")


async def test_the_store_failing_between_leaves_the_message_to_its_lease(world: World) -> None:
    await world.say("sam", Typed("not known"))
    world.chat.take()
    reply = await world.handler.receive(world.inbound("dsl", Pressed(f"deed.{REFS[0]}.coming")))
    world.store.down = True
    await world.handler.send("school", reply.jobs)
    world.store.down = False

    await world.wait(timedelta(seconds=31))
    await world.delivery.flush("school")

    assert "ack_coming" in world.chat.names("sam"), "repeated perhaps, never lost"
