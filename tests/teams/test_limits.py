"""How long is waited: as Teams asks, as its limits say, and not all at one instant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.words import card
from bot.ports import Retry
from tests.teams.seen import Fault
from tests.teams.sending import DSL, Sending, sending


async def send(here: Sending, to: str = "dsl", key: str = "k") -> str:
    return await here.messenger.send("school", to, card("one_moment"), key=key)


async def test_a_wait_that_teams_asks_for_is_kept_and_a_little_more() -> None:
    async with sending() as here:
        await here.install(DSL)
        here.fake.faults.append(Fault("send", 429, headers={"Retry-After": "7"}))

        with pytest.raises(Retry) as problem:
            await send(here)

        assert problem.value.after is not None
        assert timedelta(seconds=7) < problem.value.after <= timedelta(seconds=8.5)


async def test_without_one_it_waits_longer_each_time_until_something_comes_through() -> None:
    async with sending() as here:
        await here.install(DSL)
        here.fake.faults.extend([Fault("send", 502)] * 3)
        waits = []
        for _ in range(3):
            with pytest.raises(Retry) as problem:
                await send(here)
            waits.append(problem.value.after)
        await send(here)
        here.fake.faults.append(Fault("send", 502))
        with pytest.raises(Retry) as problem:
            await send(here)

        assert waits == [timedelta(seconds=each) for each in (1, 2, 4)]
        assert problem.value.after == timedelta(seconds=1)


async def test_our_own_limits_are_kept_for_each_chat_and_for_the_tenant() -> None:
    async with sending() as here:
        await here.install(DSL)
        for number in range(9):
            await send(here, "dsl", f"k{number}")

        assert here.waited != []
        assert sum(here.waited) <= 3
        assert here.fake.wrongs == []
        for number in range(60):
            try:
                await send(here, "dsl", f"l{number}")
            except Retry as problem:
                here.clock.at += problem.after or timedelta(0)
        assert here.fake.wrongs == []


async def test_thirty_calls_a_second_are_all_that_a_tenant_makes() -> None:
    async with sending() as here:
        for number in range(35):
            here.fake.person(f"a-guest-{number}")
            await send(here, f"teams.a-guest-{number}")

        assert here.fake.wrongs == []
        assert here.waited != []
