"""The words of a change of the rota: what is chosen, what is asked, what came of it."""

# Rule: every time of duty has both its ends, with their days. Names of staff, and no case.

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.dialogs.card import Button, Card, Tone
from bot.dialogs.words import button, card, words
from bot.fsm.alert.duty import next_turn
from bot.fsm.hours import clock_time, local
from bot.fsm.school import School
from bot.rota.book import Ask, Kind
from bot.rota.duty import duty_at
from bot.rota.model import Cover
from bot.rota.stretches import Stretch

__all__ = [
    "ask_card",
    "asked_card",
    "choice_card",
    "confirm_card",
    "home_card",
    "label_of",
    "next_card",
    "told",
    "when",
]

DATED = 2
"""From so many days on the end of a duty is told with its date."""
LISTED = 8
"""How many coming times of duty "who has it next" names."""
ANSWERS = {
    Kind.COVER: ("rota_yes_cover", "rota_no_cover"),
    Kind.SWAP: ("rota_yes_swap", "rota_no"),
    Kind.GIVE: ("rota_yes", "rota_no"),
    Kind.OFF: ("rota_yes", "rota_no"),
}


def when(starts: datetime, ends: datetime) -> str:
    """Return a time of duty in local time: `Fri 6 Nov 15:30 to Sat 08:30`.

    The end has its date too where it is not the next day, and no day at all on the same one.
    """
    first, last = local(starts), local(ends)
    days = (last.date() - first.date()).days
    until = [f"{last:%H:%M}", f"{last:%a} {last:%H:%M}"][days] if days < DATED else _full(last)
    return f"{_full(first)} to {until}"


def label_of(stretch: Stretch, now: datetime) -> str:
    """Return a time of duty as a button says it: one that is running begins now."""
    if stretch.starts > now:
        return when(stretch.starts, stretch.ends)
    return words().phrases["rota_from_now"].format(time=_full(local(stretch.ends)))


def _full(here: datetime) -> str:
    return f"{_day(here)} {here:%H:%M}"


def _day(here: datetime) -> str:
    return f"{here:%a} {here.day} {here:%b}"


def told(school: School, covers: Iterable[Cover]) -> str:
    """Return what an agreement comes to: who has it when."""
    say = words().phrases["rota_has"]
    return " ".join(
        say.format(who=school.name_of(each.who), when=when(each.starts, each.ends))
        for each in covers
    )


def home_card(school: School, by: str, stretches: Sequence[Stretch], now: datetime) -> Card:
    """Return who has it, when somebody's next duty is, and what they may change."""
    say = words().phrases
    mine = [each for each in _joined(school, stretches) if each.who == by]
    on = duty_at(school, now).on
    until = next_turn(school, now)
    names = ", ".join(school.name_of(each) for each in on) or say["rota_nobody"]
    ends = say["turn_until"].format(time=clock_time(until, now)) if until else ""
    has = say["rota_you" if on == (by,) else "rota_now"].format(who=names, until=ends)
    later = next((each for each in mine if each.starts > now), None)
    turn = say["rota_next"].format(when=label_of(later, now)) if later else say["rota_no_next"]
    made = [
        *(["rota_off"] if by in on else []),
        "rota_cover",
        *(["rota_swap", "rota_give"] if mine else []),
    ]
    buttons = [button(name, f"rota.{name.removeprefix('rota_')}") for name in made]
    last = button("rota_list", "rota.next", Tone.QUIET)
    return card("rota_home", now=has, next=turn, buttons=(*buttons, last))


def next_card(school: School, stretches: Sequence[Stretch], now: datetime) -> Card:
    """Return who has it in the coming days, and which of it was agreed in chat.

    Who has it twice in a row is told once.
    """
    say = words().phrases
    lines = [
        say["rota_line"].format(
            when=label_of(each, now),
            who=school.name_of(each.who) if each.who else say["rota_nobody"],
            mark=say["rota_mark"] if _agreed(school, each) else "",
        )
        for each in _joined(school, stretches)[:LISTED]
    ]
    back = button("rota_home", "rota.home", Tone.QUIET)
    return card("rota_list", lines="\n".join(lines), buttons=(back,))


def _joined(school: School, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return times of duty of one person that follow each other as one, where both are as usual."""
    found: list[Stretch] = []
    for each in stretches:
        last = found[-1] if found else None
        follows = last is not None and (last.who, last.ends) == (each.who, each.starts)
        if last is not None and follows and _agreed(school, last) == _agreed(school, each):
            found[-1] = last._replace(ends=each.ends)
        else:
            found.append(each)
    return found


def _agreed(school: School, stretch: Stretch) -> bool:
    return any(
        one.who == stretch.who and one.starts < stretch.ends and stretch.starts < one.ends
        for each in school.rota.agreed
        for one in each.covers
    )


def choice_card(name: str, picks: Iterable[Button], *, who: str = "") -> Card:
    """Return a question with its buttons, and the way back."""
    back = button("rota_back", "rota.home", Tone.QUIET)
    return card(name, who=who, buttons=(*picks, back))


def confirm_card(school: School, ask: Ask, lead: str, now: datetime) -> Card:
    """Return what would be asked of whom, before anybody is asked."""
    go = button("rota_ask" if ask.to != ask.by else "rota_take", f"{lead}.ask", Tone.MAIN)
    go = go.model_copy(update={"label": go.label.format(who=school.name_of(ask.to))})
    back = button("rota_back", "rota.home", Tone.QUIET)
    name = f"rota_would_{ask.kind}" if ask.to != ask.by else "rota_would_fill"
    return card(name, buttons=(go, back), **_fields(school, ask, now))


def ask_card(school: School, ask: Ask, now: datetime) -> Card:
    """Return what somebody is asked, with the two answers."""
    yes, no = ANSWERS[ask.kind]
    return card(
        f"rota_asks_{ask.kind}",
        buttons=(
            button(yes, f"rota.yes.{ask.number}", Tone.MAIN),
            button(no, f"rota.no.{ask.number}"),
        ),
        **_fields(school, ask, now),
    )


def asked_card(school: School, ask: Ask, now: datetime, *, over: bool = False) -> Card:
    """Return what tells the asker who was asked, and until when they wait.

    Once it is `over` there is nothing to take back.
    """
    drop = (button("rota_drop", f"rota.drop.{ask.number}", Tone.QUIET),)
    return card("rota_asked", buttons=() if over else drop, **_fields(school, ask, now))


def _fields(school: School, ask: Ask, now: datetime) -> dict[str, str]:
    first, last = ask.covers[0], ask.covers[-1]
    return {
        "who": school.name_of(ask.to),
        "by": school.name_of(ask.by),
        "when": when(first.starts, first.ends),
        "other": when(last.starts, last.ends),
        "until": clock_time(ask.until, now),
    }
