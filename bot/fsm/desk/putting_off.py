"""A nudge that is answered with "not yet": when to ask again, and why. Then it is kept."""

# Rule 1: nothing is put off until it has both a time and a reason: till then the nudges go on.
# Rule 2: a deadline stays where it is, and what goes to the deputy and the head goes there.

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from bot.dialogs.card import Button, Card, Form, FormKind
from bot.dialogs.links import has_link
from bot.dialogs.load import sheets
from bot.dialogs.moments import Expect, Unclear, moment_of
from bot.dialogs.words import button, card, words
from bot.fsm.case import Case, CaseStage
from bot.fsm.clocks.clock import DAY, HOUR, WEEK, Due, is_above
from bot.fsm.clocks.table import CLOCKS, clock_of, moments_of, next_due
from bot.fsm.deeds import open_button
from bot.fsm.effects import Say
from bot.fsm.events import PutOff
from bot.fsm.hours import clock_time, next_school_morning, school_day_end
from bot.fsm.known.filling import of_child
from bot.fsm.marks import at_of, mark_of
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.fsm.sheets.gates import may_fill
from bot.fsm.step import step
from bot.fsm.turn import Turn

__all__ = ["put_off"]

REASONS = ("waiting", "unreached", "away", "other_work")
LONGEST_REASON = 200
SOON = 4
"""How many coming nudges are looked at for those who hear of it as before."""
FARTHEST = {True: 4 * WEEK, False: WEEK}
"""How far a clock may be put off that waits for school hours, or that does not. Ours."""


def put_off(school: School, case: Case, by: str, deed: Deed, now: datetime) -> Turn:
    """Return what a press or a form of "not yet" leads to: a question, or that it is kept.

    The caller checked that `by` may read the case.
    """
    _, name, number, pressed, *more = (*deed.name.split("."), "", "", "")
    timer = f"clock.{name}.{number}"
    known = any(clock.name == name for clock in CLOCKS) and number.isdecimal()
    if not known or case.stage is CaseStage.CLOSED or next_due(school, case, timer) is None:
        return _told(case, by, card("stale_rest"))
    desk = _Desk(school, case, by, now, timer)
    if not desk.may():
        return _told(case, by, card("not_your_sheet", ref=case.ref))
    if not pressed:
        return desk.says(desk.asks_when(), anew=True)
    if pressed == "form" and isinstance(deed.content, str) and has_link(deed.content):
        return desk.says(card("link").model_copy(update={"form": desk.time_form()}))
    found = at_of(pressed) or _read(pressed, deed, now)
    if isinstance(found, datetime) and now < found <= desk.latest():
        return desk.reasoned(found, more[0], deed)
    return desk.says(desk.mends(found, str(deed.content)))


