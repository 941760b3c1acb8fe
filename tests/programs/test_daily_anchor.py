"""Each morning the DSL channel gets a few words: they say nothing, and hold the record fast."""

from __future__ import annotations

from datetime import timedelta

from adapters.programs.chores import Chores
from adapters.redis.launcher import EmbeddedServer
from bot.fsm.school import CHANNEL
from bot.record.anchors import read_words
from tests.engine import london
from tests.programs.deployed import SCHOOL, Deployed
from tests.store.changes import opened

HOUR = timedelta(hours=1)


async def morning(world: Deployed, moment: str) -> list[str]:
    """Return what one school's channel is told when it is `moment` there."""
    world.clock.at = london(moment)
    await Chores(world.deployment, world.clock.at - HOUR).beat()
    return [
        sent.card.text
        for sent in world.chat.take()
        if (sent.school, sent.to) == (SCHOOL, CHANNEL) and sent.card.name == "anchor"
    ]


def words_in(text: str) -> str:
    return read_words(text.partition(": ")[2].partition(".")[0])


async def test_the_words_of_the_morning_are_found_again_by_who_verifies(
    world: Deployed, server: EmbeddedServer
) -> None:
    await world.raise_red()
    (text,) = await morning(world, "2026-11-07 07:00")

    async with opened(server.url) as store:
        found = await store.walker.walk(SCHOOL, words_in(text))

    entries = found.entries
    assert found.matches == [f"the anchor of 2026-11-07 07:00 UTC: 1 cases with {entries} entries"]


async def test_a_day_on_which_nothing_happened_has_its_words_too(world: Deployed) -> None:
    one = await morning(world, "2026-11-07 07:00")
    two = await morning(world, "2026-11-08 07:00")

    assert (len(one), len(two)) == (1, 1)
    assert words_in(one[0]) != words_in(two[0]), "nobody can tell a quiet day from another"


async def test_it_is_posted_once_whichever_process_does_it(world: Deployed) -> None:
    assert len(await morning(world, "2026-11-07 07:00")) == 1
    assert await morning(world, "2026-11-07 07:10") == []


async def test_a_channel_that_is_told_of_an_anchor_is_told_nothing_of_a_case(
    world: Deployed,
) -> None:
    await world.raise_red()
    ref = (await world.case()).ref

    (text,) = await morning(world, "2026-11-07 07:00")

    assert ref not in text
    assert len(text.split()) <= 40
