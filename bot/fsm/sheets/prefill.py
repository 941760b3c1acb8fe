"""What is known already, shown where a sheet asks it: by the reporter, or by the record."""

# Rule 1: it is shown and offered first; it counts as a rostered person's answer once they press it.
# Rule 2: of several children the answer that asks for most is offered, and what is not known of
#         one is not known. Where nothing that was told says the same, nothing is offered.

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.dialogs.asking import label_of
from bot.dialogs.bands import AgeBand, band
from bot.dialogs.card import LONGEST_LABEL, Button, Card, Field, Tone
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value, child_of, question_id
from bot.dialogs.sheet import Sheet
from bot.dialogs.understand import accept, show
from bot.dialogs.words import words
from bot.fsm.case import Answer, Case
from bot.fsm.hours import clock_time
from bot.fsm.known.answering import path_of
from bot.fsm.known.noting import children, noted
from bot.fsm.school import School
from bot.fsm.sheets.checklist import Shown, shown_for

__all__ = ["TOLD", "confirm_label", "confirmed", "prefilled"]

TOLD = "told"
"""What a button that confirms ticks gives: `told.0.2` are the places of the options."""

CHECKLIST = "checklist"


def prefilled(
    school: School, case: Case, place: tuple[Sheet, int, str], asked: Card, now: datetime
) -> Card:
    """Return the card of a question with what is known of it already, and that answer first.

    `place` is its sheet, its child (0: the case) and its key. What was typed stands in the form.
    """
    sheet, child, key = place
    question = sheet.question(key)
    if sheet.id == CHECKLIST:
        found = shown_for(school, case, key)
        same = [at for at, each in enumerate(question.options) if each.id == found.answer]
        row = Field(label=words().phrases["label_shows"], text=_findings(found))
        return asked.model_copy(
            update={"fields": (row,), "buttons": _with_first(question, asked, same)}
        )
    if (sheet.id, key) == ("deletion", "ask"):
        who = school.pack.who_may_decide_deletion
        return asked.model_copy(
            update={"fields": (Field(label=words().phrases["label_decides"], text=who),)}
        )
    if (sheet.id, key) == ("close", "confirm"):
        return asked.model_copy(update={"fields": _parents_open(case)})
    keys = _keys(school, case, question.asks_again, child) if question.asks_again else []
    told = {each: case.account.answers[each] for each in keys if each in case.account.answers}
    if not told:
        return asked
    if question.kind is Kind.TEXT:
        typed = " / ".join(
            str(said.value)
            for each, said in told.items()
            if school.script.question(each).option(str(said.value)) is None  # typed, not picked
        )
        form = asked.form.model_copy(update={"typed": typed}) if asked.form else None
        return asked.model_copy(update={"form": form})
    rows = tuple(
        Field(label=words().phrases["label_told"], text=_row(school, each, said, now))
        for each, said in told.items()
    )
    of_another = child and case.account.children > 1 and None in {child_of(each) for each in told}
    same = [] if of_another else _same(question, told, keys)
    return asked.model_copy(update={"fields": rows, "buttons": _with_first(question, asked, same)})


def _parents_open(case: Case) -> tuple[Field, ...]:
    """Return a row for each child whose parents' plan is not noted: a prompt, no lock (P-04)."""
    say = words().phrases
    return tuple(
        Field(label=say["label_parents"], text=say["parents_open"].format(n=child))
        for child in children(case)
        if noted(case, "parents", "told", child) in {None, NOT_KNOWN}
    )


def _findings(found: Shown) -> str:
    """Return what the record shows of a line of the checklist, and what it does not."""
    say = words().phrases
    state = found.answer or "nothing"
    if found.there and found.missing:
        state = "partly"
    parts = [say[f"shows_state_{state}"]]
    if found.there:
        parts.append(say["shows_there"].format(what="; ".join(say[each] for each in found.there)))
    if found.missing:
        missing = "; ".join(say[each] for each in found.missing)
        parts.append(say["shows_missing"].format(what=missing))
    return " ".join(parts)


def confirmed(question: Question, pressed: str) -> Value | None:
    """Return the ticks that a press confirms, or None where it confirms nothing."""
    head, *places = pressed.split(".")
    if head != TOLD or question.kind is not Kind.MULTI or not places:
        return None
    if not all(each.isdecimal() and int(each) < len(question.options) for each in places):
        return None
    return accept(question, [question.options[int(each)].id for each in places])


def confirm_label(label: str) -> str:
    """Return the label of the button that confirms an answer, no longer than a label may be."""
    whole = words().phrases["confirm"].format(answer=label)
    if len(whole) <= LONGEST_LABEL:
        return whole
    said = label.partition(", ")[2] if label.startswith(("Yes, ", "No, ")) else ""
    whole = words().phrases["confirm"].format(answer=said)
    return whole if said and len(whole) <= LONGEST_LABEL else words().phrases["confirm_all"]


def _keys(school: School, case: Case, wanted: str, child: int) -> list[str]:
    """Return the reporter's keys of a question: for one child, or (0) for all of them."""
    path = (each for each in path_of(school, case.account) if question_id(each) == wanted)
    return [each for each in path if child == 0 or child_of(each) in {None, child}]


def _row(school: School, key: str, said: Answer, now: datetime) -> str:
    question = school.script.question(key)
    time = clock_time(said.at, now)
    return f"{label_of(question, key)}: {show(question, said.value)} ({time})"


def _same(question: Question, told: Mapping[str, Answer], keys: list[str]) -> list[int]:
    """Return the places of the options that say what was told; what was not answered too."""
    answers = [told[each].value if each in told else NOT_KNOWN for each in keys]
    values = {value for answer in answers for value in _values(answer)}
    found = [place for place, each in enumerate(question.options) if values & set(each.told)]
    if question.kind is Kind.MULTI or len(found) < 2:  # noqa: PLR2004  there is nothing to choose
        return found
    alarming = [place for place in found if question.options[place].id != question.calm]
    return alarming[:1]


def _values(value: Value) -> Iterator[str]:
    """Yield what an answer says: options, or the band of an age or a year group."""
    if isinstance(value, tuple):
        yield from value
    elif isinstance(value, int) or value.startswith("year "):
        yield (band(value) or AgeBand.UNKNOWN).value
    else:
        yield AgeBand.UNKNOWN.value if value == NOT_KNOWN else value
        yield value


def _with_first(question: Question, asked: Card, places: list[int]) -> tuple[Button, ...]:
    if not places:
        return asked.buttons
    lead = asked.form.value.removesuffix(".form") if asked.form else ""
    if question.kind is Kind.MULTI:
        labels = "; ".join(question.options[place].label for place in places)
        value = ".".join([lead, TOLD, *map(str, places)])
        first = Button(label=confirm_label(labels), value=value, tone=Tone.MAIN)
        return (first, *asked.buttons)
    at = places[0]  # the buttons of a choice stand in the order of its options
    same = asked.buttons[at]
    first = Button(label=confirm_label(same.label), value=same.value, tone=Tone.MAIN)
    return (first, *asked.buttons[:at], *asked.buttons[at + 1 :])
