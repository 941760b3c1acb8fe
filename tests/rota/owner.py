"""A model check: who has an open urgent case at every instant of a few days of a random year."""

# Rule 1: what is checked is told from outside: the case as it was kept, and the clock. A minute in
#         which nobody is its owner counts as owned only while an alert is in flight: while a look
#         at the ladder is set that is not overdue.
# Rule 2: where the chat works, an alert in flight has been sent to somebody who can be reached.
# Rule 3: whatever is held for school goes out within one tick of the next school morning. When that
#         is, is worked out here anew, minute by minute.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bot.dialogs.flags import Flag, Level
from bot.fsm.alert.raising import LADDER, raise_alert
from bot.fsm.always import broken
from bot.fsm.case import Account, Case, CaseStage
from bot.fsm.desk.turn import desk
from bot.fsm.effects import Effect, Page, Say
from bot.fsm.events import AlertDelivered, AlertFailed, Event, TimerFired
from bot.fsm.offers import RotaChanged
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.fsm.step import step
from bot.rota.model import Cover
from tests.rota.oracle import NAMES, wall_at
from tests.rota.papers import ROSTERED
from tests.rota.year import LEVELS, TERMS, YEAR, a_school_year

MINUTE = timedelta(minutes=1)
TICK = MINUTE
"""How late a timer may fire: the clock looks at least this often."""

MOST = 60
"""Things that happen to one case."""

DEEDS = (
    *("coming", "ringing", "on_phone", "take", "take_over", "decline", "hand.deputy1"),
    *("hand.deputy2", "sheet.police.0.route.0", "sheet.review.0.held_at.now", "not_me"),
)
CALM: frozenset[Flag] = frozenset()


