"""The rota from chat: a few plain presses lead to an ask, and the answer to it to a change."""

# Rule 1: nothing changes until the other person has agreed; where nobody has the duty, at once.
# Rule 2: what stands on a button is checked anew at the press: the rota may have moved on.
# Rule 3: who cannot, does not answer, or is overtaken: the asker hears it, and nothing changes.
# Rule 4: "I am off" asks one after the other; it stays with whoever has it until one agrees.

from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogs.card import Button, Card
from bot.dialogs.words import button, card
from bot.fsm.alert.duty import TURN, turn_wake
from bot.fsm.effects import Cancel, Effect, Say, Wake
from bot.fsm.hours import clock_time
from bot.fsm.rota.cards import ask_card, asked_card, home_card, next_card, told
from bot.fsm.rota.picks import Picker
from bot.fsm.school import CHANNEL, School
from bot.rota.asking import answer_by, left_of, stands, who_can
from bot.rota.book import Ask, Asked, AskedNext, Book, BookEvent, End, Ended, Kind, after
from bot.rota.duty import duty_at
from bot.rota.model import Cover
from bot.rota.stretches import coming, running

__all__ = ["ASK", "MOVED", "RotaDesk"]

ASK, MOVED = "ask", "moved"
"""A school's timers: an ask that waits for its answer, and cases to look at after a change."""


