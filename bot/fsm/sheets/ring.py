"""Who to ring right now: a private card with this minute's numbers for one child."""

# Rule 1: the child's own council is said before any number (rulings 5).
# Rule 2: a number is a row of a private card. None is in its text, its title or its preview.
# Rule 3: a number that nobody answered within the hour gives way to the next one.
# Rule 4: 101 and 999 are on it at every minute, and carry no warning that could delay a call.

from collections.abc import Collection
from datetime import datetime, timedelta
from textwrap import shorten

from bot.dialogs.card import Button, Card, Field
from bot.dialogs.pack import Contact, ContactRole, is_stale
from bot.dialogs.script import NOT_KNOWN
from bot.dialogs.words import button, card, words
from bot.fsm.case import Case
from bot.fsm.deeds import open_button
from bot.fsm.hours import (
    clock_time,
    is_answering,
    is_bank_holiday,
    local,
    next_change,
    numbers_now,
    turn_time,
)
from bot.fsm.known.answering import live_answers
from bot.fsm.school import School

__all__ = ["line_row", "ring_card"]

COUNCIL = (ContactRole.FRONT_DOOR, ContactRole.EMERGENCY_DUTY, ContactRole.EDUCATION_LINE)
ALWAYS = (ContactRole.POLICE, ContactRole.EMERGENCY)
SOON = timedelta(hours=1)
"""A line that closes within this says in how many minutes."""
IN_VAIN = timedelta(hours=1)
"""For so long a number that nobody answered is not the one to ring now."""
LONGEST_NAME = 60
"""Characters of a council's name as told: the numbers under it stay in sight."""


def ring_card(school: School, case: Case, child: int, now: datetime) -> Card:
    """Return the numbers to ring at `now` about child `child` (from 1), and what will be asked.

    Private, for somebody who may read the case; the caller has checked that at this press.
    """
    name = _say("first_child") if child == 1 else _say("nth_child", n=str(child))
    tried = _tried(case, now)
    always = [each for role in ALWAYS for each in school.pack.of_role(role)]
    now_then = [each for each in always if tried and each in _now(school, now, tried)[:1]]
    rows = (
        Field(label=_say("ring_label_at"), text=_moment(school, now)),
        Field(label=_say("ring_label_council"), text=_authority(school, case, child)),
        *(line_row(school, each, now, first=True) for each in now_then),
        *_council(school, now, tried),
        *(_lado(school, now) if case.around else ()),
        *(line_row(school, each, now) for each in always if each not in now_then),
        Field(label=_say("ring_label_ask"), text=_say("ring_ask")),
        Field(label=_say("ring_label_family"), text=_say("ring_family")),
    )
    buttons = _buttons(school, case, child, now, tried)
    return card("ring", case=case.ref, child=name, buttons=buttons).model_copy(
        update={"fields": rows, "level": case.level.name, "foot": words().foot}
    )


def _tried(case: Case, now: datetime) -> dict[str, datetime]:
    """Return when each line was last rung in vain, within the hour. UTC."""
    return {
        call.line: call.at for call in case.calls if not call.answered and now - call.at < IN_VAIN
    }


def _now(school: School, now: datetime, tried: Collection[str]) -> tuple[Contact, ...]:
    """Return the lines to ring now, the best first: none that nobody answered just now."""
    return tuple(line for line in numbers_now(school, now) if line.id not in tried)


def _buttons(
    school: School, case: Case, child: int, now: datetime, tried: Collection[str]
) -> tuple[Button, ...]:
    """Return what says in one press that a number was rung, and that nobody answered."""
    lead = f"deed.{case.ref}"
    first = _now(school, now, tried)[:1]
    made = [
        button(
            f"rang_{line.role}" if line.role in ALWAYS else "rang_them", _rang(case, child, line)
        )
        for line in first
    ]
    made += [button("no_answer", f"{lead}.no_answer.{child}.{line.id}") for line in first]
    for role in ALWAYS:
        lines = (line for line in school.pack.of_role(role) if line not in first)
        made += [button(f"rang_{role}", _rang(case, child, line)) for line in lines]
    return (*made, open_button(case.ref))


