"""Filling in a sheet, press by press: any card may be answered at any time, in any order."""

# Rule 1: a button holds the case, the sheet, the child, the question and the place of an answer;
#         there is no position to lose, and two people may fill in one sheet.
# Rule 2: whatever was typed and not understood is told apart, and nothing said before is lost.

from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogs.asking import LONGEST, misticked_card
from bot.dialogs.card import Card
from bot.dialogs.links import has_link
from bot.dialogs.load import sheets
from bot.dialogs.moments import Expect, Unclear, moment_of
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value
from bot.dialogs.sheet import Sheet
from bot.dialogs.sources import why_card
from bot.dialogs.understand import accept
from bot.dialogs.words import card
from bot.fsm.case import Case
from bot.fsm.effects import Say
from bot.fsm.events import SheetAnswered
from bot.fsm.known.filling import left_of, left_open, path_of_sheet
from bot.fsm.known.noting import children, place
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.fsm.sheets.cards import (
    ask_card,
    caution,
    closed_card,
    done_card,
    noted_card,
    said_cards,
    sheet_lead,
    sheet_slot,
    told_cards,
)
from bot.fsm.sheets.corrections import correction_card
from bot.fsm.sheets.gates import barred, closed_by, may_choose, may_fill
from bot.fsm.sheets.offering import offered, taken
from bot.fsm.sheets.prefill import confirmed, prefilled
from bot.fsm.step import step
from bot.fsm.turn import Turn

__all__ = ["work"]


def work(school: School, case: Case, by: str, deed: Deed, now: datetime) -> Turn:
    """Return what a press or a form of a sheet leads to. The caller checked that `by` may read."""
    _, name, number, key, pressed = (*deed.name.split(".", 4), "", "", "")[:5]
    sheet = sheets().get(name)
    if sheet is None or not number.isdecimal():
        return _told(case, by, card("stale_rest"))
    desk = _Desk(school, case, by, now, sheet, int(number))
    if not desk.stands(key):
        return _told(case, by, card("stale_rest"))
    refused = desk.refused(key)
    if refused is not None:
        return _told(case, by, refused)
    if not key or pressed == "ask":
        return Turn(None, case, (), desk.asks(key) if key else desk.opens())
    return desk.answered(key, pressed, deed)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Somebody at a sheet of a case, for one child of it or (0) the whole."""

    school: School
    case: Case
    by: str
    now: datetime
    sheet: Sheet
    child: int

    def stands(self, key: str) -> bool:
        """Return whether there is such a child, and the question applies as things are now."""
        subjects = children(self.case) if self.sheet.each == "child" else (0,)
        if self.child not in subjects:
            return False
        return not key or key in path_of_sheet(self.school, self.case, self.sheet, self.child)

    def refused(self, key: str = "") -> Card | None:
        """Return why this person may not fill it in, or what keeps it closed."""
        if not may_fill(self.school, self.sheet, self.by):
            return card("not_your_sheet", ref=self.case.ref)
        why = closed_by(self.school, self.case, self.sheet, self.by)
        if not why or key in self.sheet.still_open or (not key and self.still_open()):
            return None
        return closed_card(self.case, why)

    def still_open(self) -> list[str]:
        """Return what can be recorded of it though its gate is closed."""
        return left_open(self.school, self.case, self.sheet, self.child)

    def answered(self, key: str, pressed: str, deed: Deed) -> Turn:
        """Return what an answer leads to: it is kept, what it calls for is done, on to the next."""
        question = self.sheet.question(key)
        if pressed == "why":
            return _told(self.case, self.by, why_card(question))
        value = _value(question, pressed, deed, self.now)
        if isinstance(value, Unclear):
            return _told(self.case, self.by, self.mends(key, value, str(deed.content)))
        if value is None:
            return _told(self.case, self.by, _unkept(question, deed))
        event = SheetAnswered(
            sheet=self.sheet.id, child=self.child, key=key, value=value, by=self.by
        )
        if (untaken := self.untaken(question, event)) is not None:
            return _told(self.case, self.by, untaken)
        after, effects = step(self.school, self.case, event, self.now)
        said = after.sheets[place(self.sheet.id, self.child)][key]
        slot = sheet_slot(self.case, self.sheet, self.child, key, self.by)
        shown = Say(
            to=self.by, card=noted_card(question, key, said, self.now), slot=slot, edit=True
        )
        doubted = caution(self.school, self.case, event)
        notes = [
            Say(to=self.by, card=each) for each in said_cards(self.school, after, event, self.now)
        ]
        less = correction_card(self.school, self.case, after, self.now)
        doubt = [Say(to=self.by, card=each) for each in (doubted, less) if each is not None]
        following = replace(self, case=after).goes_on(key)
        return Turn(None, after, (event,), (shown, *notes, *doubt, *effects, *following))

    def untaken(self, question: Question, event: SheetAnswered) -> Card | None:
        """Return why an answer is not this person's to give, or not for now; None if it is kept."""
        ref = self.case.ref
        if not may_choose(self.school, self.sheet, question.id, self.by):
            who = self.school.pack.who_may_decide_deletion
            return card("not_yours_to_choose", ref=ref, who=who)
        if why := barred(self.school, self.case, event):
            return closed_card(self.case, why)
        own = self.is_own(question, event.value)
        return card("needs_another", ref=ref) if own else None

    def mends(self, key: str, why: Unclear, typed: str) -> Card:
        """Return why what was typed is no moment, and all of the question with it once more."""
        asked = self.card(key)
        form = asked.form.model_copy(update={"typed": typed}) if asked.form else None
        made = card(f"moment_{why.value}", case=self.case.ref, buttons=asked.buttons)
        return made.model_copy(update={"form": form, "hint": asked.text})

    def is_own(self, question: Question, value: Value) -> bool:
        """Return whether a second signature would come from the first person."""
        kept = self.case.sheets.get(place(self.sheet.id, self.child), {})
        first = kept.get(question.not_by)
        return first is not None and first.by == self.by and value != question.calm

    def opens(self) -> tuple[Say, ...]:
        """Begin where it was left; what repeats, from its first question."""
        if self.sheet.repeats:
            return self.asks(self.sheet.sections[0].questions[0])
        late = self.still_open() if self.is_closed() else []
        return self.asks(late[0]) if late else self.goes_on()

    def is_closed(self) -> bool:
        """Return whether a gate keeps the sheet closed: then only facts are recorded in it."""
        return bool(closed_by(self.school, self.case, self.sheet, self.by))

    def goes_on(self, key: str = "") -> tuple[Say, ...]:
        """Ask what applies and has no answer yet, on from `key`; else show the whole sheet."""
        left = left_of(self.school, self.case, self.sheet, self.child)
        if self.is_closed():
            left = [key for key in left if key in self.sheet.still_open]
        if left:
            path = path_of_sheet(self.school, self.case, self.sheet, self.child)
            after = path[path.index(key) :] if key in path else []
            return self.asks(next((each for each in left if each in after), left[0]))
        whole = done_card(self.school, self.case, self.sheet, self.child, self.now)
        return (Say(to=self.by, card=whole),)

    def asks(self, key: str) -> tuple[Say, ...]:
        """Ask one question, on a card of its own; what has to be read first comes before it."""
        slot = sheet_slot(self.case, self.sheet, self.child, key, self.by)
        asked = self.card(key)
        whole = prefilled(self.school, self.case, (self.sheet, self.child, key), asked, self.now)
        first = told_cards(self.school, self.case, self.sheet.question(key).tells, self.now)
        return (
            *(Say(to=self.by, card=each) for each in first),
            Say(to=self.by, card=whole, slot=slot),
        )

    def card(self, key: str) -> Card:
        """Return the card that asks one question, with what is offered at this moment."""
        lead = f"{sheet_lead(self.case, self.sheet, self.child)}.{key}"
        first = offered(self.school, self.sheet.question(key), lead, self.now)
        return ask_card(self.case, self.sheet, self.child, key, first)