def _read(pressed: str, deed: Deed, now: datetime) -> datetime | Unclear:
    if pressed != "form" or not isinstance(deed.content, str):
        return Unclear.NOT_UNDERSTOOD
    return moment_of(deed.content, now, Expect.FUTURE)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Somebody who puts off one clock of a case."""

    school: School
    case: Case
    by: str
    now: datetime
    timer: str

    @property
    def lead(self) -> str:
        """The deed of this clock; a moment's mark and a reason's place may follow."""
        return f"deed.{self.case.ref}.later.{self.timer.removeprefix('clock.')}"

    @property
    def about(self) -> str:
        """The case; of several children, the one that this clock runs for."""
        return of_child(self.case, self.case.ref, clock_of(self.timer)[1])

    def may(self) -> bool:
        """Return whether it is for them: they own the case, or may note what it is about."""
        sheet = sheets()[clock_of(self.timer)[0].sheet]
        return self.case.owner == self.by or may_fill(self.school, sheet, self.by)

    def latest(self) -> datetime:
        """Return the last moment until which it can be put off: never past what it is due by."""
        due = next_due(self.school, self.case, self.timer)
        far = self.now + FARTHEST[clock_of(self.timer)[0].waits]
        return min(due.by, far) if due and due.by and due.by > self.now else far

    def says(self, made: Card, *, anew: bool = False) -> Turn:
        """Show a card in the one message that this takes, which is sent `anew` at first."""
        slot = f"{self.case.ref}:later:{self.by}:{self.timer}"
        shown = made.model_copy(update={"case": self.case.ref})
        return Turn(None, self.case, (), (Say(to=self.by, card=shown, slot=slot, edit=not anew),))

    def asks_when(self) -> Card:
        """Ask for the time: a few that fit, or one that is typed."""
        made = card("later_when", ref=self.about, buttons=(*self._times(), *self._back()))
        return made.model_copy(update={"form": self.time_form()})

    def _times(self) -> tuple[Button, ...]:
        """Return the usual times that fit; where a deadline is too near for any, sooner ones."""
        minute = self.now.replace(second=0, microsecond=0)
        today = school_day_end(self.school, self.now)
        morning = next_school_morning(self.school, self.now)
        week = next_school_morning(self.school, self.now + WEEK - DAY)
        usual = (minute + 2 * HOUR, today, morning, week)
        sooner = (minute + HOUR / 2, minute + HOUR)
        fitting = ({at for at in each if at <= self.latest()} for each in (usual, sooner))
        times = sorted(next(filter(None, fitting), ()))
        return tuple(
            Button(label=clock_time(at, self.now), value=f"{self.lead}.{mark_of(at)}")
            for at in times
        )

    def time_form(self, typed: str = "") -> Form:
        """Return the form for the time, with what was typed in it that was no time to take."""
        say = words().buttons
        value = f"{self.lead}.form"
        return Form(
            kind=FormKind.TEXT,
            value=value,
            label=say["later_at"],
            submit=say["keep"],
            longest=60,
            typed=typed,
        )

    def _back(self) -> tuple[Button, ...]:
        return (open_button(self.case.ref),)

    def mends(self, found: datetime | Unclear, typed: str) -> Card:
        """Say why that is no time to ask again, with the form and what was typed in it."""
        if isinstance(found, datetime) and found > self.now:
            time = clock_time(self.latest(), self.now)
            made = card("later_too_late", ref=self.about, time=time, buttons=self._times())
        else:
            why = found if isinstance(found, Unclear) else Unclear.IN_THE_PAST
            made = card(f"moment_{why.value}", buttons=self._times())
        return made.model_copy(update={"form": self.time_form(typed)})

    def reasoned(self, until: datetime, pressed: str, deed: Deed) -> Turn:
        """Ask why; once that was said, keep it and say when it is asked again."""
        reason = ""
        if pressed.isdecimal() and int(pressed) < len(REASONS):
            reason = words().buttons[f"why_{REASONS[int(pressed)]}"]
        elif pressed == "form" and isinstance(deed.content, str):
            if has_link(deed.content):
                return self.says(card("link").model_copy(update={"form": self._why_form(until)}))
            reason = deed.content.strip()[:LONGEST_REASON]
        if not reason:
            return self.says(self._asks_why(until))
        event = PutOff(clock=self.timer, until=until, reason=reason, by=self.by)
        after, effects = step(self.school, self.case, event, self.now)
        shown = replace(self, case=after).says(replace(self, case=after).kept())
        return Turn(None, after, (event,), (*shown.effects, *effects))

    def _asks_why(self, until: datetime) -> Card:
        value = f"{self.lead}.{mark_of(until)}"
        reasons = tuple(
            button(f"why_{name}", f"{value}.{place}") for place, name in enumerate(REASONS)
        )
        time = clock_time(until, self.now)
        made = card("later_why", ref=self.about, time=time, buttons=(*reasons, *self._back()))
        return made.model_copy(update={"form": self._why_form(until)})

    def _why_form(self, until: datetime) -> Form:
        say = words().buttons
        return Form(
            kind=FormKind.TEXT,
            value=f"{self.lead}.{mark_of(until)}.form",
            label=say["later_why"],
            submit=say["keep"],
            longest=LONGEST_REASON,
        )

    def kept(self) -> Card:
        """Say when it is asked again, and whether those above hear of it as before."""
        due = next_due(self.school, self.case, self.timer)
        time = clock_time(due.at if due else self.now, self.now)
        rises = any(is_above(each) for each in islice(self._coming(), SOON))
        name = "later_kept_above" if rises else "later_kept"
        return card(name, ref=self.about, time=time, buttons=self._back())

    def _coming(self) -> Iterator[Due]:
        dues = moments_of(self.school, self.case, self.timer)
        return (due for due in dues if due.at > self.now)


def _told(case: Case, by: str, answer: Card) -> Turn:
    return Turn(None, case, (), (Say(to=by, card=answer),))