@dataclass(slots=True)
class RotaDesk:
    """One input about a school's rota: what is kept of it, and what is said.

    `school` has its rota as it is at that moment, `book` what is open; `now` is UTC.
    """

    school: School
    book: Book
    by: str
    now: datetime
    events: list[BookEvent] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def take(self, path: tuple[str, ...]) -> None:
        """Do what a button says: `home`, `cover`, ... with what was chosen so far."""
        if self.by not in self.school.rostered:
            self._tell(self.by, card("rota_not_yours"))
        elif not self.school.rota.lines:
            self._tell(self.by, card("rota_none"))
        elif path[0] in set(Kind):
            self._choose(Kind(path[0]), path[1:])
        else:
            self._do(path[0], path[1:])

    def _do(self, what: str, args: tuple[str, ...]) -> None:
        match what:
            case "next":
                self._tell(self.by, next_card(self.school, coming(self.school, self.now), self.now))
            case "yes" | "no" if (ask := self._mine(args)) is not None:
                self._agree(ask) if what == "yes" else self._decline(ask)
            case "drop":
                self._drop(args)
            case "yes" | "no":
                self._tell(self.by, card("rota_over"))
            case _:
                self._home()

    def _home(self) -> None:
        """Show how the rota stands; what waits for this person's answer is shown once more."""
        duties = coming(self.school, self.now)
        self._tell(self.by, home_card(self.school, self.by, duties, self.now))
        for ask in self.book.asks:
            if ask.to == self.by:
                asks = ask_card(self.school, ask, self.now)
                self.effects.append(Say(to=self.by, card=asks, slot=_slot(ask, self.by)))

    def lapse(self, number: int) -> None:
        """Let an ask go that was not answered in time."""
        ask = self.book.ask(number)
        if ask is not None and ask.until <= self.now:
            self._not_taken(ask, End.UNANSWERED)

    def _choose(self, kind: Kind, args: tuple[str, ...]) -> None:
        found = Picker(self.school, self.by, kind, self.now).picked(args)
        if isinstance(found, Card):
            self._tell(self.by, found)
            return
        same = [each for each in self.book.asks if _same(each, kind, self.by, *found)]
        if same:
            self._tell(self.by, asked_card(self.school, same[0], self.now))
            return
        to, covers = found
        until = answer_by(kind, covers, self.now)
        number = self.book.last + 1
        ask = Ask(
            number=number, kind=kind, by=self.by, to=to, covers=covers, until=until, asked=(to,)
        )
        self._happen(Asked(ask=ask))
        if to == self.by:
            self._agree(ask)
        else:
            self._ask(ask)

    def _ask(self, ask: Ask) -> None:
        self.effects.append(
            Say(to=ask.to, card=ask_card(self.school, ask, self.now), slot=_slot(ask, ask.to))
        )
        self.effects.append(Wake(name=f"{ASK}.{ask.number}", at=ask.until))
        asked = asked_card(self.school, ask, self.now)
        self.effects.append(Say(to=ask.by, card=asked, slot=_slot(ask, ask.by)))

    def _decline(self, ask: Ask) -> None:
        self._not_taken(ask, End.DECLINED, shown=card("rota_said_no"))

    def _drop(self, args: tuple[str, ...]) -> None:
        ask = self._open(args)
        if ask is None or ask.by != self.by:
            self._tell(self.by, card("rota_over"))
            return
        self._end(ask, End.TAKEN_BACK)
        self._tell(self.by, card("rota_dropped"))

    def _open(self, args: tuple[str, ...]) -> Ask | None:
        return self.book.ask(int(args[0])) if args and args[0].isdecimal() else None

    def _mine(self, args: tuple[str, ...]) -> Ask | None:
        """Return the open ask that is this person's to answer, or None."""
        ask = self._open(args)
        return ask if ask is not None and ask.to == self.by else None

    def _agree(self, ask: Ask) -> None:
        covers = left_of(ask.covers, self.now)
        if len(covers) != len(ask.covers) or not stands(self.school, covers):
            shown = card("rota_overtaken")
            self._end(ask, End.OVERTAKEN, shown)
            self._tell(ask.by, shown)
            return
        what = told(self.school, covers)
        self._happen(Ended(number=ask.number, how=End.AGREED, by=self.by, covers=covers))
        self._close(ask, card("rota_agreed", what=what))
        self._tell(ask.by, card("rota_agreed", what=what))
        self._tell(CHANNEL, card("rota_changed", what=what))
        self.effects.append(Wake(name=f"{MOVED}.{ask.number}", at=self.now))
        self._plan()

    def _plan(self) -> None:
        """Set the school's timer for the change of duty that comes of it: now, or next."""
        rota = self.school.rota.model_copy(update={"agreed": self.book.agreed})
        school = self.school.model_copy(update={"rota": rota})
        if duty_at(school, self.now).on != duty_at(self.school, self.now).on:
            self.effects.append(Wake(name=TURN, at=self.now))
        else:
            self.effects += turn_wake(school, self.now)

    def _not_taken(self, ask: Ask, how: End, shown: Card | None = None) -> None:
        """Ask the next where somebody is off; else tell the asker that nothing changes.

        `shown` takes the place of what was asked.
        """
        if ask.kind is not Kind.OFF:
            self._end(ask, how, shown)
            who = self.school.name_of(ask.to)
            self._tell(ask.by, card(f"rota_{how}", who=who, buttons=_again()))
            return
        duty = running(self.school, ask.by, self.now)
        able = who_can(self.school, duty, self.now) if duty is not None else iter(())
        one = next((each for each in able if each not in ask.asked), None)
        if one is None:
            self._end(ask, how, shown)
            until = clock_time(ask.covers[0].ends, self.now)
            self._tell(ask.by, card("rota_off_nobody", time=until, buttons=_again()))
            return
        self._close(ask, shown)
        until_when = answer_by(ask.kind, ask.covers, self.now)
        self._happen(AskedNext(number=ask.number, to=one, until=until_when))
        moved = self.book.ask(ask.number)
        if moved is not None:
            self._ask(moved)

    def _end(self, ask: Ask, how: End, shown: Card | None = None) -> None:
        self._happen(Ended(number=ask.number, how=how, by=self.by))
        self._close(ask, shown)

    def _close(self, ask: Ask, shown: Card | None = None) -> None:
        """Take the timer and the buttons of an ask away."""
        self.effects.append(Cancel(name=f"{ASK}.{ask.number}"))
        over = shown or card("rota_closed", by=self.school.name_of(ask.by))
        if ask.to != ask.by:
            asked = asked_card(self.school, ask, self.now, over=True)
            for one, card_then in ((ask.to, over), (ask.by, asked)):
                slot = _slot(ask, one)
                self.effects.append(Say(to=one, card=card_then, slot=slot, edit=True))

    def _happen(self, event: BookEvent) -> None:
        self.book = after(self.book, event, self.now)
        self.events.append(event)

    def _tell(self, to: str, shown: Card) -> None:
        self.effects.append(Say(to=to, card=shown))


def _same(ask: Ask, kind: Kind, by: str, to: str, covers: tuple[Cover, ...]) -> bool:
    """Return whether this is asked already: the same duty of the same person."""
    duties = [(each.instead_of, each.ends) for each in covers]
    is_asked = (ask.kind, ask.by) == (kind, by) and (kind is Kind.OFF or ask.to == to)
    return is_asked and [(each.instead_of, each.ends) for each in ask.covers] == duties


def _slot(ask: Ask, to: str) -> str:
    return f"rota:{ask.number}:{to}"


def _again() -> tuple[Button, ...]:
    return (button("rota_home", "rota.home"),)
