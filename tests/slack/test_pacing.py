"""A message a second and place: the most urgent goes first, and Slack has nothing to refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.slack.pacing import TOGETHER, Pace
from bot.dialogs.card import Card, CardKind
from bot.fsm.effects import MESSAGE, Post
from bot.ports import Change, Put, Queue, Retry
from bot.writing import first_post
from tests.engine import FRIDAY_MORNING
from tests.slack.house import CHANNEL, DSL, House, house
from tests.slack.methods import Fault

SECOND = timedelta(seconds=1)
POST = "chat.postMessage"
NOW = FRIDAY_MORNING


def full() -> Pace:
    pace = Pace()
    for number in range(TOGETHER):
        assert pace.wait("C", f"{number}", 0, NOW) is None
    return pace


def test_a_few_go_together_and_then_one_a_second() -> None:
    pace = full()

    waits = [pace.wait("C", f"late {number}", 0, NOW) for number in range(3)]

    assert waits == [SECOND, 2 * SECOND, 3 * SECOND]
    assert pace.wait("D", "elsewhere", 0, NOW) is None


def test_the_more_urgent_goes_before_what_waits_longer() -> None:
    pace = full()
    for number in range(50):
        pace.wait("C", f"calm {number}", 0, NOW)

    assert pace.wait("C", "red", 3, NOW) == SECOND

    assert pace.wait("C", "calm 0", 0, NOW + SECOND) == SECOND
    assert pace.wait("C", "red", 3, NOW + SECOND) is None
    assert pace.wait("C", "calm 1", 0, NOW + 2 * SECOND) == SECOND
    assert pace.wait("C", "calm 0", 0, NOW + 2 * SECOND) is None


def test_whoever_talks_to_us_is_answered_at_once() -> None:
    pace = full()
    pace.wait("C", "red", 3, NOW)

    assert pace.wait("C", "answer", 99, NOW, talking=True) is None


def test_what_never_comes_for_its_turn_is_waited_for_no_longer() -> None:
    pace = full()
    pace.wait("C", "taken back", 3, NOW)

    assert pace.wait("C", "calm", 0, NOW + timedelta(seconds=40)) is None


def test_a_place_that_is_to_be_left_alone_is_left_alone_by_all() -> None:
    pace = Pace()
    pace.leave_alone("C", NOW + 30 * SECOND, NOW)

    assert pace.wait("C", "red", 3, NOW) == 30 * SECOND
    assert pace.wait("C", "calm", 0, NOW + SECOND) == 30 * SECOND
    assert pace.wait("C", "red", 3, NOW + 30 * SECOND) is None


async def crowd(here: House, levels: list[str]) -> None:
    """Put a card for the channel into the outbox for each level, all at once."""
    now = here.clock.machine()
    puts = []
    for number, level in enumerate(levels):
        ref = f"YP-{number:04}"
        card = Card(name="post", kind=CardKind.ALERT, text=f"{level} {number}", level=level)
        body = MESSAGE.dump_json(Post(card=card, case=ref))
        puts.append(Put(Queue.OUTBOX, first_post(ref), now + SECOND, body))
    await here.store.commit(Change("school", "crowd", now, puts=tuple(puts)))


async def test_a_crowd_reaches_the_channel_at_slacks_pace_most_urgent_first() -> None:
    async with house() as here:
        levels = ["RECORD", "URGENT", "EMERGENCY", "IMMEDIATE"] * 10
        await crowd(here, levels)

        await here.move(timedelta(seconds=60))

        told = [each.text.split()[0] for each in here.fake.take(CHANNEL)]
        assert len(told) == 40
        assert here.fake.calls.count(POST) == 40
        paced = told[TOGETHER:]
        order = ["EMERGENCY", "IMMEDIATE", "URGENT", "RECORD"]
        assert paced == sorted(paced, key=order.index)


async def test_after_a_limit_nobody_asks_that_place_again_too_soon() -> None:
    async with house() as here:
        here.fake.faults.append(Fault(POST, 429, "ratelimited", {"Retry-After": "20"}))
        nudge = Card(name="nudge", kind=CardKind.NUDGE, text="x")
        send = here.slack.messenger.send

        with pytest.raises(Retry):
            await send("school", "dsl", nudge, key="one")
        with pytest.raises(Retry) as told:
            await send("school", "dsl", nudge, key="two")

        assert told.value.after == timedelta(seconds=20)
        assert here.fake.calls.count(POST) == 1
        assert here.fake.take(DSL) == []
