"""What stands at the end of the record: each answer that counts, and what is not known."""

from collections.abc import Iterator

from bot.dialogs.script import Question, child_of, question_id
from bot.dialogs.sheet import Sheet
from bot.fsm.case import Answer, Noted
from bot.fsm.known.answering import live_answers, unknown
from bot.fsm.known.filling import path_of_sheet, places, settled
from bot.fsm.known.noting import place
from bot.record.chronology import Fact, NotKnown
from bot.record.lens import Lens, is_unknown, local_time

__all__ = ["facts_of", "not_known_of"]


def facts_of(lens: Lens) -> tuple[Fact, ...]:
    """Return every answer that counts: the account first, then sheet by sheet.

    What this record does not show is not read.
    """
    return (*_told(lens), *_noted(lens))


def not_known_of(lens: Lens) -> tuple[NotKnown, ...]:
    """Return what is open: said to be not known, or never answered. "Not known" is never "no"."""
    over = settled(lens.case)
    account = lens.case.account
    found: list[NotKnown] = []
    for key in unknown(lens.school, account):
        question = lens.school.script.question(key)
        said = account.answers.get(key)
        if question_id(key) not in over:
            found.append(_open(lens, question, child_of(key) or 0, said, account.reporter))
    for sheet, child in places(lens.case):
        kept = lens.case.sheets.get(place(sheet.id, child), {})
        for key in path_of_sheet(lens.school, lens.case, sheet, child):
            if key in kept and (kept[key].void or is_unknown(kept[key].value)):
                noted = None if kept[key].void else kept[key]
                opened = _open(lens, sheet.question(key), child, noted, kept[key].by)
                found.append(opened.model_copy(update={"label": _under(sheet, opened.label)}))
    return tuple(each for each in found if lens.shows(each.child))


def _told(lens: Lens) -> Iterator[Fact]:
    account = lens.case.account
    for key in live_answers(lens.school, account):
        if not lens.shows(child_of(key) or 0):
            continue
        question = lens.school.script.question(key)
        said = account.answers[key]
        yield _fact(lens, question, question_id(key), child_of(key) or 0, said).model_copy(
            update={"who": lens.who(account.reporter)}
        )


def _noted(lens: Lens) -> Iterator[Fact]:
    for sheet, child in places(lens.case):
        if not lens.shows(child):
            continue
        kept = lens.case.sheets.get(place(sheet.id, child), {})
        for key in path_of_sheet(lens.school, lens.case, sheet, child):
            if key in kept and not kept[key].void:
                question, said = sheet.question(key), kept[key]
                made = _fact(lens, question, f"{sheet.id}.{key}", child, said)
                yield made.model_copy(
                    update={"label": _under(sheet, made.label), "who": lens.who(said.by)}
                )


def _fact(lens: Lens, question: Question, key: str, child: int, said: Answer | Noted) -> Fact:
    return Fact(
        key=key,
        child=child,
        label=question.topic or question.text,
        asked=question.text,
        answer=lens.answer(question, said.value),
        ref=question.ref,
        source=question.source,
        unknown=is_unknown(said.value),
        shared=lens.is_shared(child),
        at=said.at,
        local=local_time(said.at),
        who="",
    )


def _open(
    lens: Lens, question: Question, child: int, said: Answer | Noted | None, by: str
) -> NotKnown:
    return NotKnown(
        child=child,
        label=question.topic or question.text,
        asked=question.text,
        ref=question.ref,
        source=question.source,
        local=local_time(said.at) if said else "",
        who=lens.who(by) if said else "",
    )


def _under(sheet: Sheet, label: str) -> str:
    return label if label == sheet.title else f"{sheet.title}: {label}"
