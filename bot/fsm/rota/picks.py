"""What a change of the rota still has to be told: one question with buttons at a time."""

# Rule: a button carries whom and which duty (its end) that were chosen; nothing is typed.

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.dialogs.card import LONGEST_LABEL, Button, Card
from bot.dialogs.words import button, card
from bot.fsm.hours import clock_time
from bot.fsm.marks import mark_of
from bot.fsm.rota.cards import choice_card, confirm_card, label_of
from bot.fsm.school import School
from bot.rota.asking import answer_by, covered, stands, who_can
from bot.rota.book import Ask, Kind
from bot.rota.model import Cover
from bot.rota.stretches import Stretch, coming, running

__all__ = ["NOBODY", "Picker", "Wanted"]

NOBODY = "-"
"""What stands for nobody on a button: a duty that nobody has."""
MOST = 6
MORE = "+"
"""How many are shown at once, and what stands before how many were."""
GO = "ask"

Wanted: TypeAlias = tuple[str, tuple[Cover, ...]]
"""Who is asked (oneself, where nobody has to agree), and for which cover."""


@dataclass(slots=True)
class Picker:
    """One person's choice of a change of one kind, as the rota is at `now` (UTC)."""

    school: School
    by: str
    kind: Kind
    now: datetime
    duties: list[Stretch] = field(init=False)
    lead: str = ""
    shown: int = 0

    def __post_init__(self) -> None:
        """Look up what is coming."""
        self.duties = coming(self.school, self.now)

    def picked(self, chosen: Sequence[str]) -> Card | Wanted:
        """Return the next question, or what is wanted once all of it is chosen and confirmed."""
        args = [each for each in chosen if not each.startswith(MORE)]
        seen = [each[1:] for each in chosen if each.startswith(MORE) and each[1:].isdecimal()]
        self.lead, self.shown = ".".join(("rota", self.kind, *args)), int(seen[-1]) if seen else 0
        if self.kind is Kind.GIVE:
            asks = self._give(args)
        elif self.kind is Kind.OFF:
            asks = self._off()
        else:
            asks = self._whose(args)
        return asks or self._whole(args)

    def _whose(self, args: list[str]) -> Card | None:
        """Ask whose duty is covered or swapped, which, and for a swap which of one's own."""
        match args:
            case []:
                return self._whom()
            case [who]:
                theirs = self._open_to(self.by, who)
                if who == NOBODY:
                    return self._list("rota_which_gap", theirs, "")
                return self._list("rota_which", theirs, self.school.name_of(who))
            case [who, _] if self.kind is Kind.SWAP:
                return self._list("rota_which_mine", self._open_to(who, self.by), "")
            case _:
                return None

    def _give(self, args: list[str]) -> Card | None:
        match args:
            case []:
                return self._list("rota_which_mine", self._of(self.by), "")
            case [end]:
                duty = _find(self._of(self.by), end)
                people = list(who_can(self.school, duty, self.now)) if duty else []
                return self._people("rota_whom_give", people)
            case _:
                return None

    def _off(self) -> Card | None:
        duty = running(self.school, self.by, self.now)
        if duty is None:
            return choice_card("rota_not_on", ())
        if next(who_can(self.school, duty, self.now), None) is None:
            return card("rota_off_nobody", time=clock_time(duty.ends, self.now))
        return None

    def _whole(self, args: list[str]) -> Card | Wanted:
        """Ask to confirm what was chosen, if it still stands; once that is done, return it."""
        go = args[-1:] == [GO]
        wanted = self._wanted(args[:-1] if go else args)
        if wanted is None or not stands(self.school, wanted[1]):
            return card("rota_overtaken")
        if go:
            return wanted
        to, covers = wanted
        until = answer_by(self.kind, covers, self.now)
        ask = Ask(
            number=0, kind=self.kind, by=self.by, to=to, covers=covers, until=until, asked=(to,)
        )
        return confirm_card(self.school, ask, self.lead, self.now)

    def _wanted(self, args: list[str]) -> Wanted | None:
        match self.kind, args:
            case Kind.COVER, [who, end]:
                theirs = _find(self._of(who), end)
                return theirs and (theirs.who or self.by, (self._cover(theirs, self.by),))
            case Kind.SWAP, [who, end, own]:
                theirs, mine = _find(self._of(who), end), _find(self._of(self.by), own)
                if theirs is None or mine is None:
                    return None
                return who, (self._cover(theirs, self.by), self._cover(mine, who))
            case Kind.GIVE, [end, who]:
                mine = _find(self._of(self.by), end)
                return mine and (who, (self._cover(mine, who),))
            case Kind.OFF, []:
                mine = running(self.school, self.by, self.now)
                able = who_can(self.school, mine, self.now) if mine else iter(())
                one = next(able, "")
                return (one, (self._cover(mine, one),)) if mine and one else None
            case _:
                return None

    def _cover(self, duty: Stretch, who: str) -> Cover:
        return covered(duty, who, self.now)

    def _of(self, who: str) -> list[Stretch]:
        return [each for each in self.duties if each.who == ("" if who == NOBODY else who)]

    def _open_to(self, one: str, who: str) -> list[Stretch]:
        """Return the duties of `who` that `one` can do."""
        return [each for each in self._of(who) if stands(self.school, (self._cover(each, one),))]

    def _whom(self) -> Card:
        people = dict.fromkeys(each.who for each in self.duties if each.who not in {"", self.by})
        there = [one for one in people if self._open_to(self.by, one)]
        if self.kind is Kind.COVER and self._open_to(self.by, NOBODY):
            there = [*there, NOBODY]
        return self._people(f"rota_whom_{self.kind}", there)

    def _people(self, name: str, people: Sequence[str]) -> Card:
        return choice_card(name if people else "rota_nothing", map(self._person, people))

    def _person(self, one: str) -> Button:
        value = f"{self.lead}.{one}"
        if one == NOBODY:
            return button("rota_gap", value)
        return Button(label=self.school.name_of(one)[:LONGEST_LABEL], value=value)

    def _list(self, name: str, duties: Sequence[Stretch], who: str) -> Card:
        return choice_card(name if duties else "rota_nothing", self._lines(duties), who=who)

    def _lines(self, duties: Sequence[Stretch]) -> Iterator[Button]:
        until = self.shown + MOST
        for each in duties[self.shown : until]:
            yield Button(label=label_of(each, self.now), value=f"{self.lead}.{mark_of(each.ends)}")
        if len(duties) > until:
            yield button("rota_later", f"{self.lead}.{MORE}{until}")


def _find(duties: Sequence[Stretch], end: str) -> Stretch | None:
    return next((each for each in duties if mark_of(each.ends) == end), None)
