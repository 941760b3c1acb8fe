"""Two reports of one incident, linked by hand: what spans both, and who never hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.flags import Level
from bot.dialogs.words import words
from bot.fsm.linked import LinkChanged, Linked
from bot.fsm.links.sharing import (
    links_seen,
    mirror_of,
    shown_level,
)
from bot.fsm.said import Filled, Typed
from bot.record.compiling import chronology
from bot.record.page import as_html
from tests.engine import FRIDAY_MORNING, MINUTE, REFS, World, a_school
from tests.fundamentals.pressing import press

SCHOOL = a_school()
FIRST, SECOND = REFS[:2]
WHY = "One picture, told by two people."


async def two_reports() -> World:
    """Return a school in which two people have reported; the DSL has both cases."""
    world = World(at=FRIDAY_MORNING)
    await report_twice(world)
    return world


async def report_twice(world: World) -> None:
    """Let two people report, the second one an adult's part in it; the DSL takes both."""
    for person, answers in (
        ("sam", ("hello", "no", "no adults", "send")),
        ("kit", ("hello", "no", "another adult", "send")),
    ):
        for words_typed in answers:
            await world.say(person, Typed(words_typed))
        await world.wait(MINUTE)
    for ref in (FIRST, SECOND):
        await press(world, "dsl", "coming", ref)


async def link(world: World, who: str = "dsl", deed: str = "link") -> None:
    await world.say(who, Filled(f"deed.{SECOND}.{deed}.{FIRST}.form", WHY))


def told(world: World, who: str) -> str:
    """Return everything that somebody was ever sent, with its rows and buttons."""
    cards = [sent.card for sent in world.chat.sent if sent.to == who]
    rows = [f"{row.label} {row.text}" for card in cards for row in card.fields]
    labels = [button.label for card in cards for button in card.buttons]
    return "\n".join([*(card.text for card in cards), *rows, *labels])


async def test_a_link_is_in_both_cases_and_in_both_records() -> None:
    world = await two_reports()

    await link(world)
    await world.wait(MINUTE)

    for ref, other in ((FIRST, SECOND), (SECOND, FIRST)):
        case = await world.case(ref)
        events = [event for entry in await world.record(ref) for event in entry.events]
        (made,) = [event for event in events if isinstance(event, Linked)]
        assert (made.other, made.by, made.reason) == (other, "dsl", WHY)
        assert not case.links[other].undone
        assert case.links[other].mirror == mirror_of(await world.case(other))


async def test_the_other_case_catches_up_after_an_outage_and_only_once() -> None:
    world = await two_reports()
    await link(world)
    world.store.down = True
    await world.wait(MINUTE)
    world.store.down = False

    await world.wait(5 * MINUTE)
    await world.wait(5 * MINUTE)

    events = [event for entry in await world.record(FIRST) for event in entry.events]
    assert len([event for event in events if isinstance(event, Linked)]) == 1


async def test_what_rises_in_one_is_seen_in_the_other() -> None:
    world = await two_reports()
    await link(world)
    await world.wait(MINUTE)

    first = await world.case(FIRST)

    assert first.level < Level.IMMEDIATE
    assert shown_level(SCHOOL, first, "dsl") is Level.IMMEDIATE
    events = [event for entry in await world.record(FIRST) for event in entry.events]
    assert not any(isinstance(event, LinkChanged) and event.other != SECOND for event in events)


async def test_a_link_is_undone_with_a_reason_and_both_keep_that_it_was() -> None:
    world = await two_reports()
    await link(world)
    await world.wait(MINUTE)

    await link(world, deed="unlink")
    await world.wait(MINUTE)

    for ref, other in ((FIRST, SECOND), (SECOND, FIRST)):
        case = await world.case(ref)
        assert case.links[other].undone
        assert case.links[other].reason == WHY
        assert links_seen(SCHOOL, case, "dsl") == {}


async def test_whoever_is_off_one_case_never_hears_of_the_link() -> None:
    world = await two_reports()
    await press(world, "deputy1", "not_me", FIRST)

    await press(world, "deputy1", "link", SECOND)
    await link(world, "deputy1")
    await link(world)
    await world.wait(MINUTE)
    await press(world, "deputy1", "open", SECOND)
    await press(world, "deputy1", "work", SECOND)

    assert (await world.case(SECOND)).links[FIRST].by == "dsl"
    after = told(world, "deputy1").partition("You will hear no more of case")[2]
    assert WHY not in after
    assert words().phrases["label_linked"] not in after
    assert f"link it to {FIRST}" not in after


async def test_nor_does_their_copy_of_the_record_say_so() -> None:
    world = await two_reports()
    await press(world, "deputy1", "not_me", FIRST)
    await link(world)
    await world.wait(MINUTE)
    case, entries = await world.case(SECOND), await world.record(SECOND)

    theirs, whole = (
        chronology(SCHOOL, case, entries, child=None, taken=(FRIDAY_MORNING, who))
        for who in ("deputy1", "dsl")
    )

    assert FIRST not in as_html(theirs)
    assert WHY in as_html(whole)


async def test_nobody_without_the_right_to_a_case_links_it() -> None:
    world = await two_reports()

    await link(world, "sam")
    await world.wait(MINUTE)

    assert (await world.case(SECOND)).links == {}
    assert (await world.case(FIRST)).links == {}


@pytest.mark.parametrize("reason", ["", " ", "see https://example.org/1", "x" * 3000])
async def test_a_link_takes_a_reason_in_words(reason: str) -> None:
    world = await two_reports()

    await world.say("dsl", Filled(f"deed.{SECOND}.link.{FIRST}.form", reason))

    assert (await world.case(SECOND)).links == {}


async def test_nothing_is_linked_by_itself() -> None:
    world = await two_reports()
    await world.wait(timedelta(hours=5))

    assert (await world.case(FIRST)).links == (await world.case(SECOND)).links == {}
