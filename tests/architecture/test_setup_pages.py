"""The file on each setup page is whole: whoever puts their own school into it can start."""

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from bot.settings.reading import parse_settings

PAGES = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^ *```toml\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
TODAY = date(2026, 11, 6)
LATER = {"schools[0].terms"}
"""What is told, and may come later."""


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_the_file_on_the_page_is_read_and_all_that_matters_is_in_it(platform: str) -> None:
    [block] = BLOCK.findall((PAGES / f"{platform}.md").read_text(encoding="utf-8"))

    found = parse_settings(textwrap.dedent(block), "handrail.toml", TODAY)

    homes = [*(each.schools for each in found.slack), *(each.schools for each in found.teams)]
    assert homes == [("mill-lane",)]
    assert found.web is not None
    assert {each.split(": ")[1] for each in found.warnings} == LATER
