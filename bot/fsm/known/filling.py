"""The answers of a sheet: its path, what is left of it, what they raise, how they read."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.dialogs.asking import label_of
from bot.dialogs.card import Field
from bot.dialogs.flags import Flag
from bot.dialogs.load import sheets
from bot.dialogs.rules import WHENS, flags_of
from bot.dialogs.script import NOT_KNOWN, Answers, Kind, Question, Value, question_id
from bot.dialogs.sheet import Sheet
from bot.dialogs.understand import show
from bot.fsm.case import Case, Noted
from bot.fsm.hours import clock_time
from bot.fsm.known.facts import facts
from bot.fsm.known.noting import children, is_unknown, place
from bot.fsm.school import School

__all__ = [
    "PENDING",
    "is_waiting",
    "left_of",
    "left_open",
    "of_child",
    "path_of_sheet",
    "pending_of",
    "places",
    "rows_of",
    "settled",
    "sheet_flags",
    "shown",
    "title_of",
    "told_at",
    "with_answer",
]


PENDING = frozenset(
    {"not_yet", "awaiting", "planned", "not_told", "hold_off", "wait", "refused", "thinking"}
)
"""Options that say that there is more to come."""


def places(case: Case) -> list[tuple[Sheet, int]]:
    """Return every sheet with the child that it is for (0: the case), in the order of work."""
    found: list[tuple[Sheet, int]] = []
    for sheet in sheets().values():
        found += [(sheet, child) for child in (children(case) if sheet.each == "child" else (0,))]
    return found


def _kept(case: Case, sheet: Sheet, child: int) -> dict[str, Noted]:
    kept = case.sheets.get(place(sheet.id, child), {})
    return {key: each for key, each in kept.items() if not each.void}


def _answers(case: Case, sheet: Sheet, child: int) -> dict[str, Value]:
    return {key: each.value for key, each in _kept(case, sheet, child).items()}


def with_answer(
    school: School, case: Case, sheet: Sheet, child: int, answer: tuple[str, Noted]
) -> Case:
    """Return the case with one answer more; those it takes off the path count for nothing."""
    where = place(sheet.id, child)
    kept = {**case.sheets.get(where, {}), answer[0]: answer[1]}
    case = case.model_copy(update={"sheets": {**case.sheets, where: kept}})
    path = path_of_sheet(school, case, sheet, child)
    kept = {key: each.model_copy(update={"off": key not in path}) for key, each in kept.items()}
    return case.model_copy(update={"sheets": {**case.sheets, where: kept}})


def path_of_sheet(
    school: School,
    case: Case,
    sheet: Sheet,
    child: int,
    known: Mapping[str, Value] | None = None,
) -> list[str]:
    """Return the keys that apply to this case now, in order.

    `known` are its facts, for who asks about many sheets at once: they cost more than a path.
    """
    known = facts(school, case) if known is None else known
    answers: Answers = {**_answers(case, sheet, child), **known}
    opened = [section.id for section in sheet.sections]
    return sheet.path(answers, children=1, opened=opened, rules=WHENS)


def left_of(school: School, case: Case, sheet: Sheet, child: int) -> list[str]:
    """Return the keys that apply and have no answer yet, or none that still stands."""
    kept = _kept(case, sheet, child)
    return [key for key in path_of_sheet(school, case, sheet, child) if key not in kept]


def left_open(school: School, case: Case, sheet: Sheet, child: int) -> list[str]:
    """Return what is still to come of a sheet whose gate is closed: facts are always recorded."""
    if not sheet.still_open:
        return []
    waits = (*left_of(school, case, sheet, child), *pending_of(school, case, sheet, child))
    return [key for key in waits if key in sheet.still_open]


def pending_of(school: School, case: Case, sheet: Sheet, child: int) -> list[str]:
    """Return the keys whose answer is "not yet" or "not known": there is more to come."""
    if not (kept := _kept(case, sheet, child)):
        return []
    path = path_of_sheet(school, case, sheet, child)
    return [key for key in path if key in kept and _is_pending(kept[key].value)]


def is_waiting(
    school: School, case: Case, sheet: Sheet, child: int, known: Mapping[str, Value]
) -> bool:
    """Return whether anything of a sheet is left, or there is more to come. `known`: the facts."""
    kept = _kept(case, sheet, child)
    path = path_of_sheet(school, case, sheet, child, known)
    return any(key not in kept or _is_pending(kept[key].value) for key in path)


def _is_pending(value: Value) -> bool:
    return value in PENDING or is_unknown(value)


def sheet_flags(school: School, case: Case) -> frozenset[Flag]:
    """Return every flag that the sheets raise."""
    found: frozenset[Flag] = frozenset()
    for name in case.sheets:
        sheet_id, _, child = name.partition(".")
        if (sheet := sheets().get(sheet_id)) is None:
            continue
        path = path_of_sheet(school, case, sheet, int(child))
        kept = case.sheets[name]
        path += [key for key, each in kept.items() if each.void and not each.off]
        values = {key: each.value for key, each in kept.items()}
        found |= flags_of(sheet, path, values, school.pack)
    return found


def settled(case: Case) -> frozenset[str]:
    """Return the reporter's questions that rostered people have answered since, and known.

    Where several questions of the sheets make up one of the reporter's, all of them must be. What
    the reporter says anew, later or at the same instant, counts again.
    """
    if not case.sheets:
        return frozenset()
    found: set[str] = set()
    open_yet: set[str] = set()
    for sheet, child in places(case):
        if not (settling := [each for each in sheet.questions if each.settles]):
            continue
        kept = _kept(case, sheet, child)
        for question in settling:
            said = kept.get(question.id)
            known = said is not None and not said.off and not is_unknown(said.value)
            since = {each for each in question.settles if said and said.at > told_at(case, each)}
            found.update(since if known else ())
            open_yet.update(question.settles if not known else set(question.settles) - since)
    return frozenset(found - open_yet)


def told_at(case: Case, question: str) -> datetime:
    """Return when the reporter last answered a question, for any child; long ago if never."""
    answers = case.account.answers.items()
    times = (said.at for key, said in answers if question_id(key) == question)
    return max(times, default=datetime.min.replace(tzinfo=UTC))


def rows_of(
    school: School, case: Case, sheet: Sheet, child: int, now: datetime
) -> dict[str, Field]:
    """Return one row an answer, by its key: what was asked, what was said, by whom and when."""
    if not (kept := _kept(case, sheet, child)):
        return {}  # most sheets of a case are empty, and a path costs
    return {
        key: Field(
            label=f"{title_of(case, sheet, child)}: {label_of(sheet.question(key), key)}",
            text=f"{shown(sheet.question(key), kept[key], now)} ({_by(school, kept[key], now)})",
        )
        for key in path_of_sheet(school, case, sheet, child)
        if key in kept
    }


def title_of(case: Case, sheet: Sheet, child: int) -> str:
    """Return a sheet's title, with its child where there are several."""
    return of_child(case, sheet.title, child)


def of_child(case: Case, what: str, child: int) -> str:
    """Return what something is with its child, where there are several."""
    return f"{what}, child {child}" if child and len(children(case)) > 1 else what


def shown(question: Question, each: Noted, now: datetime) -> str:
    """Return an answer as people read it; a moment on the school's clock."""
    if question.kind is Kind.MOMENT and each.value != NOT_KNOWN:
        return clock_time(datetime.fromisoformat(str(each.value)), now)
    return show(question, each.value)


def _by(school: School, each: Noted, now: datetime) -> str:
    return f"{school.name_of(each.by)}, {clock_time(each.at, now)}"
