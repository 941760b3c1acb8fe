"""A sheet as cards: one question a message, what was filled in, and what may be done next."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.dialogs.asking import answer_buttons, answer_form, answered_card, label_of
from bot.dialogs.card import Button, Card, CardKind, Field, Tone
from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value
from bot.dialogs.sheet import Sheet
from bot.dialogs.words import button, card, words
from bot.fsm.access.around import team_of
from bot.fsm.case import Case, CaseStage, Noted
from bot.fsm.deeds import open_button
from bot.fsm.events import SheetAnswered
from bot.fsm.hours import clock_time, is_school_day
from bot.fsm.known.facts import facts, goes_to_both
from bot.fsm.known.filling import (
    is_waiting,
    left_open,
    path_of_sheet,
    pending_of,
    places,
    rows_of,
    shown,
    title_of,
)
from bot.fsm.links.sharing import link_buttons
from bot.fsm.school import School
from bot.fsm.sheets.gates import closed_by, may_fill
from bot.fsm.sheets.ring import line_row

__all__ = [
    "ask_card",
    "caution",
    "closed_card",
    "done_card",
    "noted_card",
    "offered_next",
    "said_cards",
    "sheet_lead",
    "sheet_slot",
    "told_cards",
    "work_card",
    "work_rows",
]


def sheet_lead(case: Case, sheet: Sheet, child: int) -> str:
    """Return the deed that opens a sheet; a question's id and an answer's place may follow."""
    return f"deed.{case.ref}.sheet.{sheet.id}.{child}"


def sheet_slot(case: Case, sheet: Sheet, child: int, key: str, by: str) -> str:
    """Return where the message that asks a question is kept, so that it can be edited."""
    return f"{case.ref}:work:{by}:{sheet.id}.{child}.{key}"


def ask_card(
    case: Case, sheet: Sheet, child: int, key: str, first: tuple[Button, ...] = ()
) -> Card:
    """Return the card that asks one question. Its buttons hold places, never what they mean.

    `first` are buttons that stand before the options.
    """
    question = sheet.question(key)
    value = f"{sheet_lead(case, sheet, child)}.{key}"
    now = (button("just_now", f"{value}.now"),) if _may_be_now(question) else ()
    return Card(
        name=f"sheet.{sheet.id}.{question.id}",
        kind=CardKind.QUESTION,
        text=f"{title_of(case, sheet, child)} · {case.ref}. {question.text}",
        hint=question.hint,
        foot=words().foot,
        buttons=(
            *first,
            *answer_buttons(question, value),
            *now,
            button("why", f"{value}.why", Tone.QUIET),
            open_button(case.ref, Tone.QUIET),
        ),
        form=answer_form(question, value),
        preview=words().preview,
        question=question.ref,
        case=case.ref,
    )


def _may_be_now(question: Question) -> bool:
    return question.kind is Kind.MOMENT and question.expect != "future"


def noted_card(question: Question, key: str, each: Noted, now: datetime) -> Card:
    """Return what a question's message becomes once it is answered: free text is not repeated."""
    made = answered_card(question, key, 1, each.value)
    if question.kind is not Kind.MOMENT or each.value == NOT_KNOWN:
        return made
    answer = words().phrases["picked"].format(answer=shown(question, each, now))
    return made.model_copy(update={"hint": answer})


CALLS = frozenset({("police", "rung_at"), ("social", "rung_at")})
"""The calls that a case leads to: one before it was raised may be a slip, or may be true."""


ONE_OF_BOTH = frozenset({"refer_police", "refer_social"})


def caution(school: School, case: Case, event: SheetAnswered) -> Card | None:
    """Return what is said of a kept answer: a moment that may be a slip, half a referral."""
    question = sheets()[event.sheet].question(event.key)
    if (event.sheet, event.key) == ("decision", "decision") and event.value in ONE_OF_BOTH:
        return card("caution_both", case=case.ref) if goes_to_both(school, case) else None
    if question.kind is not Kind.MOMENT or event.value == NOT_KNOWN:
        return None
    at = datetime.fromisoformat(str(event.value))
    name = ""
    if (event.sheet, event.key) in CALLS and at < case.opened_at:
        name = "caution_before"
    elif question.expect == "future" and not is_school_day(school, at):
        name = "caution_no_school"
    if not name:
        return None
    lead = sheet_lead(case, sheets()[event.sheet], event.child)
    change = (button("change", f"{lead}.{event.key}.ask"),)
    times = {"time": clock_time(at, case.opened_at), "raised": clock_time(case.opened_at, at)}
    return card(name, buttons=change, case=case.ref, **times)


HELPLINES = {
    "help_for_child": ("childline",),
    "help_for_parents": ("nspcc",),
    "help_for_staff": ("posh",),
}
"""The lines of the pack that a notice gives, to be read out (1.22): only what is confirmed."""