@dataclass
class Figures:
    """What was checked, and what was wrong."""

    seeds: int = 0
    urgent_minutes: int = 0
    ownerless_minutes: int = 0
    held: int = 0
    held_late: int = 0
    restarts: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Count those of another check, too."""
        for name in (
            "seeds",
            "urgent_minutes",
            "ownerless_minutes",
            "held",
            "held_late",
            "restarts",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.broken += other.broken


def opens_after(at: datetime, school: School) -> datetime:
    """Return the first minute of school strictly after `at`, found by walking (UTC)."""
    day = wall_at(at.replace(tzinfo=None)).date()
    while True:
        term = any(one.starts <= day <= one.ends for one in TERMS)
        shut = day in school.bank_holidays or day in school.inset or NAMES[day.weekday()] in WEEKEND
        if term and not shut:
            for hour in (7, 8):  # 08:30 on the wall is one of these two half-hours of UTC
                moment = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
                if wall_at(moment.replace(tzinfo=None)).hour == OPENS and moment > at:
                    return moment
        day += timedelta(days=1)


WEEKEND = ("sat", "sun")
OPENS = 8


@dataclass
class Course:
    """One case, the people, the chat, and the time that goes by."""

    seed: int
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        """Draw a school, an outage, and who can be reached."""
        self.chance = Random(f"owner {self.seed}")
        self.school = a_school_year(self.chance)
        self.now = YEAR + timedelta(minutes=self.chance.randrange(300 * 24 * 60))
        self.reachable = set(self.chance.sample(ROSTERED, self.chance.randint(1, len(ROSTERED))))
        start = self.now + timedelta(minutes=self.chance.randint(-60, 600))
        self.down = (start, start + timedelta(minutes=self.chance.choice((0, 5, 90, 400))))
        self.sending: list[tuple[datetime, str]] = []
        self.said: list[datetime] = []
        flags = self.chance.choice((*LEVELS, *LEVELS, CALM))
        account = Account(reporter="sam", rostered=True, finished_at=self.now)
        case = Case(
            ref="YP-7K3Q", school=self.school.id, edition="", opened_at=self.now, account=account
        )
        case = case.model_copy(update={"held": case.held | flags, "live": case.live | flags})
        self.began = self.now
        self.case, effects = raise_alert(self.school, case, self.now)
        wakes = {one.name: one.at for one in effects if one.type == "wake"}
        self.case = self.case.model_copy(update={"wakes": wakes})
        self.waits = not any(isinstance(each, Page) for each in effects)
        self.take(effects)

    def play(self) -> Figures:
        """Let things happen, and count."""
        self.figures.seeds = 1
        self.hold()
        until = self.began + timedelta(days=4)
        for _ in range(MOST):
            at = self.next_thing()
            if at is None or at > until:
                break
            self.pass_to(at)
            if self.chance.random() < 0.1:
                self.restart()
            self.happen()
        return self.figures

    def hold(self) -> None:
        """Check that what is held goes out on the next school morning; nothing urgent is."""
        if self.case.level is not Level.RECORD:
            if self.waits and self.reachable:
                self.figures.broken.append(f"{self.seed}: the first alert was held")
            return
        if not self.waits:
            return
        self.figures.held += 1
        due = opens_after(self.began, self.school)
        while not self.sending and self.now <= due:
            at = self.next_thing()
            if at is None or at > due + TICK:
                break
            self.pass_to(at)
            self.restart()
            self.happen()
        late = not self.sending or self.now > due + TICK
        early = self.now < due
        self.figures.held_late += late or early

    def next_thing(self) -> datetime | None:
        """Return when something happens next: a timer, a delivery, or somebody's press."""
        wakes = [*self.case.wakes.values(), *(at for at, _ in self.sending)]
        acts = self.now + timedelta(minutes=self.chance.choice((1, 4, 15, 60, 240)))
        pressed = [acts] if self.case.alert and self.case.alert.reached else []
        return min((max(at, self.now) for at in (*wakes, *pressed)), default=None)

    def pass_to(self, at: datetime) -> None:
        """Let time pass, and count its minutes."""
        urgent = self.case.level > Level.RECORD and self.case.stage is not CaseStage.CLOSED
        minutes = (at - self.now) / MINUTE
        if urgent:
            self.figures.urgent_minutes += round(minutes)
            if not self.case.owner and self.case.wakes.get(LADDER, self.began) < self.now - TICK:
                self.figures.ownerless_minutes += max(1, round(minutes))
        late = at > self.now and self.chance.random() < 0.2
        self.now = at + timedelta(seconds=self.chance.randint(0, 59)) * late

    def restart(self) -> None:
        """Start anew: only what was kept is known."""
        self.figures.restarts += 1
        self.case = Case.model_validate_json(self.case.model_dump_json())

    def happen(self) -> None:
        """Do what is due now, or let somebody press."""
        due = [(at, name) for name, at in self.case.wakes.items() if at <= self.now]
        sent = [one for one in self.sending if one[0] <= self.now]
        if due:
            self.step(TimerFired(name=min(due)[1]))
        elif sent:
            self.deliver(*sent[0])
        elif self.chance.random() < 0.1:
            self.change_rota()
        else:
            self.press()

    def deliver(self, at: datetime, to: str) -> None:
        """Let a page arrive, be put off while the chat is down, or come back for good."""
        self.sending.remove((at, to))
        if self.down[0] <= self.now < self.down[1]:
            self.sending.append((self.down[1], to))
            self.step(AlertFailed(to=to, final=False))
        elif to in self.reachable:
            self.step(AlertDelivered(to=to))
        else:
            self.step(AlertFailed(to=to, final=True))

    def change_rota(self) -> None:
        """Let two people agree in chat that one of them has it for some hours."""
        ends = self.now + timedelta(hours=self.chance.randint(1, 14))
        cover = Cover(who=self.chance.choice(ROSTERED), starts=self.now, ends=ends)
        rota = self.school.rota.model_copy(update={"cover": (*self.school.rota.cover, cover)})
        self.school = self.school.model_copy(update={"rota": rota})
        self.step(RotaChanged(holds=True))

    def press(self) -> None:
        """Let somebody who was reached press something; the desk says whether they may."""
        alert = self.case.alert
        there = [one for one in alert.reached if one in self.reachable] if alert else []
        if not there:
            return
        done = Deed(self.case.ref, self.chance.choice(DEEDS))
        taken = desk(self.school, self.case, self.chance.choice(there), done, self.now)
        if taken.case is not None:
            self.case = taken.case
        self.take(taken.effects)

    def step(self, event: Event) -> None:
        """Step the case."""
        self.case, effects = step(self.school, self.case, event, self.now)
        self.take(effects)

    def take(self, effects: list[Effect] | tuple[Effect, ...]) -> None:
        """Send what is to be sent; check what must always be true."""
        paged = {each.to for each in effects if isinstance(each, Page)}
        self.sending = [one for one in self.sending if one[1] not in paged]  # the newer one goes
        self.sending += [(self.now, one) for one in sorted(paged)]
        self.said += [self.now for each in effects if isinstance(each, Say)]
        self.figures.broken += [f"{self.seed}: {each}" for each in self.wrong()]

    def wrong(self) -> Iterator[str]:
        """Yield what is not as it must be, after one thing that happened."""
        case = self.case
        if not case.owner and case.level > Level.RECORD and LADDER not in case.wakes:
            yield "nobody has it, and no alert is in flight"
        yield from broken(self.school, case) if self.chance.random() < 0.02 else ()
