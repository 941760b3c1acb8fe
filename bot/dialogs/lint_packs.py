"""What is wrong with a pack: a minute without a number, no LADO, words that do not fit."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.dialogs.lint_words import House, message_problems
from bot.dialogs.pack import ContactRole, Pack

__all__ = ["minutes_without_a_number", "pack_problems"]

NUMBER = re.compile(r"\d[\d ]{1,14}\d")
MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  a local time: contacts keep local hours
MINUTE = timedelta(minutes=1)


def pack_problems(pack: Pack, house: House) -> Iterator[tuple[str, str]]:
    """Yield (where, cure) for all that is wrong with a pack."""
    for role, what in ((ContactRole.EMERGENCY, "999"), (ContactRole.POLICE, "101")):
        if not pack.of_role(role):
            yield "contacts", f"has no contact of role {role.value!r}: add {what}"
    for when in minutes_without_a_number(pack):
        yield "contacts", f"nobody to ring {when}: add a number that answers then"
    if not pack.of_role(ContactRole.LADO) and not pack.no_lado_line:
        yield "no_lado_line", "has no LADO and does not say so: add the contact or the line"
    if not pack.of_role(ContactRole.EMERGENCY_DUTY) and not pack.no_on_call_line:
        yield "no_on_call_line", "has no emergency duty team and does not say so: add one of them"
    if not pack.who_may_decide_deletion:
        yield "who_may_decide_deletion", "is empty: say who decides"
    for name in ("no_lado_line", "no_on_call_line"):
        line: str = getattr(pack, name)
        yield from ((name, problem) for problem in message_problems(house, line) if line)
    yield from _contacts(pack, house)


def minutes_without_a_number(pack: Pack) -> Iterator[str]:
    """Yield each stretch of a week, holiday or not, in which no number answers.

    Hours repeat weekly and change only where a window opens or closes, so that looking at each
    of these moments looks at every minute of every year.
    """
    for holiday in (False, True):
        for moment in _moments(pack):
            ringing = pack.to_ring(moment, bank_holiday=holiday)
            if not any(line.is_open(moment, bank_holiday=holiday) for line in ringing):
                on = " on a bank holiday" if holiday else ""
                yield f"from {moment:%a %H:%M}{on}"


def _moments(pack: Pack) -> list[datetime]:
    times = {time(0, 0), *(edge for contact in pack.contacts for edge in contact.edges)}
    days = [MONDAY + timedelta(days=day) for day in range(7)]
    return [datetime.combine(day.date(), at) for day in days for at in sorted(times)]


def _contacts(pack: Pack, house: House) -> Iterator[tuple[str, str]]:
    for contact in pack.contacts:
        where = f"contact {contact.id!r}"
        if NUMBER.fullmatch(contact.number) is None:
            yield where, f"{contact.number!r} is no number: digits and spaces only"
        if not contact.source.strip():
            yield where, "has no source: say where it was seen, or leave it out"
        if contact.last_verified is not None:
            yield where, "is shipped as verified: only a school that rang it can say so"
        for text in (contact.note, contact.name):
            yield from ((where, problem) for problem in house.unwanted(text))
        if contact.note:
            yield from ((where, problem) for problem in message_problems(house, contact.note))
