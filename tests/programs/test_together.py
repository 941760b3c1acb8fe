"""Parts of a program run together, and all of them end when one says so."""

from __future__ import annotations

import asyncio

import pytest

from adapters.programs.web import together


async def test_all_parts_are_cancelled_when_it_is_time_to_stop() -> None:
    ended: list[str] = []
    stop = asyncio.Event()

    async def part(name: str) -> None:
        try:
            if name == "last":
                stop.set()
            await asyncio.Event().wait()
        finally:
            ended.append(name)

    await together(part("first"), part("last"), stop=stop.wait())

    assert sorted(ended) == ["first", "last"]


async def test_a_part_that_loses_a_cancellation_is_cancelled_again() -> None:
    stop = asyncio.Event()
    lost: list[str] = []

    async def part() -> None:
        stop.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            lost.append("the first one")
        await asyncio.Event().wait()

    async with asyncio.timeout(5):
        await together(part(), stop=stop.wait())

    assert lost == ["the first one"]


async def test_a_part_that_fails_ends_the_program_with_its_exception() -> None:
    async def failing() -> None:
        raise ArithmeticError("it failed")

    with pytest.raises(ArithmeticError):
        await together(failing(), stop=asyncio.Event().wait())
