"""What was done on a duty, as the open case says it: each act with its time and its child."""

from __future__ import annotations

from datetime import timedelta

from bot.fsm.case import Noted
from bot.fsm.handover.cards import done_rows
from tests.engine import FRIDAY_MORNING, a_school, owned_case

SCHOOL = a_school()
LATER = FRIDAY_MORNING + timedelta(minutes=20)


def test_two_sheets_of_one_moment_are_two_acts_and_say_which_child_they_are_about() -> None:
    """One act was lost to the other, and "Deletion" was of nobody."""
    said = Noted(value="not_yet", at=LATER, by="dsl")
    alone = owned_case(SCHOOL)
    case = alone.model_copy(
        update={
            "account": alone.account.model_copy(update={"children": 2}),
            "had_by": "dsl",
            "had_since": FRIDAY_MORNING,
            "sheets": {
                "review.0": {"held_at": said.model_copy(update={"at": FRIDAY_MORNING})},
                "parents.1": {"told": said},
                "parents.2": {"told": said},
            },
        }
    )

    (row,) = done_rows(SCHOOL, case, LATER)

    assert row.text == (
        "10:15 took it; 10:15 Review meeting; 10:35 Parents, child 1; 10:35 Parents, child 2"
    )
