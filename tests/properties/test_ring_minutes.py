"""At every minute there is a council number to ring, and 101, and 999."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.pack import ContactRole
from bot.fsm.school import School
from bot.fsm.sheets.ring import ring_card
from tests.engine import london
from tests.fundamentals.ringing import PACKS, a_case, school_of

COUNCIL = {ContactRole.FRONT_DOOR, ContactRole.EMERGENCY_DUTY}
DAY = timedelta(days=1)


def assert_somebody_answers(school: School, at: datetime) -> None:
    texts = [row.text for row in ring_card(school, a_case(), 1, at).fields]
    council = [line.number for line in school.pack.contacts if line.role in COUNCIL]

    firsts = [text for text in texts if text.startswith("Ring now: ")]
    assert [number for number in council for text in firsts if number in text] or (
        not council and school.pack.no_on_call_line in texts
    )
    assert {"101.", "999."} <= set(texts)


@pytest.mark.slow
@pytest.mark.parametrize("uses", PACKS)
def test_each_stretch_of_a_year_has_a_council_number_and_101_and_999(uses: str) -> None:
    """Nothing changes between two edges, so that each edge of each day is every minute."""
    school = school_of(uses)
    council = [line for line in school.pack.contacts if line.role in COUNCIL]
    edges = sorted({time(0, 0), *(edge for line in council for edge in line.edges)})
    for days in range(366):
        day = date(2026, 9, 1) + days * DAY
        for edge in edges:
            assert_somebody_answers(school, london(f"{day} {edge:%H:%M}"))


@given(
    uses=st.sampled_from(PACKS),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001  local, as typed
)
def test_any_minute_at_all_has_a_council_number_and_101_and_999(uses: str, at: datetime) -> None:
    assert_somebody_answers(school_of(uses), london(f"{at:%Y-%m-%d %H:%M}"))