def _value(question: Question, pressed: str, deed: Deed, now: datetime) -> Value | Unclear | None:
    if (found := taken(question, pressed, now)) is not None:
        return found if isinstance(found, Unclear) else found.isoformat()
    if pressed.isdecimal() and int(pressed) < len(question.options):
        return accept(question, question.options[int(pressed)].id)
    if pressed != "form":
        return confirmed(question, pressed)
    if isinstance(deed.content, tuple):
        return accept(question, list(deed.content))
    if question.kind is Kind.MOMENT and not has_link(deed.content):
        return _moment(question, deed.content, now)
    return accept(question, deed.content)


def _unkept(question: Question, deed: Deed) -> Card:
    """Return why words were not kept: a link, too many, or not an answer to that question."""
    if isinstance(deed.content, str) and has_link(deed.content):
        return card("link")
    if len(deed.content) > LONGEST[Kind.TEXT] and isinstance(deed.content, str):
        return card("too_long")
    if isinstance(deed.content, tuple):
        return misticked_card(question, deed.content)
    return card("missed", repair=question.repair)


def _moment(question: Question, typed: str, now: datetime) -> Value | Unclear:
    if accept(question, typed) == NOT_KNOWN:
        return NOT_KNOWN
    found = moment_of(typed, now, Expect(question.expect or "any"))
    return found if isinstance(found, Unclear) else found.isoformat()


def _told(case: Case, by: str, answer: Card) -> Turn:
    return Turn(None, case, (), (Say(to=by, card=answer),))
