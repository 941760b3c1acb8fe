"""Which private views stand open is kept for all processes over one store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.memory.addresses import MemoryAddresses
from adapters.teams.opened import Opened, View
from adapters.teams.posting import Place
from bot.ports import NotSaved
from tests.engine import FRIDAY_MORNING, MINUTE
from tests.teams.sending import Down


def a_view(number: int) -> View:
    place = str(Place("a:1", str(number)))
    until = FRIDAY_MORNING + timedelta(minutes=number)
    return View(school="school", person="dsl", place=place, until=until)


def opened(book: MemoryAddresses) -> Opened:
    return Opened(book, ("school",))


async def test_a_process_does_not_forget_what_another_has_open() -> None:
    book = MemoryAddresses()
    here, there, later = opened(book), opened(book), opened(book)
    for each in (here, there):
        await each.due(FRIDAY_MORNING)

    await here.note(a_view(1))
    await there.note(a_view(2))
    await there.forget(a_view(2))

    assert await later.due(FRIDAY_MORNING + MINUTE) == [a_view(1)]


async def test_what_was_put_away_elsewhere_is_due_no_more() -> None:
    book = MemoryAddresses()
    here, there = opened(book), opened(book)
    await here.note(a_view(1))
    await there.due(FRIDAY_MORNING)

    await there.forget(a_view(1))
    await here.note(a_view(2))

    assert await here.due(FRIDAY_MORNING + 2 * MINUTE) == [a_view(2)]


async def test_what_could_not_be_read_at_the_first_look_is_due_at_the_next() -> None:
    book = Down()
    await opened(book).note(a_view(1))
    later, book.down = opened(book), True
    with pytest.raises(NotSaved):
        await later.due(FRIDAY_MORNING + MINUTE)

    book.down = False

    assert await later.due(FRIDAY_MORNING + MINUTE) == [a_view(1)]


async def test_what_is_opened_before_the_first_look_hides_nothing_that_was_left_open() -> None:
    book = MemoryAddresses()
    await opened(book).note(a_view(1))
    later = opened(book)

    await later.note(a_view(2))

    assert await later.due(FRIDAY_MORNING + 2 * MINUTE) == [a_view(1), a_view(2)]
