"""What a script refers to must exist: questions, options, rules. Checked before it is used."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialogs.rules import RAISES, WHENS
from bot.dialogs.script import Kind, Question, Script, Value
from bot.dialogs.sheet import FACTS

__all__ = ["BrokenReference", "broken_references"]


@dataclass(frozen=True)
class BrokenReference:
    """A name that leads nowhere: where it stands, and what would mend it."""

    where: str
    cure: str


def broken_references(script: Script) -> list[BrokenReference]:
    """Return every reference of a script that leads nowhere, and every name used twice."""
    return [
        BrokenReference(where, cure)
        for where, cure in (*_sections(script), *_questions(script), *_options(script))
    ]


def _sections(script: Script) -> Iterator[tuple[str, str]]:
    for name in _twice(section.id for section in script.sections):
        yield f"section {name!r}", "is there twice: give each section its own id"
    for section in script.sections:
        where = f"section {section.id!r}"
        for name in section.questions:
            if name not in script.by_id:
                yield f"{where}, questions", f"names {name!r}, which no question is called"
        yield from _only(script, f"{where}, only", section.only)


def _questions(script: Script) -> Iterator[tuple[str, str]]:
    for name in _twice(question.id for question in script.questions):
        yield f"question {name!r}", "is there twice: give each question its own id"
    for name in _twice(question.ref for question in script.questions):
        yield f"ref {name!r}", "two questions have it: give each its own catalogue number"
    for question in script.questions:
        where = f"question {question.id!r}"
        if "." in question.id:
            yield where, "a dot parts a child from a question: leave it out of the id"
        if question.when and question.when not in WHENS:
            yield f"{where}, when", _unknown_rule(question.when, WHENS)
        if question.raises and question.raises not in RAISES:
            yield f"{where}, raises", _unknown_rule(question.raises, RAISES)
        yield from _only(script, f"{where}, only", question.only)


def _options(script: Script) -> Iterator[tuple[str, str]]:
    for question in script.questions:
        where = f"question {question.id!r}"
        for name in _twice(option.id for option in question.options):
            yield f"{where}, option {name!r}", "is there twice: give each option its own id"
        if question.kind in {Kind.CHOICE, Kind.MULTI} and not question.options:
            yield f"{where}, options", "there is nothing to pick: add options"
        for name in _calm(question):
            if name not in question.by_id:
                yield f"{where}, calm", f"names {name!r}, which no option is called"


def _calm(question: Question) -> tuple[str, ...]:
    if question.kind not in {Kind.CHOICE, Kind.MULTI}:
        return ()
    value: Value | None = question.calm
    if isinstance(value, tuple):
        return value
    return (str(value),) if value is not None else ()


def _only(
    script: Script, where: str, only: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    for name, options in only.items():
        if name in FACTS:
            yield from _facts(where, name, options)
            continue
        asked = script.by_id.get(name)
        if asked is None:
            yield where, f"names {name!r}, which no question is called"
        elif asked.each_child:
            yield where, f"{name!r} is asked for each child: name a rule with `when` instead"
        else:
            for option in options:
                if option not in asked.by_id:
                    yield where, f"names {option!r}, which is no option of {name!r}"


def _facts(where: str, name: str, values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for value in values:
        if value not in FACTS[name]:
            yield where, f"{name!r} is never {value!r}; choose of: {', '.join(FACTS[name])}"


def _unknown_rule(name: str, rules: Mapping[str, object]) -> str:
    return f"{name!r} is no function of rules.py; choose one of: {', '.join(sorted(rules))}"


def _twice(names: Iterator[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
