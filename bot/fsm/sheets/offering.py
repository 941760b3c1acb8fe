"""What is offered as an answer beside the options: a moment that is often right."""

from collections.abc import Callable
from datetime import datetime

from bot.dialogs.card import Button, Tone
from bot.dialogs.moments import Unclear
from bot.dialogs.script import Kind, Question
from bot.fsm.hours import clock_time, next_school_day_end
from bot.fsm.marks import at_of, mark_of
from bot.fsm.school import School

__all__ = ["offered", "taken"]

OFFERS: dict[str, Callable[[School, datetime], datetime | None]] = {
    "end_of_next_school_day": next_school_day_end,
}
"""Named by `offers` in a sheet."""


def offered(school: School, question: Question, lead: str, now: datetime) -> tuple[Button, ...]:
    """Return the button for the moment that a question offers at `now`; none where it has none."""
    at = OFFERS[question.offers](school, now) if question.offers else None
    if at is None:
        return ()
    return (Button(label=clock_time(at, now), value=f"{lead}.{mark_of(at)}", tone=Tone.MAIN),)


def taken(question: Question, pressed: str, now: datetime) -> datetime | Unclear | None:
    """Return the moment that was pressed: now, or what was offered; None for any other."""
    if question.kind is not Kind.MOMENT:
        return None
    at = at_of(pressed) if question.offers else None
    if at is None:
        return now if pressed == "now" else None
    return Unclear.IN_THE_PAST if question.expect == "future" and at < now else at
