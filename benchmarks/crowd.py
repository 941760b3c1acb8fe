"""From a trigger answered to its alert handed to the messenger, 200 people at once."""

import asyncio
import statistics
import time
from collections import Counter

from adapters.redis.store import RedisStore
from benchmarks.answer import Count, MachineClock, embedded
from benchmarks.row import Row, percentile
from benchmarks.setting import example_school
from bot.dialogs.card import Card, CardKind
from bot.fsm.said import Opened, Typed
from bot.handle import Handler
from bot.inbound import Inbound, Outcome
from bot.outbox import connect

__all__ = ["run"]

PEOPLE = 200


class Arrivals:
    """A messenger that notes when the first alert of each case was handed to it."""

    def __init__(self) -> None:
        """Start with nothing handed over."""
        self.at: dict[str, float] = {}

    async def send(
        self, school: str, to: str, card: Card, *, key: str, edit: str = "", again: bool = False
    ) -> str:
        """Note an alert's arrival."""
        del school, to, edit, again
        if card.kind is CardKind.ALERT:
            self.at.setdefault(card.case, time.perf_counter())
        return key

    async def amend(self, school: str, to: str, card: Card, *, edit: str) -> None:
        """Replace nothing."""


async def _measure() -> list[Row]:
    school = example_school()
    bugs: list[object] = []
    arrivals = Arrivals()
    async with embedded(RedisStore) as (store, _):
        clock = MachineClock()
        handler = Handler({school.id: school}, store, clock, Count(), bugs.append)
        connect(handler, arrivals, bugs.append)
        people = [f"teacher-{number}" for number in range(PEOPLE)]
        for person in people:
            await handler.handle(Inbound(school.id, f"{person}.open", person, Opened()))
        asked: dict[str, float] = {}
        outcomes = Counter[Outcome]()

        async def danger(person: str) -> None:
            asked[person] = time.perf_counter()
            said = Inbound(school.id, f"{person}.danger", person, Typed("danger"))
            outcomes[(await handler.handle(said)).outcome] += 1

        alone = await _alone(handler, arrivals, school.id)
        begun = time.process_time()
        await asyncio.gather(*(danger(person) for person in people))
        spent = (time.process_time() - begun) / PEOPLE * 1e3
        took: list[float] = []
        for ref in await store.cases(school.id):
            stored = await handler.case(school.id, ref)
            if stored and stored.account.reporter in asked:
                took.append((arrivals.at[ref] - asked[stored.account.reporter]) * 1e3)
    assert not bugs, bugs
    saved = outcomes[Outcome.SAVED]
    assert len(took) == saved, outcomes  # whoever was told "saved" has an alert, and nobody else
    p50, p99 = statistics.median(took), percentile(took, 0.99)
    return [
        Row(
            f"trigger to messenger, {PEOPLE} at once, p50 (p99)",
            f"{p50:.0f} ({p99:.0f}) ms",
            f"one alone {alone:.1f} ms; processor {spent:.1f} ms each",
            p50 / alone,
            "shown",
        ),
        Row("saved of them; the others were told to ring", f"{saved}", f"{PEOPLE}", None, "all"),
    ]


async def _alone(handler: Handler, arrivals: Arrivals, school: str) -> float:
    took: list[float] = []
    for number in range(20):
        person = f"alone-{number}"
        await handler.handle(Inbound(school, f"{person}.open", person, Opened()))
        known = set(arrivals.at)
        start = time.perf_counter()
        await handler.handle(Inbound(school, f"{person}.danger", person, Typed("danger")))
        (ref,) = set(arrivals.at) - known
        took.append((arrivals.at[ref] - start) * 1e3)
    return statistics.median(took)


def run() -> list[Row]:
    """Measure a crowd on the embedded store."""
    return asyncio.run(_measure())
