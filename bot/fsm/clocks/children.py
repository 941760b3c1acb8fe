"""The clocks of each child, and of the staff who saw it: what is to come back, and when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from bot.dialogs.flags import RED_FLAGS
from bot.fsm.case import Case
from bot.fsm.clocks.clock import DAY, DEPUTIES, HEAD, HOUR, OWNER, WEEK, Due
from bot.fsm.hours import LOOK_AHEAD, last_school_hour, local, next_school_morning
from bot.fsm.known.facts import hold_is_on, is_acted_on
from bot.fsm.known.noting import answer_to, last_noted, moment_noted, noted
from bot.fsm.school import School

__all__ = ["_with_head", "check_in", "deletion", "leaving", "parents", "receipt", "transfer"]

WITHIN = 5 * DAY
"""What the file of a child who leaves has, and then its receipt."""


def deletion(school: School, case: Case, child: int) -> Iterator[Due]:
    """Follow a deadline: a day before, at it, 4 hours after, then the deputy, then the head."""
    deadline = moment_noted(case, "deletion", "deadline", child)
    done = noted(case, "deletion", "outcome", child) in {"confirmed", "refused"}
    said = answer_to(case, "deletion", "deadline", child)
    if deadline is None or said is None or done or hold_is_on(case):
        return
    soon = [deadline + after for after in (-DAY, timedelta(), 4 * HOUR)]
    yield from (Due(at, (OWNER,), deadline) for at in soon if at > said.at)
    morning = next_school_morning(school, soon[-1])
    yield Due(morning, (OWNER, DEPUTIES), deadline)
    for _ in count():
        morning = next_school_morning(school, morning)
        yield Due(morning, (OWNER, DEPUTIES, HEAD), deadline)


def parents(_school: School, case: Case, child: int) -> Iterator[Due]:
    """Remind of the date that was set for telling parents, or for looking at it again."""
    told = noted(case, "parents", "told", child)
    key = {"planned": "plan_at", "not_told": "review_at"}.get(str(told), "")
    due = moment_noted(case, "parents", key, child)
    if due is not None:
        yield from (Due(due + DAY * day, (OWNER,)) for day in count())


def transfer(school: School, case: Case, child: int) -> Iterator[Due]:
    """Ask after the file of a child who leaves: on days 1, 3 and 5, then the head as well.

    Five days is what the file has (`nudges`; S1 Recording). It is asked in the morning; days
    without school give one nudge on the next that has some, or where that is after the five days
    (`rulings` 2: earlier, never later), on the last morning within them.
    """
    left = answer_to(case, "transfer", "leaver", child)
    if left is None or left.value != "leaving":
        return
    if noted(case, "transfer", "sent", child) == "sent":
        return
    due = left.at + WITHIN
    mornings = [next_school_morning(school, left.at + DAY * (day - 1)) for day in (1, 3, 5)]
    within = _mornings(school, left.at, due)
    mornings = [min(at, within[-1]) for at in mornings] if within else mornings
    yield from (Due(at, (OWNER,), due) for at in dict.fromkeys(mornings))
    yield from _with_head(school, max(due, mornings[-1]), due)


def _mornings(school: School, after: datetime, until: datetime) -> list[datetime]:
    """Return the school mornings after a moment, up to another (UTC)."""
    found = [after]
    while (morning := next_school_morning(school, found[-1])) <= until:
        found.append(morning)
    return found[1:]


def receipt(school: School, case: Case, child: int) -> Iterator[Due]:
    """Ask after five more days if the new school has the file, then the head as well."""
    went = moment_noted(case, "transfer", "sent_at", child)
    said = answer_to(case, "transfer", "sent", child)
    if said is None or said.value != "sent" or noted(case, "transfer", "receipt", child) == "got":
        return
    due = (went or said.at) + WITHIN
    yield Due(due, (OWNER,), due)
    yield from _with_head(school, due, due)


def leaving(school: School, case: Case, _child: int) -> Iterator[Due]:
    """Remind of a red case on which nothing was noted today, before the children go home.

    It falls due as the last hour of school begins (`rulings` 5); for somebody who took the case
    within that hour, half way to its end. Once everybody who is to hear of it was told, it stops.
    """
    if case.owned_at is None or not case.held & RED_FLAGS or is_acted_on(school, case):
        return
    last = last_noted(case)
    day = case.owned_at
    for _ in range(LOOK_AHEAD):
        hour = last_school_hour(school, day)
        if hour is not None and case.owned_at < hour[1] and not _same_day(last, day):
            begins = max(hour[0], case.owned_at)
            yield Due(
                begins if begins == hour[0] else begins + (hour[1] - begins) / 2, (OWNER,), hour[1]
            )
        day += DAY


def _same_day(one: datetime | None, other: datetime) -> bool:
    return one is not None and local(one).date() == local(other).date()


def check_in(_school: School, case: Case, _child: int) -> Iterator[Due]:
    """Ask after a week how the member of staff who saw it is."""
    began = moment_noted(case, "support", "offered_at")
    if began is not None and noted(case, "support", "check_in") != "done":
        yield from (Due(began + WEEK * week, (OWNER,)) for week in count(1))


def _with_head(school: School, after: datetime, due: datetime) -> Iterator[Due]:
    """Yield a nudge for each school morning after a moment, to the head too."""
    for _ in count():
        after = next_school_morning(school, after)
        yield Due(after, (OWNER, HEAD), due)
