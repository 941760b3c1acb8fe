"""Where more is to be sent than can be at once, red alerts go first, and nobody waits for ever."""

from __future__ import annotations

import asyncio

from bot.dialogs.card import Card, CardKind
from bot.dialogs.flags import Level
from bot.fsm.effects import Page
from bot.lanes import BESIDE, LONGEST_WAIT_EVERY, Lane, Lanes


class Crowd:
    """Work that says when it begins and ends when it is told."""

    def __init__(self) -> None:
        self.lanes = Lanes()
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def come(self, lane: Lane, name: str) -> None:
        async def work() -> None:
            async with self.lanes.turn(lane):
                self.begun.append(name)
                await self.ends[name].wait()

        self.ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.ensure_future(work())

    async def end(self, name: str) -> None:
        self.ends[name].set()
        await self.tasks[name]
        await settle()


async def settle() -> None:
    """Let everybody who may begin do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def full() -> Crowd:
    """Return lanes in which nothing more may begin, filled by red alerts r0, r1 ..."""
    crowd = Crowd()
    for number in range(BESIDE[Lane.RED]):
        crowd.come(Lane.RED, f"r{number}")
    await settle()
    return crowd


async def finish(crowd: Crowd) -> None:
    for event in crowd.ends.values():
        event.set()
    await asyncio.gather(*crowd.tasks.values(), return_exceptions=True)


async def test_a_red_alert_that_came_last_goes_first() -> None:
    crowd = await full()
    crowd.come(Lane.WORD, "word")
    crowd.come(Lane.RED, "red")
    await settle()
    await crowd.end("r0")

    assert crowd.begun[-1] == "red"
    await finish(crowd)


def red(case: str, to: str) -> Page:
    alert = Card(name="page", kind=CardKind.ALERT, text="Alert", level=Level.EMERGENCY.name)
    return Page(to=to, card=alert, case=case, count=1)


def test_somebody_hears_of_each_case_before_everybody_hears_of_one() -> None:
    lanes = Lanes()

    taken = [
        [lanes.lane("school", red(case, to)) for to in ("dsl", "deputy")] for case in ("A", "B")
    ]

    assert taken == [[Lane.FIRST, Lane.RED], [Lane.FIRST, Lane.RED]]
    assert Lane.FIRST < Lane.RED


async def test_words_leave_room_for_red_alerts() -> None:
    crowd = Crowd()
    for number in range(BESIDE[Lane.WORD] + 5):
        crowd.come(Lane.WORD, f"w{number}")
    crowd.come(Lane.RED, "red")
    await settle()

    assert len(crowd.begun) == BESIDE[Lane.WORD] + 1
    assert crowd.begun[-1] == "red"
    await finish(crowd)


async def test_who_has_waited_longest_has_a_turn_among_ever_new_red_alerts() -> None:
    crowd = await full()
    crowd.come(Lane.WORD, "word")
    for number in range(LONGEST_WAIT_EVERY):
        crowd.come(Lane.RED, f"new{number}")
    await settle()
    for number in range(LONGEST_WAIT_EVERY):
        await crowd.end(f"r{number}")

    assert "word" in crowd.begun
    await finish(crowd)


async def test_who_goes_away_while_waiting_takes_no_turn() -> None:
    crowd = await full()
    crowd.come(Lane.RED, "gone")
    crowd.come(Lane.RED, "stays")
    await settle()
    crowd.tasks["gone"].cancel()
    await settle()
    await crowd.end("r0")

    assert crowd.begun[-1] == "stays"
    await finish(crowd)
    crowd.come(Lane.AFTERWARDS, "last")
    await settle()
    assert crowd.begun[-1] == "last"
    await finish(crowd)
