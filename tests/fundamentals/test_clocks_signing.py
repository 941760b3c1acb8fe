"""The clock of the sign-off: who is asked, from when, and what has to come before."""

from __future__ import annotations

from bot.dialogs.load import load_sheet
from bot.fsm.clocks.clock import HOUR
from tests.fundamentals.test_clocks import FRIDAY, a_case, noted, nudges

GONE_THROUGH = {
    each.id: noted(str(each.calm)) for each in load_sheet("points").questions if each.calm
}
NOT_REFERRED = {"decision": noted("not_refer"), "reason": noted("No point is up.")}


def test_the_sign_off_is_asked_of_whoever_may_sign_it_each_school_day() -> None:
    case = a_case(decision=NOT_REFERRED, points=GONE_THROUGH)

    assert nudges(case, "signoff", 3) == [
        "Fri 06 10:15 signer",
        "Mon 09 08:30 signer+owner",
        "Tue 10 08:30 signer+owner",
    ]
    assert nudges(case, "points") == []


def test_while_nobody_can_sign_yet_the_owner_is_asked_for_the_points() -> None:
    case = a_case(decision=NOT_REFERRED)

    assert nudges(case, "signoff", 3) == []
    assert nudges(case, "points", 3) == [
        "Fri 06 10:15 owner",
        "Mon 09 10:15 owner",
        "Tue 10 10:15 owner",
    ]


def test_the_signer_is_asked_as_soon_as_the_points_are_gone_through() -> None:
    after = {"at": FRIDAY + HOUR}
    later = {key: each.model_copy(update=after) for key, each in GONE_THROUGH.items()}

    assert nudges(a_case(decision=NOT_REFERRED, points=later), "signoff", 1) == [
        "Fri 06 11:15 signer"
    ]