def said_cards(school: School, case: Case, event: SheetAnswered, now: datetime) -> list[Card]:
    """Return what the options that were picked say at once: what to do, what to leave alone."""
    question = sheets()[event.sheet].question(event.key)
    picked = event.value if isinstance(event.value, tuple) else (str(event.value),)
    options = [question.by_id[each] for each in picked if each in question.by_id]
    return told_cards(school, case, [name for option in options for name in option.says], now)


def told_cards(school: School, case: Case, names: Iterable[str], now: datetime) -> list[Card]:
    """Return notices of words.toml by their names, each as one of this case."""
    team = team_of(school, case)
    told = (card(name, team=team, case=case.ref) for name in dict.fromkeys(names))
    return [each.model_copy(update={"fields": _helplines(school, each.name, now)}) for each in told]


def _helplines(school: School, name: str, now: datetime) -> tuple[Field, ...]:
    ids = HELPLINES.get(name, ())
    lines = (line for line in school.pack.contacts if line.id in ids)
    return tuple(line_row(school, line, now) for line in lines)


def closed_card(case: Case, why: str) -> Card:
    """Return what says why a sheet is closed, and what has to come first."""
    back = (open_button(case.ref),)
    return card("sheet_closed", why=words().phrases[why], case=case.ref, buttons=back)


def done_card(school: School, case: Case, sheet: Sheet, child: int, now: datetime) -> Card:
    """Return a sheet that has all its answers, each with a way to change it. Private.

    What is not done or not known yet has a button of its own.
    """
    lead = sheet_lead(case, sheet, child)
    rows = rows_of(school, case, sheet, child, now)
    fields = tuple(
        row.model_copy(update={"change": button("change", f"{lead}.{key}.ask", Tone.QUIET)})
        for key, row in rows.items()
    )
    waits = pending_of(school, case, sheet, child)
    still = [
        Button(label=label_of(sheet.question(key), key), value=f"{lead}.{key}.ask") for key in waits
    ]
    back = (*still, open_button(case.ref))
    name = "sheet_waits" if waits else "sheet_done"
    made = card(name, title=title_of(case, sheet, child), case=case.ref, buttons=back)
    return made.model_copy(update={"fields": fields})


def offered_next(school: School, case: Case, by: str) -> tuple[Button, ...]:
    """Return what is expected of this person next: open sheets that are not filled in yet.

    Of a closed case that is nothing but to take it up again.
    """
    known = facts(school, case)
    found = [
        (sheet, child)
        for sheet, child in places(case)
        if _is_wanted(case, sheet, known) and is_waiting(school, case, sheet, child, known)
    ]
    return tuple(
        _offer(case, sheet, child) for sheet, child in found if _may(school, case, sheet, child, by)
    )


def _is_wanted(case: Case, sheet: Sheet, known: Mapping[str, Value]) -> bool:
    if case.stage is CaseStage.CLOSED or sheet.gate == "is_closed":
        return case.stage is CaseStage.CLOSED and sheet.gate == "is_closed"
    return sheet.expected or any(known[name] in values for name, values in sheet.wanted.items())


def work_card(school: School, case: Case, by: str) -> Card:
    """Return everything that this person may record, and what keeps the rest closed. Private."""
    open_now = [
        each
        for each in places(case)
        if _may(school, case, *each, by) and path_of_sheet(school, case, *each)
    ]
    closed = {
        sheet.title: closed_by(school, case, sheet, by)
        for sheet, _ in places(case)
        if may_fill(school, sheet, by) and _worth_saying(closed_by(school, case, sheet, by))
    }
    rows = tuple(Field(label=title, text=words().phrases[why]) for title, why in closed.items())
    buttons = tuple(_offer(case, sheet, child) for sheet, child in open_now)
    made = card("work", case=case.ref, buttons=(*buttons, *link_buttons(school, case, by)))
    return made.model_copy(update={"fields": rows, "foot": words().foot})


def work_rows(school: School, case: Case, now: datetime) -> tuple[Field, ...]:
    """Return what rostered people have recorded, sheet by sheet: for the case's own view."""
    return tuple(
        row
        for sheet, child in places(case)
        for row in rows_of(school, case, sheet, child, now).values()
    )


def _worth_saying(why: str) -> bool:
    return why not in {"", "gate_not_closed"}


def _may(school: School, case: Case, sheet: Sheet, child: int, by: str) -> bool:
    is_open = not closed_by(school, case, sheet, by) or left_open(school, case, sheet, child)
    return may_fill(school, sheet, by) and bool(is_open)


def _offer(case: Case, sheet: Sheet, child: int) -> Button:
    return Button(label=title_of(case, sheet, child), value=sheet_lead(case, sheet, child))
