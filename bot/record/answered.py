"""An event that is an answer: its question, what stood before, whether it counts."""

from typing import NamedTuple

from bot.dialogs.load import sheets
from bot.dialogs.script import Question, Value, child_of, question_id
from bot.fsm.case import Answer, Noted
from bot.fsm.events import Answered, Event, PutOff, Rang, SheetAnswered, TimerFired
from bot.fsm.known.answering import path_of
from bot.fsm.known.filling import PENDING
from bot.fsm.known.noting import place
from bot.record.chronology import Kind
from bot.record.lens import Lens, is_unknown, local_time
from bot.record.replay import Moment

__all__ = ["Told", "answer_parts", "child_in", "told_in"]


class Told(NamedTuple):
    """An answer: its question where it is known, the child, and what stood there before."""

    question: Question | None
    child: int
    value: Value
    before: Value | None
    before_local: str
    stands: bool


def told_in(lens: Lens, moment: Moment) -> Told | None:
    """Return what was answered, or None where the event is no answer."""
    event, before = moment.event, moment.before
    said: Answer | Noted | None
    if isinstance(event, Answered):
        said = before.account.answers.get(event.key)
        stands = event.key in path_of(lens.school, lens.case.account)
    elif isinstance(event, SheetAnswered):
        said = before.sheets.get(place(event.sheet, event.child), {}).get(event.key)
        stands = _stands(lens, event)
    else:
        return None
    return Told(
        question=_question(lens, event),
        child=child_in(event),
        value=event.value,
        before=said.value if said else None,
        before_local=local_time(said.at) if said else "",
        stands=stands,
    )


def _stands(lens: Lens, event: SheetAnswered) -> bool:
    """Return whether what is asked there counts now: not off the path, not overtaken."""
    kept = lens.case.sheets.get(place(event.sheet, event.child), {}).get(event.key)
    return kept is not None and not kept.off and not kept.void


def answer_parts(lens: Lens, told: Told, kind: Kind) -> dict[str, object]:
    """Return the fields of a row that an answer fills in.

    A changed one is a correction; what was still to come ("not gone yet") and has come is none.
    """
    question = told.question
    found: dict[str, object] = {
        "asked": question.text if question else "",
        "answer": lens.answer(question, told.value),
        "ref": question.ref if question else "",
        "source": question.source if question else "",
        "unknown": is_unknown(told.value),
        "set_aside": not told.stands,
        "shared": lens.is_shared(told.child),
    }
    grew = question is not None and question.grows
    if told.before is not None and told.before != told.value and not grew:
        ordinary = kind in {Kind.SAID, Kind.NOTED} and told.before not in PENDING
        found |= {
            "before": lens.answer(question, told.before),
            "before_local": told.before_local,
            "kind": Kind.CORRECTION if ordinary else kind,
        }
    return found


def child_in(event: Event) -> int:
    """Return which child an event is about, 0 for the whole case."""
    match event:
        case Answered(key=key):
            return child_of(key) or 0
        case SheetAnswered(child=child) | Rang(child=child):
            return child
        case PutOff(clock=name):
            return int(name.rpartition(".")[2])
        case TimerFired(name=name) if name.startswith("clock."):
            last = name.rpartition(".")[2]
            return int(last) if last.isdecimal() else 0
        case _:
            return 0


def _question(lens: Lens, event: Answered | SheetAnswered) -> Question | None:
    """Return the question; None where this release no longer has it."""
    if isinstance(event, Answered):
        return lens.school.script.by_id.get(question_id(event.key))
    sheet = sheets().get(event.sheet)
    return sheet.by_id.get(event.key) if sheet else None
