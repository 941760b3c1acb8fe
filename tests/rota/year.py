"""A school year with a rota made up by chance: is somebody who can be reached asked at once?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

from bot.dialogs.flags import Flag
from bot.fsm.alert.raising import raise_alert
from bot.fsm.case import Account, Case
from bot.fsm.effects import Effect, Page
from bot.fsm.events import AlertFailed
from bot.fsm.school import Person, Role, School
from bot.fsm.step import step
from bot.rota.days import Term
from bot.rota.duty import duty_at
from bot.rota.model import Away, Cover, Rota
from bot.rota.spans import spans_between
from tests.engine import a_school
from tests.rota.oracle import DAY
from tests.rota.papers import ROSTERED, a_paper, read

YEAR = datetime(2026, 9, 1, tzinfo=UTC)
ENDS = datetime(2027, 9, 1, tzinfo=UTC)
TERMS = (
    Term(starts=date(2026, 9, 2), ends=date(2026, 12, 18)),
    Term(starts=date(2027, 1, 4), ends=date(2027, 7, 21)),
)
LEVELS = (frozenset({Flag.URG}), frozenset({Flag.R_IMM}), frozenset({Flag.E999}))


@cache
def _plain() -> School:
    people = (
        Person(id="dsl", name="Mrs Hall", roles=(Role.DSL,)),
        *(Person(id=f"deputy{n}", name=f"Deputy {n}", roles=(Role.DEPUTY,)) for n in (1, 2, 3)),
        Person(id="head", name="Dr Moss", roles=(Role.HEAD,)),
        Person(id="sam", name="Sam Reed"),
    )
    return a_school(people=people)


def a_school_year(chance: Random) -> School:
    """Return a school with a random rota, and cover and absences all through the year."""
    staff = read(a_paper(chance, datetime(2026, 10, 25)))  # noqa: DTZ001  on paper
    spans = [_span(chance) for _ in range(chance.randint(0, 24))]
    cover = tuple(Cover(who=who, starts=a, ends=b) for who, a, b in spans[::3])
    away = tuple(Away(who=who, starts=a, ends=b) for who, a, b in (*spans[1::3], *spans[2::3]))
    rota = Rota(
        lines=staff.rota.lines if chance.random() < 0.9 else (),
        cover=(*staff.rota.cover, *cover),
        away=(*staff.rota.away, *away),
    )
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
    given = {"rota": rota, "terms": TERMS, "bank_holidays": holidays, "inset": staff.inset}
    return _plain().model_copy(update=given)


def _span(chance: Random) -> tuple[str, datetime, datetime]:
    starts = YEAR + timedelta(minutes=chance.randrange(365 * 24 * 60))
    return chance.choice(ROSTERED), starts, starts + timedelta(hours=chance.randint(1, 400))


def instants(school: School, chance: Random, count: int) -> list[datetime]:
    """Return moments of the year: by chance, and where something on the rota starts or ends."""
    edges = [
        edge + timedelta(seconds=chance.choice([-1, 0, 1]))
        for each in (*school.rota.cover, *school.rota.away)
        for edge in (each.starts, each.ends)
    ]
    nights = [
        datetime.combine(day, time(1), UTC) for day in (date(2026, 10, 25), date(2027, 3, 28))
    ]
    random = [YEAR + timedelta(minutes=chance.randrange(365 * 24 * 60)) for _ in range(count)]
    return chance.sample([*edges, *nights, *random], count)


def ownerless(school: School, reachable: set[str], flags: frozenset[Flag], at: datetime) -> bool:
    """Return whether an alert raised at `at` has reached nobody when all at once has been tried."""
    account = Account(reporter="sam", rostered=True)
    case = Case(ref="YP-7K3Q", school=school.id, edition="", opened_at=at, account=account)
    case = case.model_copy(update={"held": case.held | flags, "live": case.live | flags})
    case, effects = raise_alert(school, case, at)
    waiting = _paged(effects)
    for _ in range(40):
        if reachable & set(waiting):
            return False
        if not waiting:
            return True
        case, effects = step(school, case, AlertFailed(to=waiting.pop(0), final=True), at)
        waiting += _paged(effects)
    return True


def _paged(effects: list[Effect]) -> list[str]:
    return [effect.to for effect in effects if isinstance(effect, Page)]


def faults(seed: int, count: int) -> Iterator[str]:
    """Yield what went wrong in the school year of a seed, at `count` moments of it."""
    chance = Random(f"year {seed}")
    school = a_school_year(chance)
    reachable = set(chance.sample(ROSTERED, chance.randint(1, len(ROSTERED))))
    for at in instants(school, chance, count):
        duty = duty_at(school, at)
        if sorted(set(duty.order)) != sorted(duty.order) or not set(school.team) <= set(duty.order):
            yield f"seed {seed} at {at}: order {duty.order}"
        if ownerless(school, reachable, chance.choice(LEVELS), at):
            yield f"seed {seed} at {at}: nobody of {reachable} was asked, duty {duty}"


def unnamed_minutes(seed: int) -> int:
    """Return how many minutes of the whole year of a seed have nobody to ask first."""
    school = a_school_year(Random(f"year {seed}"))
    assert ENDS - YEAR == 365 * DAY
    spans = spans_between(school, YEAR, ENDS)
    empty = (span.ends - span.starts for span in spans if not span.duty.order)
    return sum(empty, timedelta()) // timedelta(minutes=1)
