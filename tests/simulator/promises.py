"""What must hold in any weather, looked at from outside: the store, and what people really got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogs.flags import Level
from bot.dialogs.words import words
from bot.fsm.access.around import goes_outside
from bot.fsm.access.readers import may_read
from bot.fsm.always import broken
from bot.fsm.case import Case
from bot.fsm.events import ENTRY, Answered, SheetAnswered
from bot.fsm.school import School
from bot.ports import Change, Store
from tests.chat import Chat, SimClock
from tests.simulator.platform import Platform
from tests.simulator.weather import Weather

SAID = "You said: "
OUTSIDE = words().cards["told_outside"].text.partition("{")[0].strip()
"""What a reporter reads when nobody here is left to take it. That is where such an alert goes: it
has reached somebody once they have it, for no colleague may hear of it."""


@dataclass
class Raised:
    """An alert that has to reach somebody: `reached` is when it did."""

    at: datetime
    reached: datetime | None = None


@dataclass
class Promises:
    """Watches one school. `wrongs` are the promises that were broken, in words."""

    school: School
    store: Store
    platform: Platform
    beside: Chat
    clock: SimClock
    wrongs: list[str] = field(default_factory=list)
    raised: dict[tuple[str, datetime], Raised] = field(default_factory=dict)
    records: dict[str, list[bytes]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    looked_at: dict[str, Case] = field(default_factory=dict)
    acknowledged: int = 0
    answered: int = 0
    forgotten: int = 0

    def committed(self, school: str, change: Change) -> None:
        """Look at a case as it was just committed, if more of it is new than its version.

        In an outage each try of each call is in the record, and leaves the case as it was.
        """
        if change.case is None:
            return
        case = Case.model_validate_json(change.case.state)
        before = self.looked_at.get(case.ref)
        if before is not None and before.model_copy(update={"version": case.version}) == case:
            return
        self.looked_at[case.ref] = case
        self.wrongs += [f"{case.ref}: {each}" for each in broken(self.school, case)]
        if case.alert is not None and case.level >= Level.URGENT and not case.owner:
            key = (case.ref, case.alert.raised_at)
            self.raised.setdefault(key, Raised(self.clock.at))
        del school

    async def look(self) -> None:
        """Look at everything: records only grow, what was acknowledged is in them, alerts came."""
        for ref in await self.store.cases(self.school.id):
            entries = await self.store.entries(self.school.id, ref)
            known = self.records.get(ref, [])
            if entries[: len(known)] != known:
                self.wrongs.append(f"{ref}: its record was changed")
            self.records[ref] = entries
            for line in entries[len(known) :]:
                events = ENTRY.validate_json(line).events
                self.answered += sum(
                    isinstance(event, Answered | SheetAnswered) for event in events
                )
            stored = await self.store.load_case(self.school.id, ref)
            assert stored is not None
            case = Case.model_validate_json(stored.state)
            self._reached(case)
            self._alone(case)
        self.acknowledged = max(self.acknowledged, self._ticks())
        self.forgotten = max(self.forgotten, self.acknowledged - self.answered)
        if self.acknowledged > self.answered:
            self.wrongs.append(f"{self.acknowledged} answers acknowledged, {self.answered} kept")

    def _ticks(self) -> int:
        """Return how many questions stand answered in front of their reporters."""
        shown = self.platform.shown()
        return sum(any(each.startswith(SAID) for each in texts) for texts in shown)

    def _reached(self, case: Case) -> None:
        for (ref, raised), each in self.raised.items():
            if ref == case.ref and each.reached is None:
                taken = [case.owned_at] if case.owned_at and case.owner else []
                times = [at for at in (*self._arrivals(case), *taken) if at >= raised]
                each.reached = min(times, default=None)

    def _alone(self, case: Case) -> None:
        """Note whose reporter believes that somebody here hears of it, and nobody may."""
        alert = case.alert
        red = alert is not None and case.level >= Level.URGENT and goes_outside(self.school, case)
        if alert and red and not any(at >= alert.raised_at for at in self._sent_outside(case)):
            self.alone.add(case.ref)
        else:
            self.alone.discard(case.ref)

    def _arrivals(self, case: Case) -> Iterator[datetime]:
        """Yield when the alert of a case came to somebody for whom it is, here or beside.

        Where everybody here is off the case that is its reporter, who rings outside.
        """
        if goes_outside(self.school, case):
            yield from self._sent_outside(case)
        mine = {
            account
            for name, account in self.platform.accounts.items()
            if name != case.account.reporter and may_read(self.school, case, name)
        }
        for (name, to), arrivals in self.platform.posts.arrived.items():
            if name.startswith(f"{case.ref}:") and to in mine:
                yield from (each.at for each in arrivals if case.ref in each.text)
        yield from (sent.at for sent in self.beside.untaken if case.ref in sent.card.text)

    def _sent_outside(self, case: Case) -> Iterator[datetime]:
        reporter = self.platform.accounts[case.account.reporter]
        for (name, to), arrivals in self.platform.posts.arrived.items():
            if name.startswith(f"{case.ref}:") and to == reporter:
                yield from (each.at for each in arrivals if OUTSIDE in each.words)

    def doubles(self) -> Counter[str]:
        """Return how many messages came more than once, and how many of those did not say so."""
        found: Counter[str] = Counter()
        for (name, _), told in self.platform.posts.arrived.items():
            if len(told) < 2:
                continue
            found["duplicates"] += len(told) - 1
            found["most of one"] = max(found["most of one"], len(told))
            if name.split(":")[1] == "alert":
                found["unmarked"] += sum(
                    words().phrases["perhaps_again"] not in each.words for each in told[1:]
                )
        return found

    def worst(self, weather: Weather) -> timedelta:
        """Return how long the slowest alert took, from when nothing stood in its way any more."""
        return max(
            (
                each.reached - weather.over(each.at, each.reached)
                for each in self.raised.values()
                if each.reached is not None
            ),
            default=timedelta(),
        )

    def lost(self) -> list[str]:
        """Return the alerts that reached nobody."""
        return [
            f"{ref} raised {each.at}" for (ref, _), each in self.raised.items() if not each.reached
        ]
