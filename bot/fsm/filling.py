"""The answers of a sheet: its path, what is left of it, what they raise, how they read."""

from datetime import datetime

from bot.dialogs.asking import label_of
from bot.dialogs.card import Field
from bot.dialogs.flags import Flag
from bot.dialogs.load import sheets
from bot.dialogs.rules import WHENS, flags_of
from bot.dialogs.script import NOT_KNOWN, Answers, Kind, Question, Value
from bot.dialogs.sheet import Sheet
from bot.dialogs.understand import show
from bot.fsm.case import Case, Noted
from bot.fsm.facts import children, facts, place
from bot.fsm.hours import clock_time
from bot.fsm.school import School

__all__ = [
    "left_of",
    "path_of_sheet",
    "places",
    "rows_of",
    "settled",
    "sheet_flags",
    "shown",
    "title_of",
    "with_answer",
]


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


def path_of_sheet(school: School, case: Case, sheet: Sheet, child: int) -> list[str]:
    """Return the keys that apply to this case now, in order."""
    answers: Answers = {**_answers(case, sheet, child), **facts(school, case)}
    opened = [section.id for section in sheet.sections]
    return sheet.path(answers, children=1, opened=opened, rules=WHENS)


def left_of(school: School, case: Case, sheet: Sheet, child: int) -> list[str]:
    """Return the keys that apply and have no answer yet, or none that still stands."""
    kept = _kept(case, sheet, child)
    return [key for key in path_of_sheet(school, case, sheet, child) if key not in kept]


def sheet_flags(school: School, case: Case) -> frozenset[Flag]:
    """Return every flag that the sheets raise."""
    found: frozenset[Flag] = frozenset()
    for name in case.sheets:
        sheet_id, _, child = name.partition(".")
        if (sheet := sheets().get(sheet_id)) is None:
            continue
        path = path_of_sheet(school, case, sheet, int(child))
        found |= flags_of(sheet, path, _answers(case, sheet, int(child)), school.pack)
    return found


def settled(case: Case) -> frozenset[str]:
    """Return the reporter's questions that a rostered person has answered since, and known."""
    found: set[str] = set()
    for name, kept in case.sheets.items():
        sheet = sheets().get(name.partition(".")[0])
        for key, each in kept.items():
            if sheet and key in sheet.by_id and each.value != NOT_KNOWN:
                found.update(sheet.question(key).settles)
    return frozenset(found)


def rows_of(
    school: School, case: Case, sheet: Sheet, child: int, now: datetime
) -> dict[str, Field]:
    """Return one row an answer, by its key: what was asked, what was said, by whom and when."""
    kept = _kept(case, sheet, child)
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
    return f"{sheet.title}, child {child}" if child and len(children(case)) > 1 else sheet.title


def shown(question: Question, each: Noted, now: datetime) -> str:
    """Return an answer as people read it; a moment on the school's clock."""
    if question.kind is Kind.MOMENT and each.value != NOT_KNOWN:
        return clock_time(datetime.fromisoformat(str(each.value)), now)
    return show(question, each.value)


def _by(school: School, each: Noted, now: datetime) -> str:
    return f"{school.name_of(each.by)}, {clock_time(each.at, now)}"