def _rang(case: Case, child: int, line: Contact) -> str:
    return f"deed.{case.ref}.rang.{child}.{line.id}"


def _say(phrase: str, **fields: str) -> str:
    return words().phrases[phrase].format_map(fields)


def _moment(school: School, now: datetime) -> str:
    """Return when and where these hours hold: the card may still be on a screen later."""
    day = _say("ring_bank_holiday") if is_bank_holiday(school, now) else ""
    nation = school.pack.nation.replace("-", " ").title()
    return _say("ring_at", time=clock_time(now, now), nation=nation, day=day).strip()


def _authority(school: School, case: Case, child: int) -> str:
    answers = live_answers(school, case.account)
    has_line = any(line.role in COUNCIL for line in school.pack.contacts)
    lines = _say("ring_ours_or_101") if has_line else "101"
    lives = answers.get(f"child.{child}.council", NOT_KNOWN)
    if lives == "other":
        told = answers.get(f"child.{child}.which_council", NOT_KNOWN)
        council = _say("ring_other_unnamed") if told == NOT_KNOWN else str(told)
        named = shorten(council, LONGEST_NAME, placeholder="...").rstrip(".")
        return _say("ring_other", council=named, lines=lines)
    return _say("ring_ours") if lives == "ours" else _say("ring_unknown", lines=lines)


def _council(school: School, now: datetime, tried: dict[str, datetime]) -> tuple[Field, ...]:
    """Return the council's lines, those to ring now first; its own words where it has none."""
    first = [line for line in _now(school, now, tried) if line.role in COUNCIL]
    others = [each for role in COUNCIL for each in school.pack.of_role(role) if each not in first]
    rows = [line_row(school, line, now, first=True) for line in first]
    if not rows and not tried:
        rows = [Field(label=_say("ring_label_none"), text=school.pack.no_on_call_line)]
    return (*rows, *(line_row(school, line, now, tried=tried.get(line.id)) for line in others))


def _lado(school: School, now: datetime) -> tuple[Field, ...]:
    if lines := school.pack.of_role(ContactRole.LADO):
        return tuple(line_row(school, line, now) for line in lines)
    return (Field(label=_say("ring_label_lado"), text=school.pack.no_lado_line),)


def line_row(
    school: School,
    line: Contact,
    now: datetime,
    *,
    first: bool = False,
    tried: datetime | None = None,
) -> Field:
    """Return a line with its number, its hours at `now`, and when the school last checked it."""
    number = _say("ring_first" if first else "ring_number", number=line.number)
    if line.role in ALWAYS:
        return Field(label=line.name, text=number)
    in_doubt = first and not is_answering(school, line, now)
    hours = _say("ring_doubt") if in_doubt else _hours(school, line, now)
    note = line.note if first else ""
    if tried is not None:
        note = _say("ring_in_vain", time=clock_time(tried, now))
    return Field(label=line.name, text=f"{number} {hours} {_verified(line, now)} {note}".strip())


def _hours(school: School, line: Contact, now: datetime) -> str:
    answering, turn = is_answering(school, line, now), next_change(school, line, now)
    if turn is None:
        return _say("ring_always" if answering else "ring_shut")
    if answering and turn - now <= SOON:
        minutes = (turn - now) // timedelta(minutes=1)
        return _say("ring_closes_in" if minutes > 1 else "ring_closes_now", minutes=str(minutes))
    return _say("ring_until" if answering else "ring_opens", time=turn_time(turn, now))


def _verified(line: Contact, now: datetime) -> str:
    """Return on which day the school last rang it, and that it is to be checked where it is old.

    Source: `rulings` 6.
    """
    if (day := line.last_verified) is None:
        return _say("ring_unverified")
    name = "ring_verified_long_ago" if is_stale(line, local(now).date()) else "ring_verified"
    return _say(name, day=f"{day.day} {day:%b %Y}")
