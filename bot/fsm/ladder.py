"""The ladder: who is paged at which level, after how long, and when all of it starts again."""

# Rule 1: this table is `rulings` 2. No guidance sets a figure; all of them are ours.
# Rule 2: a rung with nobody on it is no wait: the next rung is due at once.
# Rule 3: it starts again from the top until a named person has acted.

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.dialogs.flags import Level
from bot.fsm.hours import is_school_time, next_school_morning
from bot.fsm.school import Person, Role, School

__all__ = ["LADDERS", "Ladder", "Rung", "again_at", "due_at", "rung_groups", "rung_people"]


class Rung(NamedTuple):
    """Who is paged together, `after` this long. `(DEPUTY, 1)` is the second deputy."""

    after: timedelta
    people: tuple[tuple[Role, int | None], ...]


class Ladder(NamedTuple):
    """One level's rungs; when the reporter is told to phone; when it starts again.

    `again` None means the next school morning, and that the first alert waits for school hours.
    `phone_shut` counts when the school is shut; `phone_shut_red` only for red cases.
    """

    rungs: tuple[Rung, ...]
    again: timedelta | None
    phone: tuple[timedelta, ...]
    phone_shut: tuple[timedelta, ...]
    phone_shut_only_red: bool = False


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


NOW = timedelta(0)
DSL = (Role.DSL, None)
DEPUTIES = (Role.DEPUTY, None)
HEAD = (Role.HEAD, None)
CHAIR = (Role.CHAIR, None)

ALL_THEN_HEAD = (Rung(NOW, (DSL, DEPUTIES)), Rung(_minutes(10), (HEAD,)))

LADDERS: dict[Level, Ladder] = {
    Level.EMERGENCY: Ladder(ALL_THEN_HEAD, _minutes(10), (NOW, _minutes(3)), (NOW, _minutes(3))),
    Level.IMMEDIATE: Ladder(ALL_THEN_HEAD, _minutes(30), (_minutes(10),), (NOW,)),
    Level.URGENT: Ladder(
        (
            Rung(NOW, (DSL,)),
            Rung(_minutes(10), ((Role.DEPUTY, 0),)),
            Rung(_minutes(20), ((Role.DEPUTY, 1), HEAD)),
        ),
        timedelta(hours=2),  # "the same day": two hours is ours
        (_minutes(20),),
        (NOW,),
        phone_shut_only_red=True,
    ),
    Level.RECORD: Ladder((Rung(NOW, (DSL,)),), None, (), ()),
}

STAND_IN = ((DEPUTIES,), (HEAD,))
"""Who takes a RECORD alert when no DSL can: it has no next rung."""

AROUND = (Rung(NOW, (HEAD, CHAIR)),)
AROUND_HEAD = (Rung(NOW, (CHAIR,)),)


def _rungs(level: Level, *, around: bool, head_named: bool) -> tuple[Rung, ...]:
    if head_named:
        return AROUND_HEAD
    return AROUND if around else LADDERS[level].rungs


def rung_people(
    school: School,
    level: Level,
    step: int,
    *,
    around: bool,
    head_named: bool,
) -> tuple[Person, ...]:
    """Return the people on the rung of that step (0 is the first rung of the first round)."""
    rungs = _rungs(level, around=around, head_named=head_named)
    return tuple(_people_of(school, rungs[step % len(rungs)].people))


def rung_groups(
    school: School,
    level: Level,
    step: int,
    *,
    around: bool,
    head_named: bool,
) -> Iterator[tuple[Person, ...]]:
    """Yield the people of that step, then those who stand in where none of them can be had."""
    yield rung_people(school, level, step, around=around, head_named=head_named)
    if level is Level.RECORD and not around:
        yield from (tuple(_people_of(school, people)) for people in STAND_IN)


def _people_of(school: School, roles: tuple[tuple[Role, int | None], ...]) -> Iterator[Person]:
    for role, index in roles:
        people = school.of_role(role)
        yield from people if index is None else people[index : index + 1]


def due_at(
    school: School,
    level: Level,
    raised_at: datetime,
    step: int,
    *,
    around: bool,
    head_named: bool,
) -> datetime:
    """Return when a step of the ladder is due (UTC), for an alert raised at `raised_at`.

    The steps run through the rungs round after round; a RECORD alert waits for school hours, and
    each of its rounds starts on the next school morning.
    """
    rungs = _rungs(level, around=around, head_named=head_named)
    rounds, rung = divmod(step, len(rungs))
    again = LADDERS[level].again
    if again is not None:
        return raised_at + rounds * again + rungs[rung].after
    start = raised_at if is_school_time(school, raised_at) else None
    for _ in range(rounds + (start is None)):
        start = next_school_morning(school, start or raised_at)
    return (start or raised_at) + rungs[rung].after


def again_at(school: School, level: Level, acted_at: datetime) -> datetime:
    """Return when an owned case fires again unless somebody acts (UTC)."""
    again = LADDERS[level].again
    return next_school_morning(school, acted_at) if again is None else acted_at + again
