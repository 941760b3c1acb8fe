"""A case, and its card of whom to ring: what the tests of that card share."""

from __future__ import annotations

from functools import cache

from bot.dialogs.card import Card
from bot.fsm.case import Account, Answer, Case
from bot.fsm.school import School
from bot.fsm.sheets.ring import ring_card
from tests.engine import FRIDAY_MORNING, a_school, london

PACKS = ("stoke", "staffordshire", "north-somerset", "westcroft", "college")
SCHOOL = a_school()
TUESDAY = "2026-11-03 10:00"


@cache
def school_of(uses: str) -> School:
    """Return the school of a pack, once."""
    return a_school(uses=uses)


def a_case(told: dict[str, str] | None = None, *, around: bool = False, children: int = 1) -> Case:
    """Return a case in which this was told."""
    said = {key: Answer(value=value, at=FRIDAY_MORNING) for key, value in (told or {}).items()}
    account = Account(
        reporter="sam", rostered=True, children=children, answers=said, opened=("more",)
    )
    return Case(
        ref="YP-7K3Q",
        school="school",
        edition="2026-11",
        opened_at=FRIDAY_MORNING,
        account=account,
        around=around,
    )


def rows(card: Card) -> dict[str, str]:
    """Return the rows of a card by their labels."""
    return {row.label: row.text for row in card.fields}


def ringing(at: str, school: School = SCHOOL, *, case: Case | None = None) -> dict[str, str]:
    """Return the rows for the first child of a case at a local time."""
    return rows(ring_card(school, case or a_case(), 1, london(at)))
