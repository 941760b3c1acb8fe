"""Which private views stand open is kept for all processes over one store."""

from __future__ import annotations

from datetime import timedelta

from adapters.memory.addresses import MemoryAddresses
from adapters.teams.opened import Opened, View
from adapters.teams.posting import Place
from tests.engine import FRIDAY_MORNING, MINUTE
from tests.teams.sending import Down


def a_view(number: int) -> View:
    place = str(Place("a:1", str(number)))
    until = FRIDAY_MORNING + timedelta(minutes=number)
    return View(school="school", person="dsl", place=place, until=until)


async def test_a_process_does_not_forget_what_another_has_open() -> None:
    book = MemoryAddresses()
    here, there, later = Opened(book), Opened(book), Opened(book)
    for each in (here, there):
        await each.load(["school"])

    await here.note(a_view(1))
    await there.note(a_view(2))
    await there.forget(a_view(2))
    await later.load(["school"])

    assert later.due(FRIDAY_MORNING + MINUTE) == [a_view(1)]


async def test_what_was_put_away_elsewhere_is_due_no_more() -> None:
    book = MemoryAddresses()
    here, there = Opened(book), Opened(book)
    await here.note(a_view(1))
    await there.load(["school"])

    await there.forget(a_view(1))
    await here.note(a_view(2))

    assert here.due(FRIDAY_MORNING + 2 * MINUTE) == [a_view(2)]


async def test_what_could_not_be_read_at_the_start_is_due_once_it_can() -> None:
    book = Down()
    await Opened(book).note(a_view(1))
    later = Opened(book)

    await later.note(a_view(2))

    assert later.due(FRIDAY_MORNING + 2 * MINUTE) == [a_view(1), a_view(2)]
