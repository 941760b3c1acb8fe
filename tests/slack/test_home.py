"""The home page stands open on a desk: its lines have nothing of what anybody wrote."""

from __future__ import annotations

from adapters.chat.home import listed, way_in
from adapters.chat.people import Who
from adapters.slack.modals import home_view
from bot.fsm.clocks.nudging import due_rows
from tests.fundamentals.test_clocks import FRIDAY, SCHOOL, a_case, noted
from tests.fundamentals.test_put_off import PUT_OFF

REASON = "Jo B has not been in since"
CLOCK = "clock.written.1"


def test_a_line_of_a_case_says_what_is_due_and_not_why_it_was_put_off() -> None:
    later = PUT_OFF.model_copy(update={"reason": REASON})
    more = {"put_off": {CLOCK: later}, "nudged": {CLOCK: later.at}}
    case = a_case(social={"rung_at": noted(FRIDAY)}).model_copy(update=more)
    rows = due_rows(SCHOOL, case, later.at, why=True)
    [put_off] = [row.text for row in rows if REASON in row.text]

    known = [Who(SCHOOL.id, "dsl")]
    shown = str(home_view(way_in({SCHOOL.id: SCHOOL}, known, [listed(SCHOOL, case, later.at)])))

    assert REASON not in shown
    assert put_off.partition(" (")[0].partition(":")[0] in shown
