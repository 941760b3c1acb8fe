"""The rota is changed from what a platform shows first: a button there, plain buttons after it."""

# On the page that button is the pane's own, and in no message.

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.fsm.school import CHANNEL
from bot.rota.duty import duty_at
from tests.engine import FRIDAY_MORNING
from tests.platforms.seat import Seat
from tests.platforms.seats import seated
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed

pytestmark = pytest.mark.parametrize("platform", ["slack", "teams"])


@asynccontextmanager
async def arrived(platform: str, folder: Path, *people: str) -> AsyncIterator[Seat]:
    """Give a school with a rota; these people have been shown what is shown first."""
    async with seated(platform, folder, staffed(IN_SCHOOL, ON_CALL), FRIDAY_MORNING) as seat:
        for person in people:
            await seat.arrives(person)
        yield seat


async def test_a_duty_is_handed_on_from_what_is_shown_first(platform: str, tmp_path: Path) -> None:
    async with arrived(platform, tmp_path, "dsl", "deputy1") as seat:
        for label in ("Rota", "I'm off now", "Ask Mr Day"):
            await seat.presses("dsl", label)
        await seat.presses("deputy1", "I'll take it")
        await seat.move(seat.inside.clock.at + timedelta(seconds=1))

        school = await seat.inside.handler.rotas.school("school")
        assert duty_at(school, seat.inside.clock.now()).on == ("deputy1",)
        posted = [each.words for each in seat.heard() if each.to == CHANNEL]
        assert any("The rota was changed." in each for each in posted)
        assert (seat.inside.failures, seat.wrongs()) == ([], [])


async def test_who_is_not_on_the_rota_has_no_button_for_it(platform: str, tmp_path: Path) -> None:
    async with arrived(platform, tmp_path, "sam", "dsl") as seat:
        assert seat.has("dsl", "Rota")
        assert not seat.has("sam", "Rota")
