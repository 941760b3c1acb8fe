"""The record of one worked case, as people read it: the files beside this one are the promise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.record.chronology import Chronology
from bot.record.exchange import as_json
from bot.record.page import as_html
from bot.record.texts import as_referral, as_summary
from tests.record.casework import compiled, worked_case

GOLDEN = Path(__file__).parent / "golden"
FORMS: dict[str, tuple[Callable[[Chronology], str], int | None]] = {
    "whole.html": (as_html, None),
    "child_1.html": (as_html, 1),
    "whole.txt": (as_summary, None),
    "child_2.txt": (as_summary, 2),
    "referral_1.txt": (as_referral, 1),
    "referral_2.txt": (as_referral, 2),
    "child_2.json": (as_json, 2),
}


@pytest.mark.parametrize("name", FORMS)
async def test_the_record_reads_as_it_is_kept_here(
    name: str, request: pytest.FixtureRequest
) -> None:
    form, child = FORMS[name]
    made = form(await compiled(await worked_case(), child))

    if request.config.getoption("--update"):
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")
