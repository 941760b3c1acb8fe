"""Everybody of a school as the one whom a concern is about: nothing of it ever reaches them."""

from __future__ import annotations

from random import Random

import pytest

from bot.fsm.school import Person, School, Way
from tests.chat import FRIDAY_EVENING
from tests.engine import FRIDAY_MORNING, PEOPLE, with_ways
from tests.recusal.story import READS, SURNAMED, How, Story
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed

KIT = Person(id="kit", name="Kit Vane")
SEEDS = 40
"""Stories for each person, and each way in which they are named, in a soak."""


def the_school(*, shares_a_phone: bool = False) -> School:
    """Return a school with a rota and every way to people; its team may share one phone."""
    school = staffed(IN_SCHOOL, ON_CALL)
    school = with_ways(school.model_copy(update={"people": (*school.people, KIT)}), *Way)
    if not shares_a_phone:
        return school
    shared = tuple(
        one.model_copy(update={"phone": ""}) if one.id in school.team else one
        for one in school.people
    )
    return school.model_copy(update={"people": shared})


def ways_of(person: Person) -> list[How]:
    """Return how it can come out that somebody is not to hear of a concern."""
    roles = set(person.roles)
    named = [How.NAME, How.NOT_SAID] if SURNAMED & roles else []
    return [How.ROLE, *named, *([How.THEMSELVES] if READS & roles else [])]


SUBJECTS = [(one.id, how) for one in PEOPLE for how in ways_of(one)]


async def leaks(subject: str, how: How, seed: int, steps: int) -> list[str]:
    """Return what reached the subject of one story."""
    chance = Random(f"{subject} {how} {seed}")
    school = the_school(shares_a_phone=chance.random() < 0.5)
    at = chance.choice((FRIDAY_EVENING, FRIDAY_MORNING))
    story = Story(school, subject, how, chance, at, out_before=chance.random() < 0.5)
    await story.play(steps)
    return [f"{at:%H:%M}, card out: {story.out_before}: {leak}" for leak in story.leaks]


@pytest.mark.parametrize(("subject", "how"), SUBJECTS)
async def test_nothing_reaches_the_one_whom_it_is_about(subject: str, how: How) -> None:
    assert await leaks(subject, how, 0, steps=8) == []


@pytest.mark.soak
@pytest.mark.parametrize(("subject", "how"), SUBJECTS)
async def test_in_long_stories_nothing_reaches_them_either(subject: str, how: How) -> None:
    for seed in range(1, SEEDS):
        assert await leaks(subject, how, seed, steps=30) == [], seed


@pytest.mark.parametrize(
    ("guard", "without", "subject", "how"),
    [
        ("bot.fsm.alert.rungs.off", lambda *_: frozenset(), "deputy1", How.NAME),
        ("bot.fsm.access.rights.off", lambda *_: frozenset(), "dsl", How.NAME),
        (
            "bot.fsm.alert.raising.is_off_channel",
            lambda _school, case: case.around,
            "dsl",
            How.NAME,
        ),
    ],
)
async def test_without_one_of_the_guards_something_would(
    monkeypatch: pytest.MonkeyPatch, guard: str, without: object, subject: str, how: How
) -> None:
    monkeypatch.setattr(guard, without)

    assert any([await leaks(subject, how, seed, steps=8) for seed in range(6)])
