"""A school's own page is no playground: its clock is the time of day, and it forgets nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.environment import Environment
from adapters.playground.clock import SimClock
from adapters.playground.playground import Site
from adapters.wiring import _clock_behind, _site
from tests.playground.page import Page
from tests.playground.stage import served, stage

AHEAD = json.dumps({"offset_microseconds": 3_600_000_000})
CONTROLS: tuple[tuple[str, dict[str, object]], ...] = (
    ("clock", {"to": "+10"}),
    ("switches", {"chat_down": True}),
    ("again", {}),
)


@asynccontextmanager
async def page_of(folder: Path, site: Site) -> AsyncIterator[Page]:
    """Serve a page that stands for `site`."""
    made = stage(folder, site=site)
    async with served(made) as address, aiohttp.ClientSession() as session:
        yield Page(made, address, session)


@pytest.mark.parametrize(
    ("site", "statuses"),
    [
        (Site.PLAYGROUND, [200, 200, 200]),
        (Site.TRIAL, [200, 200, 403]),
        (Site.SCHOOL, [403, 403, 403]),
    ],
)
async def test_what_may_be_played_with_depends_on_what_the_page_stands_for(
    site: Site, statuses: list[int], tmp_path: Path
) -> None:
    async with page_of(tmp_path, site) as page:
        answers = [await page.post(path, body) for path, body in CONTROLS]

    assert [answer.status for answer in answers] == statuses


async def test_to_start_again_where_cases_are_kept_is_refused_in_its_own_words(
    tmp_path: Path,
) -> None:
    async with page_of(tmp_path, Site.SCHOOL) as page:
        await page.danger()

        answer = await page.post("again", {})

        assert "is kept" in answer.body["problem"]
        assert "store is down" not in answer.body["problem"]
        assert len(await page.stage.store.cases("hillside")) == 1


async def test_a_school_has_the_time_of_day_though_a_trial_had_set_its_clock_forward(
    tmp_path: Path,
) -> None:
    (tmp_path / "clock.json").write_text(AHEAD, encoding="utf-8")

    async with page_of(tmp_path, Site.SCHOOL) as page:
        assert page.stage.playground.clock._file is None


@pytest.mark.parametrize("config", [None, Path("handrail.toml")])
def test_the_programs_behind_a_page_have_its_clock(config: Path | None, tmp_path: Path) -> None:
    kept = tmp_path / "live" / "page" / "clock.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(AHEAD, encoding="utf-8")

    clock = _clock_behind(Environment(tmp_path, config))

    ahead = clock.now() - clock.machine() > timedelta(minutes=59)
    assert ahead == (config is None)
    assert SimClock(kept).now() > clock.machine()


@pytest.mark.parametrize(
    ("config", "playground", "site"),
    [
        (None, True, Site.PLAYGROUND),
        (Path("handrail.toml"), True, Site.PLAYGROUND),
        (None, False, Site.TRIAL),
        (Path("handrail.toml"), False, Site.SCHOOL),
    ],
)
def test_a_configured_deployment_is_a_school(
    config: Path | None, playground: bool, site: Site, tmp_path: Path
) -> None:
    assert _site(Environment(tmp_path, config), playground=playground) is site
