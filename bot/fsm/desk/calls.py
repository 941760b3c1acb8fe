"""A call from the card of numbers: one press says that it was made, or was in vain."""

# Rule 1: what was pressed is on record with its time, its person and the number's role; then it is
#         asked who took the call.
# Rule 2: the first call to social care, or to police, starts what a call starts. One after it is
#         kept as a call and moves no clock.

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.dialogs.card import Field
from bot.dialogs.load import sheets
from bot.dialogs.pack import Contact, ContactRole
from bot.dialogs.sheet import Sheet
from bot.dialogs.words import card, words
from bot.fsm.case import CallMade, Case, CaseStage
from bot.fsm.deeds import open_button
from bot.fsm.effects import Effect, Say
from bot.fsm.events import Event, Rang, SheetAnswered
from bot.fsm.hours import clock_time
from bot.fsm.known.noting import TOLD, children, noted
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.fsm.sheets.cards import ask_card, sheet_slot
from bot.fsm.sheets.gates import closed_by, may_fill
from bot.fsm.sheets.ring import ring_card
from bot.fsm.step import step
from bot.fsm.turn import Turn

__all__ = ["call_rows", "called"]


class Start(NamedTuple):
    """Where a first call is noted: the sheet, question and answer; and what is asked `then`."""

    sheet: str
    key: str
    value: str
    then: str


SOCIAL = Start("social", "rung", "rung", "taken_by")
STARTS: dict[ContactRole, Start] = {
    ContactRole.FRONT_DOOR: SOCIAL,
    ContactRole.EMERGENCY_DUTY: SOCIAL,
    ContactRole.POLICE: Start("police", "route", "call_101", "reference"),
    ContactRole.EMERGENCY: Start("police", "route", "call_999", "reference"),
}


def called(school: School, case: Case, by: str, deed: Deed, now: datetime) -> Turn:
    """Return what a press of "rang them" or "no answer" leads to.

    The caller checked that `by` may read the case.
    """
    what, number, line_id = (*deed.name.split(".", 2), "", "")[:3]
    line = next((each for each in school.pack.contacts if each.id == line_id), None)
    child = int(number) if number.isdecimal() else 0
    if line is None or child not in children(case) or case.stage is CaseStage.CLOSED:
        return Turn(None, case, (), (Say(to=by, card=card("stale_rest")),))
    return _Call(school, by, line, child, now).made(case, answered=what == "rang")


@dataclass(frozen=True, slots=True)
class _Call:
    """A line that somebody rang about a child."""

    school: School
    by: str
    line: Contact
    child: int
    now: datetime

    def made(self, case: Case, *, answered: bool) -> Turn:
        """Return what follows: it is kept, then it is asked who took it, or the next number."""
        rang = Rang(
            child=self.child,
            line=self.line.id,
            role=self.line.role.value,
            answered=answered,
            by=self.by,
        )
        events: tuple[Event, ...] = (rang, *(self._answers(case) if answered else ()))
        effects: list[Effect] = []
        for event in events:
            case, more = step(self.school, case, event, self.now)
            effects += more
        again = ring_card(self.school, case, self.child, self.now)
        shown = self._asks(case) if answered else Say(to=self.by, card=again)
        return Turn(None, case, events, (shown, *effects))

    def _start(self, case: Case) -> tuple[Start, Sheet, int] | None:
        """Return where the call is noted, with the sheet and its child; None where nowhere."""
        start = STARTS.get(self.line.role)
        sheet = sheets()[start.sheet] if start else None
        if start is None or sheet is None or not may_fill(self.school, sheet, self.by):
            return None
        if closed_by(self.school, case, sheet, self.by):
            return None
        return start, sheet, self.child if sheet.each == "child" else 0

    def _answers(self, case: Case) -> tuple[SheetAnswered, ...]:
        """Return the answers that a first call gives by itself: that it was made, and when."""
        found = self._start(case)
        if found is None or noted(case, found[0].sheet, found[0].key, found[2]) in TOLD:
            return ()
        start, _, place = found
        said = ((start.key, start.value), ("rung_at", self.now.isoformat()))
        return tuple(
            SheetAnswered(sheet=start.sheet, child=place, key=key, value=value, by=self.by)
            for key, value in said
        )

    def _asks(self, case: Case) -> Say:
        """Ask who took the call, where it has a place; else say that it is noted."""
        if (found := self._start(case)) is not None:
            start, sheet, place = found
            slot = sheet_slot(case, sheet, place, start.then, self.by)
            return Say(to=self.by, card=ask_card(case, sheet, place, start.then), slot=slot)
        time = clock_time(self.now, self.now)
        back = (open_button(case.ref),)
        return Say(to=self.by, card=card("call_noted", ref=case.ref, time=time, buttons=back))


def call_rows(school: School, case: Case, now: datetime) -> tuple[Field, ...]:
    """Return the calls that were made from the card, oldest first: for the case's own view."""
    return tuple(_row(school, case, call, now) for call in case.calls)


def _row(school: School, case: Case, call: CallMade, now: datetime) -> Field:
    say = words().phrases
    named = next((each.name for each in school.pack.contacts if each.id == call.line), call.role)
    child = f", child {call.child}" if len(children(case)) > 1 else ""
    text = say["call_row" if call.answered else "call_row_in_vain"].format(
        line=named, child=child, who=school.name_of(call.by), time=clock_time(call.at, now)
    )
    return Field(label=say["label_call"], text=text)
