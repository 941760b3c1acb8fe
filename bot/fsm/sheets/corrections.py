"""Where rostered people say less than the reporter did: a correction, never a silent one."""

# Rule: what was said stays, beside what is said now, each with its time. The level that it raised
#       holds until a named DSL accepts the correction (`rulings` 1.9 and 2; catalogue 1.4.2).

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from bot.dialogs.asking import label_of
from bot.dialogs.card import Card, Field
from bot.dialogs.flags import REFER, Flag, level_of
from bot.dialogs.rules import flags_of
from bot.dialogs.script import Value, question_id
from bot.dialogs.sheet import Sheet
from bot.dialogs.understand import show
from bot.dialogs.words import button, card, words
from bot.fsm.case import Answer, Case, Noted
from bot.fsm.deeds import open_button
from bot.fsm.hours import clock_time
from bot.fsm.known.answering import live_answers
from bot.fsm.known.filling import places, settled, shown, told_at
from bot.fsm.known.noting import answer_to
from bot.fsm.school import School

__all__ = [
    "Correction",
    "acceptance",
    "accepted",
    "correction_card",
    "correction_rows",
    "corrections",
]


class Correction(NamedTuple):
    """A question of the reporter's that was answered with less since: both sides, with times."""

    question: str
    told: dict[str, Answer]
    now: list["Since"]


class Since(NamedTuple):
    """What a rostered person says now: the question of a sheet, and the answer to it."""

    sheet: Sheet
    key: str
    said: Noted


def corrections(school: School, case: Case, *, accepted_too: bool = False) -> list[Correction]:
    """Return the corrections that wait for a named DSL; with `accepted_too`, all that stand."""
    over = settled(case)
    if not over:
        return []
    live = live_answers(school, case.account)
    found: list[Correction] = []
    for name in dict.fromkeys(question_id(key) for key in live):
        keys = [key for key in live if question_id(key) == name]
        now = _said_since(case, name) if name in over else []
        before = flags_of(school.script, keys, live, school.pack)
        told = {value for key in keys for value in _several(live[key])}
        if not now or told <= _same(now) or not _is_less(_raised(school, now), before):
            continue
        made = Correction(name, {key: case.account.answers[key] for key in keys}, now)
        if accepted_too or not _is_accepted(case, made):
            found.append(made)
    return found


def acceptance(school: School, case: Case) -> str:
    """Return the deed of accepting what waits now, or "" where nothing does.

    It stands for what was said until then: an older button accepts nothing that was said since.
    """
    made = corrections(school, case)
    if not made and not case.to_accept:
        return ""
    since = [f"{key} {said.at}" for each in made for _, key, said in each.now]
    told = sorted(f"{key} {said.at}" for key, said in case.account.answers.items())
    return (
        f"accept.{sha256(' '.join((*since, *told, *sorted(case.live))).encode()).hexdigest()[:12]}"
    )


def accepted(case: Case, made: list[Correction], by: str, now: datetime) -> Case:
    """Return the case with these corrections accepted by a named person."""
    kept = {each.question: Noted(value=_mark(each), at=now, by=by) for each in made}
    return case.model_copy(update={"corrected": {**case.corrected, **kept}})


def correction_rows(school: School, case: Case, now: datetime) -> tuple[Field, ...]:
    """Return a row a correction: what was told, what is said now, who accepted it. Private."""
    say = words().phrases
    rows: list[Field] = []
    for each in corrections(school, case, accepted_too=True):
        text = _text(school, each, now)
        by = case.corrected.get(each.question)
        state = say["correction_waits"]
        if by is not None and _is_accepted(case, each):
            time = clock_time(by.at, now)
            state = say["correction_accepted"].format(who=school.name_of(by.by), time=time)
        rows.append(Field(label=say["label_correction"], text=f"{text} {state}"))
    return tuple(rows)


def correction_card(school: School, before: Case, case: Case, now: datetime) -> Card | None:
    """Return what is said as an answer makes a correction of what was told; else None."""
    known = {each.question: _mark(each) for each in corrections(school, before)}
    made = [each for each in corrections(school, case) if known.get(each.question) != _mark(each)]
    if not made:
        return None
    rows = tuple(
        Field(label=words().phrases["label_correction"], text=_text(school, each, now))
        for each in made
    )
    buttons = (
        button("accept_correction", f"deed.{case.ref}.{acceptance(school, case)}"),
        open_button(case.ref),
    )
    said = card("correction", case=case.ref, buttons=buttons)
    return said.model_copy(update={"fields": rows})


def _text(school: School, each: Correction, now: datetime) -> str:
    say = words().phrases
    told = "; ".join(
        say["correction_told"].format(
            topic=label_of(school.script.question(key), key),
            answer=show(school.script.question(key), said.value),
            time=clock_time(said.at, now),
        )
        for key, said in each.told.items()
    )
    since = "; ".join(
        say["correction_now"].format(
            topic=label_of(sheet.question(key), key),
            answer=shown(sheet.question(key), said, now),
            who=school.name_of(said.by),
            time=clock_time(said.at, now),
        )
        for sheet, key, said in each.now
    )
    return say["correction_row"].format(told=told, now=since)


def _said_since(case: Case, name: str) -> list[Since]:
    """Return what the sheets say now of one of the reporter's questions."""
    return [
        Since(sheet, question.id, said)
        for sheet, child in places(case)
        for question in sheet.questions
        if name in question.settles and (said := answer_to(case, sheet.id, question.id, child))
    ]


def _same(now: list[Since]) -> set[Value]:
    """Return what the reporter would have said to say the same."""
    picked = (
        (sheet.question(key), value) for sheet, key, said in now for value in _several(said.value)
    )
    options = (each.by_id.get(value) for each, value in picked if isinstance(value, str))
    return {told for option in options if option is not None for told in option.told}


def _several(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _raised(school: School, now: list[Since]) -> frozenset[Flag]:
    """Return what these answers raise by themselves."""
    raised = (flags_of(one, [key], {key: said.value}, school.pack) for one, key, said in now)
    return frozenset().union(*raised)


def _is_less(now: frozenset[Flag], before: frozenset[Flag]) -> bool:
    """Return whether what is raised now asks for less: a lower level, or a lesser call."""
    level, was = level_of(now), level_of(before)
    return level < was or (level == was and bool((before & REFER) - now))


def _mark(each: Correction) -> str:
    """Return what is said now as one text: another answer is another correction."""
    return "; ".join(f"{key}={said.value}" for _, key, said in each.now)


def _is_accepted(case: Case, each: Correction) -> bool:
    """Return whether this very correction was accepted, and nothing was told anew since."""
    by = case.corrected.get(each.question)
    return by is not None and by.value == _mark(each) and told_at(case, each.question) <= by.at
