"""The three platforms, each with one school on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.fsm.school import ALERTED, School
from tests.platforms.on_slack import OnSlack
from tests.platforms.on_teams import OnTeams
from tests.platforms.page import OnThePage, site
from tests.platforms.seat import Seat
from tests.slack import house as slack
from tests.teams import house as teams
from tests.teams import sending

PLATFORMS = ("page", "slack", "teams")


@asynccontextmanager
async def seated(name: str, folder: Path, school: School, at: datetime) -> AsyncIterator[Seat]:
    """Give a school on the platform of that name."""
    readers = [each.id for each in school.people if set(ALERTED) & set(each.roles)]
    match name:
        case "slack":
            here = slack.on_slack(school)
            async with slack.house(here, at=at) as house:
                yield OnSlack(house, here, readers)
        case "teams":
            there = sending.on_teams(school)
            async with teams.house(there, at=at) as other:
                yield OnTeams(other, there, readers)
        case _:
            yield OnThePage(site(folder, school, at), school)
