"""What is not known at the referral points stays open until a named person settles it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.script import NOT_KNOWN, Value
from bot.fsm.case import Account, Case, Noted
from bot.fsm.known.facts import open_points, unknown_points
from tests.engine import FRIDAY_MORNING as NOW

NOTHING: tuple[str, ...] = ()


def a_case(points: dict[str, Value], accepted: dict[str, Value]) -> Case:
    def noted(values: dict[str, Value]) -> dict[str, Noted]:
        return {key: Noted(value=value, at=NOW, by="dee") for key, value in values.items()}

    return Case(
        ref="YP-7K3Q",
        school="hawthorn",
        edition="",
        opened_at=NOW - timedelta(hours=1),
        account=Account(reporter="sam", rostered=True),
        sheets={"points.0": noted(points), "unknowns.0": noted(accepted)},
    )


@pytest.mark.parametrize(
    ("points", "accepted", "expected"),
    [
        ({}, {}, NOTHING),
        ({"adult": "no"}, {}, NOTHING),
        ({"care": (NOT_KNOWN,), "adult": NOT_KNOWN}, {}, ("adult", "care")),
        ({"adult": NOT_KNOWN, "care": (NOT_KNOWN,)}, {"adult": "Nobody can say."}, ("care",)),
    ],
)
def test_a_point_that_is_not_known_is_open_until_it_is_accepted(
    points: dict[str, Value], accepted: dict[str, Value], expected: tuple[str, ...]
) -> None:
    assert open_points(a_case(points, accepted)) == expected


def test_an_answer_that_no_longer_counts_is_not_open() -> None:
    off = Noted(value=NOT_KNOWN, at=NOW, by="dee", off=True)
    case = a_case({}, {}).model_copy(update={"sheets": {"points.0": {"acts": off}}})

    assert unknown_points(case) == NOTHING
