"""Every card that a long walk finds: whoever is walking presses what was pressed least so far."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from tests.slack.film import Film, Frame
from tests.slack.house import ACCOUNTS, CHANNEL, DEPUTY, DSL, GUEST, HEAD, SAM, House, house
from tests.slack.test_walks import before, handed_in

__all__ = ["NAMES", "gallery"]

NAMES = {account: person for person, account in ACCOUNTS.items()} | {
    CHANNEL: "DSL channel",
    GUEST: "supply",
}
TELLING = 25
"""Steps in which only the teacher presses, so that there is something to work on."""

ACTORS = (SAM, SAM, DSL, DSL, DSL, DEPUTY, HEAD)
WAITS = (15, 15, 15, 400, 4000, 40_000)
ENDS = frozenset({"Start again", "Take it back", "Send what I have"})


async def gallery(seeds: Iterable[int], steps: int) -> list[Frame]:
    """Return one frame of each card that was shown, in the order of their first showing."""
    kept: dict[tuple[object, ...], Frame] = {}
    pressed = Counter[tuple[str, str]]()
    for seed in seeds:
        async with house() as here:
            film = Film(here.fake, NAMES)
            await _walked(here, seed, steps, pressed)
            for frame in film.frames:
                kept.setdefault(_card(frame), frame)
    return list(kept.values())


def _card(frame: Frame) -> tuple[object, ...]:
    """Return what makes a frame a card of its own: its words, whatever the numbers in them."""
    apart = frame.how in {"view", "home"}
    return (apart, *(re.sub(r"\d+", "9", text) for text in frame.words))


async def _walked(here: House, seed: int, steps: int, pressed: Counter[tuple[str, str]]) -> None:
    chance, hands = random.Random(seed), here.hands
    await hands.command(SAM)
    hands.close(SAM)
    for step in range(steps):
        telling = step < TELLING
        await here.move(timedelta(seconds=15 if telling else chance.choice(WAITS)))
        user = SAM if telling else chance.choice(ACTORS)
        if await handed_in(hands, user, chance):
            continue
        if chance.random() < 0.25 or not before(hands, user):
            hands.close(user)
        labels = before(hands, user)
        labels = [each for each in labels if not (telling and each in ENDS)] or labels
        if not labels:
            continue
        least = min(pressed[user, each] for each in labels)
        label = chance.choice([each for each in labels if pressed[user, each] == least])
        pressed[user, label] += 1
        await hands.press(user, label)
        if chance.random() < 0.05:
            await hands.open_home(user)
