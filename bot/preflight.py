"""The pre-flight: whom the chat would not reach is found before they are needed, and said."""

# Rule 1: asked each evening before the night, and on Friday at 15:00 for the weekend. Ours.
# Rule 2: what is found goes to the DSL in their private chat, or to whoever comes after them, and
#         to IT. It has names of staff and nothing about any case.
# Rule 3: an evening on which nothing amiss was found is silent; Friday never is. Where nobody could
#         look, Friday says so: only what was looked at is covered.

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.dialogs.card import Card
from bot.dialogs.words import card, words
from bot.directory import Directory, Standing
from bot.fsm.effects import Say
from bot.fsm.hours import LONDON, clock_time, local, next_school_morning
from bot.fsm.on_call import address_at
from bot.fsm.school import ALERTED, Person, Role, School, Way
from bot.rota.duty import duty_at

__all__ = ["CHORES", "Chore", "look", "who_covers"]

TOLD = ((Role.DSL,), (Role.DEPUTY,), (Role.HEAD,))
"""Who is told: the first of these of whom anybody can be reached; and IT."""

FRIDAY = 4
HALF_AN_HOUR = timedelta(minutes=30)
LONGEST = timedelta(days=4)
"""A weekend with a bank holiday; of longer holidays each Friday speaks anew."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that comes again at a time of the school's clock: daily, or on one weekday."""

    name: str
    at: time
    weekday: int | None = None

    def last(self, now: datetime) -> datetime:
        """Return when it last fell due, at or before `now` (UTC).

        A time that clocks going back give twice is the first of the two.
        """
        today = local(now).date()
        for days in range(8):
            day = today - timedelta(days=days)
            moment = _on(day, self.at)
            if moment <= now and self.weekday in {None, day.weekday()}:
                return moment
        raise AssertionError(f"{self.name} did not fall due in a week")


CHORES = (Chore("evening", time(18)), Chore("weekend", time(15), FRIDAY))


async def look(school: School, chore: str, directory: Directory, at: datetime) -> tuple[Say, ...]:
    """Return what a chore that fell due `at` (UTC) has to say.

    Raises:
        Retry: the platform does not answer; nobody knows yet who can be reached.
    """
    people = {one.id: one for role in (*ALERTED, Role.IT) for one in school.of_role(role)}
    found = {each: await directory.standing(school.id, each) for each in people}
    alerted = [one for one in people.values() if set(ALERTED) & set(one.roles)]
    lost = [one for one in alerted if found[one.id] not in {Standing.REACHABLE, Standing.UNKNOWN}]
    said: list[Say] = []
    if lost and chore == "evening":
        lines = [f"{one.name} ({words().phrases[STANDINGS[found[one.id]]]})" for one in lost]
        made = card("unreachable", people="; ".join(lines), phone=_phone(school))
        said += [Say(to=one, card=made) for one in _who_hears(school, found, it=True)]
    if chore == "weekend":
        made = _weekend(school, found, at)
        said += [Say(to=one, card=made) for one in _who_hears(school, found, it=False)]
    return tuple(said)


def who_covers(school: School, at: datetime) -> tuple[Person, ...]:
    """Return who is on duty at `at` (UTC), as the rota has it."""
    found = (school.person(one) for one in duty_at(school, at).on)
    return tuple(one for one in found if one is not None)


def _weekend(school: School, found: Mapping[str, Standing], at: datetime) -> Card:
    """Return whether somebody who is on duty can be had at every half hour until school opens."""
    until = min(next_school_morning(school, at), at + LONGEST)
    covering: dict[str, None] = {}
    unseen: dict[str, None] = {}
    moment = at
    while moment < until:
        on = who_covers(school, moment)
        there = [one.name for one in on if _is_had(school, found, one, moment)]
        perhaps = [one.name for one in on if found.get(one.id) is Standing.UNKNOWN]
        if not there and not perhaps:
            since = clock_time(moment, at)
            return card("weekend_open", time=since, phone=_phone(school))
        covering |= dict.fromkeys(there)
        unseen |= dict.fromkeys([] if there else perhaps)
        moment += HALF_AN_HOUR
    if unseen:
        return card("weekend_unknown", people=", ".join(unseen), phone=_phone(school))
    return card("weekend_covered", people=", ".join(covering), phone=_phone(school))


def _is_had(school: School, found: Mapping[str, Standing], person: Person, at: datetime) -> bool:
    rings = Way.PHONE in school.ways and bool(address_at(school, person, Way.PHONE, at))
    return rings or found.get(person.id) is Standing.REACHABLE


STANDINGS: Mapping[Standing, str] = {
    Standing.LEFT: "standing_left",
    Standing.DEACTIVATED: "standing_deactivated",
    Standing.NOT_IN_CHANNEL: "standing_not_in_channel",
    Standing.BLOCKED: "standing_blocked",
    Standing.NO_CHAT: "standing_no_chat",
}


def _who_hears(school: School, found: Mapping[str, Standing], *, it: bool) -> list[str]:
    groups = ([one for role in roles for one in school.of_role(role)] for roles in TOLD)
    there = ([one.id for one in group if _is_there(found, one)] for group in groups)
    hears = next((group for group in there if group), [])
    if it:
        hears = [*hears, *(one.id for one in school.of_role(Role.IT) if _is_there(found, one))]
    return list(dict.fromkeys(hears))


def _is_there(found: Mapping[str, Standing], person: Person) -> bool:
    """Return whether a private chat may reach somebody: who nobody looked for is not left out."""
    there = {Standing.REACHABLE, Standing.NOT_IN_CHANNEL, Standing.UNKNOWN}
    return found[person.id] in there


def _phone(school: School) -> str:
    if Way.PHONE in school.ways:
        return ""
    silent = words().phrases["without_phone"]
    return f"{silent[0].upper()}{silent[1:]}."


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
