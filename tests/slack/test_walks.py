"""People press at random whatever is before them: Slack refuses nothing that we make of it."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from tests.slack.hands import Hands, elements
from tests.slack.house import DSL, HEAD, SAM, House, house

ACTORS = (SAM, SAM, SAM, DSL, DSL, HEAD)
TYPED = ("Room 4", "10:15", "14", "Jo B <@U1> & *x*", "yes", "not known", "y" * 60)
STEPS = 60


def before(hands: Hands, user: str) -> list[str]:
    """Return the labels of all that somebody can press."""
    shown = [view for view in [hands.view(user)] if view is not None]
    if shown:
        places = [shown[0][1]]
    else:
        rooms = {user, *(room for room, each in hands.fake.members.items() if user in each)}
        mine = [each for each in hands.fake.messages.values() if each.to in rooms]
        places = [{"blocks": each.blocks} for each in mine[-4:]]
    found = (each for place in places for each in elements(place) if each["type"] == "button")
    return [each["text"]["text"] for each in found if "url" not in each]


async def handed_in(hands: Hands, user: str, chance: random.Random) -> bool:
    """Hand in the form that somebody has open, if it is one."""
    found = hands.view(user)
    if found is None or "submit" not in found[1]:
        return False
    element: dict[str, Any] = next(
        each["element"] for each in found[1]["blocks"] if each["type"] == "input"
    )
    if "options" in element:
        labels = [each["text"]["text"] for each in element["options"]]
        await hands.hand_in(user, chance.sample(labels, chance.randrange(1, len(labels) + 1)))
    else:
        await hands.hand_in(user, chance.choice(TYPED)[: element["max_length"]])
    return True


async def walked(here: House, seed: int, steps: int) -> set[str]:
    """Walk; return the labels that were pressed."""
    chance, hands, seen = random.Random(seed), here.hands, set[str]()
    await hands.command(SAM)
    hands.close(SAM)
    for _ in range(steps):
        await here.move(timedelta(seconds=chance.choice((15, 15, 15, 400))))
        user = chance.choice(ACTORS)
        if await handed_in(hands, user, chance):
            continue
        if chance.random() < 0.3 or not before(hands, user):
            hands.close(user)
        labels = before(hands, user)
        if not labels:
            continue
        label = chance.choice(labels)
        seen.add(label)
        await hands.press(user, label)
        if chance.random() < 0.1:
            await hands.open_home(user)
    return seen


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_pressed_slack_takes_what_we_make_of_it(seed: int) -> None:
    async with house() as here:
        seen = await walked(here, seed, STEPS)

        assert here.fake.wrongs == []
        assert here.failures == []
        assert here.bugs == []
        assert len(seen) > 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 130))
async def test_long_walks(seed: int) -> None:
    async with house() as here:
        await walked(here, seed, 250)

        assert (here.fake.wrongs, here.failures, here.bugs) == ([], [], [])
