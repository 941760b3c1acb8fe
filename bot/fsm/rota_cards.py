"""The words of a change of the rota: what is chosen, what is asked, what came of it."""

# Rule: every time of duty has both its ends, with their days. Names of staff, and no case.

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.dialogs.card import Button, Card, Tone
from bot.dialogs.words import button, card, words
from bot.fsm.duty import next_turn
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

LISTED = 8
"""How many coming times of duty "who has it next" names."""
ANSWERS = {
    Kind.COVER: ("rota_yes_cover", "rota_no_cover"),
    Kind.SWAP: ("rota_yes_swap", "rota_no"),
    Kind.GIVE: ("rota_yes", "rota_no"),
    Kind.OFF: ("rota_yes", "rota_no"),
}


def when(starts: datetime, ends: datetime) -> str:
    """Return a time of duty in local time: `Fri 6 Nov 15:30 to Sat 7 Nov 08:30`.

    One that ends on its own day says the day once.
    """
    first, last = local(starts), local(ends)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{_day(last)} {last:%H:%M}"
    return f"{_day(first)} {first:%H:%M} to {until}"


def label_of(stretch: Stretch) -> str:
    """Return a time of duty as a button says it, at most 31 characters."""
    return when(stretch.starts, stretch.ends)


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
    say, mine = words().phrases, [each for each in stretches if each.who == by]
    on = duty_at(school, now).on
    until = next_turn(school, now)
    names = ", ".join(school.name_of(each) for each in on) or say["rota_nobody"]
    ends = say["turn_until"].format(time=clock_time(until, now)) if until else ""
    has = say["rota_now"].format(who=names, until=ends)
    later = next((each for each in mine if each.starts > now), None)
    turn = say["rota_next"].format(when=label_of(later)) if later else say["rota_no_next"]
    made = [
        *(["rota_off"] if by in on else []),
        "rota_cover",
        *(["rota_swap", "rota_give"] if mine else []),
    ]
    buttons = [button(name, f"rota.{name.removeprefix('rota_')}") for name in made]
    last = button("rota_list", "rota.next", Tone.QUIET)
    return card("rota_home", now=has, next=turn, buttons=(*buttons, last))


def next_card(school: School, stretches: Sequence[Stretch]) -> Card:
    """Return who has it in the coming days, and which of it was agreed in chat."""
    say = words().phrases
    lines = [
        say["rota_line"].format(
            when=label_of(each),
            who=school.name_of(each.who) if each.who else say["rota_nobody"],
            mark=say["rota_mark"] if _agreed(school, each) else "",
        )
        for each in stretches[:LISTED]
    ]
    back = button("rota_home", "rota.home", Tone.QUIET)
    return card("rota_list", lines="\n".join(lines), buttons=(back,))


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


def asked_card(school: School, ask: Ask, now: datetime) -> Card:
    """Return what tells the asker who was asked, and until when they wait."""
    drop = button("rota_drop", f"rota.drop.{ask.number}", Tone.QUIET)
    return card("rota_asked", buttons=(drop,), **_fields(school, ask, now))


def _fields(school: School, ask: Ask, now: datetime) -> dict[str, str]:
    first, last = ask.covers[0], ask.covers[-1]
    return {
        "who": school.name_of(ask.to),
        "by": school.name_of(ask.by),
        "when": when(first.starts, first.ends),
        "other": when(last.starts, last.ends),
        "until": clock_time(ask.until, now),
    }
