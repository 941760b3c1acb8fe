"""The machine run again from the record: what it decides, entry by entry."""

# Rule 1: it steps with the very functions that stepped then, at the moments that are written down.
# Rule 2: people, rota and hours are today's: where they have changed, so may what is decided.
# Rule 3: what it says has numbers, names of clocks and staff ids, and no answer.

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.dialogs.load import sheets
from bot.dialogs.script import Question, question_id
from bot.fsm.case import Case
from bot.fsm.effects import Page
from bot.fsm.events import AlertDelivered, Answered, Began, Entry, Event, SheetAnswered, TimerFired
from bot.fsm.school import School
from bot.fsm.step import begin, step

__all__ = ["Asked", "Decided", "changed", "differs", "rerun"]


class Asked(NamedTuple):
    """A question that was answered in an entry: its number, and its paragraph of the guidance."""

    ref: str
    source: str


class Decided(NamedTuple):
    """One entry of the record, and how the case stands after it.

    `alerted` are the ids of those whom it alerts; `doubts` what does not fit this edition.
    """

    entry: int
    at: datetime
    by: str
    events: tuple[str, ...]
    asked: tuple[Asked, ...]
    alerted: tuple[str, ...]
    case: Case
    doubts: tuple[str, ...]


def rerun(school: School, entries: Sequence[Entry]) -> list[Decided]:
    """Return what the machine decides when it is given the record again.

    `school` has the script and the rules by which it is to decide.
    """
    found: list[Decided] = []
    case: Case | None = None
    sent: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        alerted: list[str] = []
        doubts: list[str] = []
        for event in entry.events:
            doubts += _doubts(school, case, event, sent)
            case, paged, failed = _stepped(school, case, event, entry.at)
            alerted += paged
            sent.update(paged)
            doubts += failed
        if case is not None:
            events = tuple(dict.fromkeys(event.type for event in entry.events))
            asked = tuple(_asked(school, entry.events))
            paged_to = tuple(dict.fromkeys(alerted))
            found.append(
                Decided(number, entry.at, entry.by, events, asked, paged_to, case, tuple(doubts))
            )
    return found


def _stepped(
    school: School, case: Case | None, event: Event, at: datetime
) -> tuple[Case | None, list[str], list[str]]:
    """Return the case after an event, whom it alerts, and what our program fails on."""
    if isinstance(event, Answered) and question_id(event.key) not in school.script.by_id:
        return case, [], []
    if case is None and isinstance(event, Began):
        case = begin(school, event, at)
    if case is None:
        return None, [], []
    try:
        after, effects = step(school, case, event, at)
    except Exception as error:  # noqa: BLE001  another edition may not fit: that is the finding
        return case, [], [f"it cannot be stepped: {type(error).__name__}"]
    return after, [each.to for each in effects if isinstance(each, Page)], []


def _doubts(
    school: School, case: Case | None, event: Event, sent: Collection[str]
) -> Iterator[str]:
    match event:
        case Answered(key=key) if question_id(key) not in school.script.by_id:
            yield "this edition does not ask it"
        case TimerFired(name=name) if case is not None and name not in case.wakes:
            yield "a clock ran out that this edition does not set"
        case AlertDelivered(to=to) if to not in sent:
            yield "an alert arrived that this edition does not send"
        case _:
            return


def _asked(school: School, events: Iterable[Event]) -> Iterator[Asked]:
    for event in events:
        question: Question | None = None
        if isinstance(event, Answered):
            question = school.script.by_id.get(question_id(event.key))
        elif isinstance(event, SheetAnswered) and event.sheet in sheets():
            question = sheets()[event.sheet].by_id.get(event.key)
        if question is not None:
            yield Asked(question.ref, question.source)


NAMES = {"version": "entries", "held": "level", "live": "level by what was told", "wakes": "clocks"}
"""What people call a part of a case, where it is not its own name."""


ON_SCREENS = frozenset({"shown", "stood"})
"""Where messages stand in chats: no decision. A case keeps it from when alerts were told apart."""


def differs(steps: Sequence[Decided], kept: Case) -> tuple[str, ...]:
    """Return the parts in which a case that was run again is not as it is kept."""
    if not steps:
        return ("entries",)
    case = steps[-1].case.model_copy(update={"version": steps[-1].entry})
    return tuple(
        NAMES.get(name, name)
        for name in Case.model_fields
        if name not in ON_SCREENS and getattr(case, name) != getattr(kept, name)
    )


def changed(one: Decided, other: Decided) -> tuple[str, ...]:
    """Return in which of its decisions an entry comes out otherwise under another edition."""
    pairs = (
        ("level", one.case.level, other.case.level),
        ("alert", one.alerted, other.alerted),
        ("standing", one.case.stage, other.case.stage),
        ("clocks", one.case.wakes, other.case.wakes),
        ("doubts", one.doubts, other.doubts),
    )
    return tuple(name for name, was, now in pairs if was != now)
