"""The words of an alert: for the channel, for a person. No detail in any."""

# Rule 1: reference, level, what is needed, who has it, 999. No name of a child, no answer.
# Rule 2: what is opened on demand is in `desk/views.py`, not here.

from collections.abc import Mapping
from datetime import datetime

from bot.dialogs.card import Button, Card
from bot.dialogs.flags import RED_FLAGS
from bot.dialogs.words import card, text_of, words
from bot.fsm.access.around import lado_line
from bot.fsm.case import Case, CaseStage
from bot.fsm.deeds import deed_buttons, open_button
from bot.fsm.hours import clock_time, is_school_time, last_school_hour
from bot.fsm.known.noting import last_noted
from bot.fsm.on_call import on_call_at
from bot.fsm.school import School

__all__ = [
    "newer_post",
    "news_card",
    "number_now",
    "owned_card",
    "page_card",
    "post_card",
    "relay_card",
]


def post_card(school: School, case: Case, now: datetime) -> Card:
    """Return the case's one card for the DSL channel, as things stand: one line once closed."""
    return _post(school, case, now, _fields(school, case, now))


def newer_post(school: School, case: Case, now: datetime) -> Card | None:
    """Return the channel card where it has other words than those that stand there, else None."""
    fields = _fields(school, case, now)
    same = text_of(_post_name(case), **fields) == case.posted
    return None if same else _post(school, case, now, fields)


def _post(school: School, case: Case, now: datetime, fields: Mapping[str, str]) -> Card:
    return _alert(_post_name(case), case, deed_buttons(school, case, now), fields)


def _post_name(case: Case) -> str:
    return "post_closed" if case.stage is CaseStage.CLOSED else "post"


def page_card(
    school: School,
    case: Case,
    person: str,
    now: datetime,
    *,
    again: bool = False,
    name: str = "",
) -> Card:
    """Return a private alert for one person: `name` picks another message than the alert."""
    named = name or ("page_around" if case.around else "page")
    fields = _fields(school, case, now) | {
        "again": _again(case, now) if again else "",
        "time": clock_time(now, now),
        "leaving": _leaving(school, case, now),
    }
    buttons = deed_buttons(school, case, now)
    if case.owner == person:
        buttons = tuple(each for each in buttons if not each.value.endswith(".take_over"))
    return _alert(named, case, buttons, fields)


def _alert(name: str, case: Case, buttons: tuple[Button, ...], fields: Mapping[str, str]) -> Card:
    """Return words of an alert. A notification may show all of them: there is no detail.

    While nobody has it the card says what its answers do: "Ringing you now" is not said to them.
    """
    made = card(name, buttons=buttons, case=case.ref, **fields)
    hint = "" if case.owner or not buttons else words().phrases["pick_reply"]
    return made.model_copy(update={"level": case.level.name, "preview": made.text, "hint": hint})


def _leaving(school: School, case: Case, now: datetime) -> str:
    """Return when school ends, in its last hour: the children of a red case are still there."""
    hour = last_school_hour(school, now)
    if hour is None or not hour[0] <= now < hour[1] or not case.held & RED_FLAGS:
        return ""
    return words().phrases["leaving"].format(time=clock_time(hour[1], now))


def _again(case: Case, now: datetime) -> str:
    if not case.owner:
        return words().phrases["again"]
    owned = case.owned_at or case.opened_at
    since = clock_time(max(owned, last_noted(case) or owned), now)
    return words().phrases["again_owned"].format(time=since)


def _fields(school: School, case: Case, now: datetime) -> dict[str, str]:
    say = words().phrases
    action = say[f"action_{case.level.name}"]
    marks = [
        say["unfinished"] if case.account.unfinished else "",
        say["media"] if case.media else "",
        say["call"] if case.call_wanted else "",
        say["correction"] if case.to_accept or case.account.taken_back_at else "",
        say["broken"] if case.broken else "",
    ]
    owner = owner_line(school, case, now)
    return {
        "ref": case.ref,
        "level": words().levels[case.level.name],
        "raised": clock_time(case.opened_at, now),
        "action": "" if case.owner else action,
        "owner": owner,
        "state": owner if case.owner else action,
        "ambulance": ambulance_line(case, now),
        "marks": " ".join(mark for mark in marks if mark),
        "lado": lado_line(school) if case.around else "",
    }


def owned_card(school: School, case: Case, person: str, now: datetime) -> Card:
    """Return what an alert becomes once somebody has the case: for them, and for the others."""
    buttons = deed_buttons(school, case, now)
    unused = ("take_over",) if person == case.owner else ("on_phone", "with_child")
    buttons = tuple(each for each in buttons if not each.value.endswith(unused))
    return _alert("page_owned", case, buttons, _fields(school, case, now))


def news_card(
    school: School, case: Case, person: str, now: datetime, *, name: str, alone: bool
) -> Card:
    """Return what older news of a case becomes: its own words, and who has the case by now.

    What the owner may do next is on their alert, or here where they have none (`alone`).
    """
    made = page_card(school, case, person, now, name=name)
    if not case.owner:
        return made
    owned = owned_card(school, case, person, now)
    buttons = owned.buttons if alone else (open_button(case.ref),)
    return made.model_copy(update={"hint": owner_line(school, case, now), "buttons": buttons})


def relay_card(school: School, case: Case, by: str, deed: str, now: datetime) -> Card:
    """Return the acknowledgement as the reporter reads it: who, when, and their words."""
    who, time = school.name_of(by), clock_time(now, now)
    return card(f"ack_{deed}", case=case.ref, who=who, time=time)


def owner_line(school: School, case: Case, now: datetime) -> str:
    """Return who has the case and since when, that nobody has it, or that it is closed."""
    if case.stage is CaseStage.CLOSED:
        return words().phrases["closed"].format(who=school.name_of(case.owner))
    if not case.owner:
        return words().phrases["nobody"]
    since = clock_time(case.owned_at or now, now)
    return words().phrases["owner"].format(who=school.name_of(case.owner), time=since)


def ambulance_line(case: Case, now: datetime) -> str:
    """Return the 999 line: called and when, asked for, or the standing reminder."""
    say = words().phrases
    if case.ambulance and case.ambulance_at:
        at = clock_time(case.ambulance_at, now)
        return say[f"ambulance_{case.ambulance}"].format(time=at)
    return say["ambulance_none"] if case.level.name == "EMERGENCY" else say["standing_line"]


def number_now(school: School, now: datetime) -> str:
    """Return the school's number that answers now: the office, or the on-call line, or 101."""
    if is_school_time(school, now):
        return school.office
    return on_call_at(school, now) or "101"
