"""What can be pressed on an alert: an acknowledgement first, then opening it, last recusal."""

from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from bot.dialogs.card import Button, Tone
from bot.dialogs.flags import Level
from bot.dialogs.words import button
from bot.fsm.case import Case, CaseStage
from bot.fsm.hours import is_school_time
from bot.fsm.school import School

__all__ = ["DEEDS", "deed_buttons", "open_button"]

EITHER = ("bring", "keep_child", "on_phone", "with_child")
DEEDS = ("coming", "ringing", *EITHER, "have_it")
"""The acknowledgements: each is also what the reporter is told (`rulings` 1.7; the last, ours)."""

Shape: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
AT_FIRST: Shape = ("coming", ("ringing", *EITHER, "open"), ("not_me",))
AT_HOME: Shape = ("ringing", ("coming", *EITHER, "open"), ("not_me",))
IN_CALM: Shape = ("have_it", ("coming", "ringing", "bring", "with_child", "open"), ("not_me",))
AFTERWARDS: Shape = ("open", ("on_phone", "with_child"), ("take_over", "not_me"))
AT_THE_END: Shape = ("open", (), ())
"""The main button, the others, the quiet ones: unowned, then with school shut, or with nothing that
calls for anybody at once; owned; closed."""


def _shape(school: School, case: Case, now: datetime) -> Shape:
    if case.stage is CaseStage.CLOSED:
        return AT_THE_END
    if case.stage is CaseStage.OWNED:
        return AFTERWARDS
    if case.level is Level.RECORD:
        return IN_CALM
    return AT_FIRST if is_school_time(school, now) else AT_HOME


def deed_buttons(school: School, case: Case, now: datetime) -> tuple[Button, ...]:
    """Return the buttons of an alert: first what it needs, then opening, last recusal.

    While nobody has it that is an acknowledgement, out of hours by phone; afterwards what the
    owner does next.
    """
    return _buttons(case.ref, _shape(school, case, now))


@lru_cache(maxsize=1024)
def _buttons(ref: str, shape: Shape) -> tuple[Button, ...]:
    """Return the buttons; the alert and the channel's card have the same, made once."""
    first, rest, last = shape
    return (
        button(first, f"deed.{ref}.{first}", Tone.MAIN),
        *(button(name, f"deed.{ref}.{name}") for name in rest),
        *(button(name, f"deed.{ref}.{name}", Tone.QUIET) for name in last),
    )


def open_button(ref: str, tone: Tone = Tone.PLAIN) -> Button:
    """Return the button that opens a case."""
    return button("open", f"deed.{ref}.open", tone)
