"""The ladder: who is paged at which level, after how long, and when all of it starts again."""

# Rule 1: this table is `rulings` 2. No guidance sets a figure; all of them are ours.
# Rule 2: a rung with nobody on it is no wait: the next rung is due at once.
# Rule 3: it starts again from the top, as the rota is by then, until a named person has acted.
# Rule 4: the rota says who comes first, never who may: without one the DSLs are always on duty.
# Rule 5: in the last hour of school a red alert leaves no rung for later: the children go home.

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from bot.dialogs.flags import Level
from bot.fsm.hours import is_school_time, last_school_hour, next_school_morning
from bot.fsm.school import Person, Role, School
from bot.rota.duty import Duty, duty_at

__all__ = [
    "LADDERS",
    "Ladder",
    "Rung",
    "again_at",
    "anybody",
    "due_at",
    "on_duty",
    "people_around",
    "rung_groups",
    "rung_people",
]

Asked: TypeAlias = AbstractSet[str]
NOBODY: Asked = frozenset()
Place: TypeAlias = Callable[[School, Duty, Asked], tuple[str, ...]]
"""Whom a place on a rung stands for (ids), as the rota is at that moment and who was asked."""


def first(_school: School, duty: Duty, _asked: Asked) -> tuple[str, ...]:
    """Return who is on duty: with a gap in the rota nobody, and the next rung is due at once."""
    return duty.on


def following(_school: School, duty: Duty, asked: Asked) -> tuple[str, ...]:
    """Return the one who comes next, of those who have not been asked in this round."""
    return tuple(one for one in _after(duty) if one not in asked)[:1]


def others(_school: School, duty: Duty, _asked: Asked) -> tuple[str, ...]:
    """Return all who come after those on duty."""
    return _after(duty)


def everybody(_school: School, duty: Duty, _asked: Asked) -> tuple[str, ...]:
    """Return the DSLs and every deputy, those on duty first and those who are away last."""
    return duty.order


def head(school: School, _duty: Duty, _asked: Asked) -> tuple[str, ...]:
    """Return the head."""
    return tuple(person.id for person in school.of_role(Role.HEAD))


def _after(duty: Duty) -> tuple[str, ...]:
    return (*duty.then, *duty.away)


class Rung(NamedTuple):
    """Who is paged together, `after` this long."""

    after: timedelta
    people: tuple[Place, ...]


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

ALL_THEN_HEAD = (Rung(NOW, (everybody,)), Rung(_minutes(10), (head,)))

LADDERS: dict[Level, Ladder] = {
    Level.EMERGENCY: Ladder(ALL_THEN_HEAD, _minutes(10), (NOW, _minutes(3)), (NOW, _minutes(3))),
    Level.IMMEDIATE: Ladder(ALL_THEN_HEAD, _minutes(30), (_minutes(10),), (NOW,)),
    Level.URGENT: Ladder(
        (
            Rung(NOW, (first,)),
            Rung(_minutes(10), (following,)),
            Rung(_minutes(20), (following, head)),
        ),
        timedelta(hours=2),  # "the same day": two hours is ours
        (_minutes(20),),
        (NOW,),
        phone_shut_only_red=True,
    ),
    Level.RECORD: Ladder((Rung(NOW, (first,)),), None, (), ()),
}

STAND_IN: tuple[Place, ...] = (others, head)
"""Who takes a RECORD alert when nobody on duty can: it has no next rung."""

AROUND = (Role.HEAD, Role.CHAIR)
AROUND_HEAD = (Role.CHAIR,)


def people_around(school: School, *, head_named: bool) -> tuple[Person, ...]:
    """Return who is told of a case that goes round the channel: no rota has a say in it."""
    roles = AROUND_HEAD if head_named else AROUND
    return tuple(person for role in roles for person in school.of_role(role))


def on_duty(school: School, at: datetime) -> tuple[Person, ...]:
    """Return who is on duty at `at` (UTC); nobody where the rota has a gap."""
    return _persons(school, duty_at(school, at).on)


def anybody(school: School, at: datetime) -> tuple[Person, ...]:
    """Return everybody who may take an alert, in the order of the rota at `at` (UTC)."""
    duty = duty_at(school, at)
    return _persons(school, (*duty.order, *head(school, duty, NOBODY)))


def rung_people(
    school: School,
    level: Level,
    step: int,
    *,
    at: datetime,
    around: bool,
    head_named: bool,
    asked: Asked = NOBODY,
) -> tuple[Person, ...]:
    """Return the people on the rung of that step, as the rota is at `at` (UTC).

    Step 0 is the first rung of the first round. `asked` are the ids of those who were paged in
    this round; if that is nobody, those on the lower rungs count as asked.
    """
    if around:
        return people_around(school, head_named=head_named)
    rungs, duty = LADDERS[level].rungs, duty_at(school, at)
    so_far = set(asked)
    for rung in () if asked else rungs[: step % len(rungs)]:
        so_far.update(_on_rung(school, rung, duty, so_far))
    return _persons(school, _on_rung(school, rungs[step % len(rungs)], duty, so_far))


def _on_rung(school: School, rung: Rung, duty: Duty, asked: Asked) -> tuple[str, ...]:
    return tuple(one for place in rung.people for one in place(school, duty, asked))


def rung_groups(
    school: School,
    level: Level,
    step: int,
    *,
    at: datetime,
    around: bool,
    head_named: bool,
    asked: Asked = NOBODY,
) -> Iterator[tuple[Person, ...]]:
    """Yield the people of that step, then those who stand in where none of them can be had."""
    yield rung_people(school, level, step, at=at, around=around, head_named=head_named, asked=asked)
    if level is Level.RECORD and not around:
        duty = duty_at(school, at)
        yield from (_persons(school, place(school, duty, asked)) for place in STAND_IN)


def _persons(school: School, ids: Iterable[str]) -> tuple[Person, ...]:
    found = (school.person(each) for each in dict.fromkeys(ids))
    return tuple(person for person in found if person is not None)


def _rungs(level: Level, *, around: bool) -> tuple[Rung, ...]:
    return (Rung(NOW, ()),) if around else LADDERS[level].rungs


def due_at(
    school: School,
    level: Level,
    raised_at: datetime,
    step: int,
    *,
    around: bool,
    red: bool = False,
) -> datetime:
    """Return when a step of the ladder is due (UTC), for an alert raised at `raised_at`.

    The steps run through the rungs round after round; a RECORD alert waits for school hours, and
    each of its rounds starts on the next school morning. Of a `red` one, the rungs that are left
    are due at once when the last hour of school begins (`rulings` 5).
    """
    rungs = _rungs(level, around=around)
    rounds, rung = divmod(step, len(rungs))
    again = LADDERS[level].again
    if again is not None:
        start = raised_at + rounds * again
        due = start + rungs[rung].after
        return _before_leaving(school, start, due) if red else due
    morning = raised_at if is_school_time(school, raised_at) else None
    for _ in range(rounds + (morning is None)):
        morning = next_school_morning(school, morning or raised_at)
    return (morning or raised_at) + rungs[rung].after


def _before_leaving(school: School, start: datetime, due: datetime) -> datetime:
    """Bring forward what a round that starts at `start` would leave for after the last hour."""
    last = last_school_hour(school, start)
    if last is None or start >= last[1] or due <= last[0]:
        return due
    return max(start, last[0])


def again_at(school: School, level: Level, acted_at: datetime) -> datetime:
    """Return when an owned case fires again unless somebody acts (UTC)."""
    again = LADDERS[level].again
    return next_school_morning(school, acted_at) if again is None else acted_at + again
