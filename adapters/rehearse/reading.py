"""What a rehearsal prints for people: who was told what, when, on the school's own clock."""

import textwrap
from collections.abc import Iterator
from datetime import datetime

from adapters.rehearse.messenger import Delivered
from adapters.rehearse.player import Played
from adapters.rehearse.report import MARK, Object, is_echo, kind_of, medium_of, report
from bot.dialogs.card import CardKind
from bot.fsm.alert.ladder import on_duty
from bot.fsm.hours import local
from bot.fsm.school import Way

__all__ = ["reading"]

NOBODY = "nobody, so whoever comes next is asked at once"

CONFIGURED = (
    "The rota is the one in your file. What was agreed in chat since, `handrail rota` shows."
)

WIDTH = 100
INDENT = 10
TEXT = 30

HOW = {
    CardKind.QUESTION: "is asked",
    CardKind.NOTICE: "is told",
    CardKind.REFUSAL: "is refused",
    CardKind.ALERT: "is alerted",
    CardKind.NUDGE: "is nudged",
    CardKind.HANDOVER: "is handed",
    CardKind.RECEIPT: "has a receipt",
    CardKind.DELIVERY_PROBLEM: "hears of trouble",
}

BESIDE = {Way.PHONE: "is rung", Way.MAIL: "has an e-mail"}


async def reading(played: Played) -> str:
    """Return the whole rehearsal as text. Every line is marked; times are the school's."""
    found = await report(played)
    school = played.engine.school
    lines = [f"{school.name} ({school.id}). Nobody was told anything: this is a rehearsal."]
    lines += [*_staffing(played), *_story(played), "", *_cases(found), *_pending(played, found)]
    return "\n".join(f"{MARK} {line}".rstrip() for line in lines)


def _staffing(played: Played) -> Iterator[str]:
    """Yield who the plan says is away, and who is on duty as it starts."""
    cast, school = played.engine.cast, played.engine.school
    if played.plan.away:
        away = [cast.title(cast.slot(cast.person(each.who))) for each in played.plan.away]
        yield f"Away: {', '.join(away)}."
    if school.rota.lines:
        on = [cast.title(cast.slot(one.id)) for one in on_duty(school, played.plan.starts)]
        yield f"On duty as it starts: {', '.join(on) or NOBODY}."
        yield CONFIGURED


def _story(played: Played) -> Iterator[str]:
    day = ""
    acts = list(played.acts)
    cards: dict[tuple[str, str], str] = {}
    for number, each in enumerate(played.delivered):
        while acts and acts[0].after <= number:
            day, lines = _dated(day, acts[0].at)
            yield from lines
            yield from _act(acts.pop(0).words)
        card = (each.to, each.card.case)
        is_same = each.edit and cards.get(card) == each.card.text
        cards[card] = each.card.text
        if not is_echo(each) and not is_same:
            day, lines = _dated(day, each.at)
            yield from lines
            yield from _told(played, each)
    for act in acts:
        yield from _act(act.words)


def _dated(day: str, at: datetime) -> tuple[str, list[str]]:
    here = local(at)
    today = f"{here:%A} {here.day} {here:%B %Y}"
    return today, [] if today == day else ["", today]


def _act(words: str) -> list[str]:
    return ["", f">> {words}"]


def _told(played: Played, each: Delivered) -> list[str]:
    here = local(each.at)
    kind = kind_of(each)
    where = " (privately)" if medium_of(each) == "dm" else ""
    how = "sees its card change" if each.edit else HOW[kind]
    if each.way is not None:
        how = BESIDE[each.way]
    number = f" {each.card.question}" if each.card.question else ""
    who = played.engine.cast.title(played.engine.cast.slot(each.to))
    first = f"{here:%H:%M:%S}  {who} {how}{number}{where}:"
    return [first, *_wrapped(each.card.text), *_wrapped(each.card.hint)]


def _wrapped(text: str) -> list[str]:
    left = " " * INDENT
    return textwrap.wrap(text, WIDTH - TEXT, initial_indent=left, subsequent_indent=left)


def _cases(found: Object) -> Iterator[str]:
    cases = found["cases"]
    if not isinstance(cases, list) or not cases:
        yield "At the end: nobody raised anything."
        return
    yield "At the end"
    for case in cases:
        owner = case["owner"] or "nobody"
        yield f"  case {case['ref']}: {case['level']}, {case['state']}; {owner} has it"
        yield f"    flags: {', '.join(case['flags'])}"
        if case["classes"]:
            yield f"    class: {', '.join(case['classes'])}"
        if case["open_questions"]:
            yield f"    not known yet: {', '.join(case['open_questions'])}"
        for what, why in case["blocked"].items():
            yield f"    {what.replace('_', ' ')} is shut: {why}"


def _pending(played: Played, found: Object) -> Iterator[str]:
    pending = found["pending"]
    if not isinstance(pending, list) or not pending:
        return
    yield ""
    yield "Still to come, if nothing else happens"
    for each in pending:
        here = local(datetime.fromisoformat(each["due"]))
        who = played.engine.cast.title(each["to"])
        when = f"{here:%a} {here.day} {here:%b %H:%M:%S}"
        yield f"  {when}  {each['name']}, case {each['case']}: {who}"
